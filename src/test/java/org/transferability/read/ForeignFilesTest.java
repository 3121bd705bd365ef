package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.transferability.ForeignFiles;
import org.transferability.ForeignFiles.Column;
import org.transferability.read.label.LabelReader;
import org.transferability.read.page.DataFile;
import org.transferability.read.page.ParquetSource;
import org.transferability.read.table.SmallTable;
import org.transferability.read.table.TableColumn;

/** Every column of files of other writers, as labels, as ids and as cells of a small table. */
final class ForeignFilesTest {
  @TestFactory
  Stream<DynamicNode> asLabels() {
    return ForeignFiles.tests(ForeignFilesTest::checkLabels);
  }

  @TestFactory
  Stream<DynamicNode> asIds() {
    return ForeignFiles.tests(ForeignFilesTest::checkIds);
  }

  @TestFactory
  Stream<DynamicNode> asCellsOfATable() {
    return ForeignFiles.tests(ForeignFilesTest::checkCells);
  }

  private static void checkLabels(Column column) throws Exception {
    column.checkNumbers(
        isNumeric(leafOf(type(column))) ? "" : "expected a number or a list of numbers",
        () -> labels(column));
  }

  private static void checkIds(Column column) throws Exception {
    Type type = type(column);
    boolean readable =
        type.isPrimitive()
            && !type.isRepetition(Type.Repetition.REPEATED)
            && (isWhole(type.asPrimitiveType())
                || type.getLogicalTypeAnnotation() instanceof StringLogicalTypeAnnotation);
    column.check(
        readable ? "" : "expected ids",
        column.hasNull() ? "expected an id, found null" : "",
        () -> ids(column),
        (row, found) -> assertEquals(column.rows().get(row).asText(), found));
  }

  private static void checkCells(Column column) throws Exception {
    Type type = type(column);
    column.check(
        isCell(type) ? "" : "expected a text or a number",
        "",
        () -> cells(column),
        (row, found) -> {
          JsonNode cell = column.rows().get(row);
          String expected = cell.isNull() ? "" : cell.asText();
          assertTrue(
              isText(type.asPrimitiveType()) ? expected.equals(found) : sameNumber(expected, found),
              "row " + row + ": expected " + expected + ", found " + found);
        });
  }

  private static boolean sameNumber(String expected, String found) {
    if (expected.isEmpty() || expected.equals("NaN")) {
      return expected.equals(found);
    }
    return new BigDecimal(expected).compareTo(new BigDecimal(found)) == 0;
  }

  private static List<double[]> labels(Column column) throws IOException {
    List<double[]> rows = new ArrayList<>();
    new LabelReader(List.of(column.name()))
        .read(
            ParquetFixture.CONF,
            FileRange.all(ParquetFixture.dataFile(column.file())),
            null,
            (ids, firstRow, n) -> {},
            (c, firstRow, n, values, width) -> {
              for (int r = 0; r < n; r++) {
                rows.add(Arrays.copyOfRange(values, r * width, (r + 1) * width));
              }
            });
    return rows;
  }

  private static List<String> ids(Column column) throws IOException {
    DataFile file = ParquetFixture.dataFile(column.file());
    return ReadRows.of(file, new FeatureColumns(column.name(), null, null)).ids();
  }

  private static List<String> cells(Column column) throws IOException {
    TableColumn wanted = TableColumn.required(column.name(), "");
    return SmallTable.read(ParquetFixture.CONF, column.file().toUri().toString(), List.of(wanted))
        .rows()
        .stream()
        .map(row -> row.cell(0))
        .toList();
  }

  private static Type type(Column column) throws IOException {
    DataFile file = ParquetFixture.dataFile(column.file());
    try (ParquetSource source = new ParquetSource(ParquetFixture.CONF, file)) {
      return source.schema().getType(column.name());
    }
  }

  private static PrimitiveType leafOf(Type type) {
    Type leaf = type;
    while (!leaf.isPrimitive()) {
      leaf = leaf.asGroupType().getType(0);
    }
    return leaf.asPrimitiveType();
  }

  private static boolean isWhole(PrimitiveType type) {
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return (name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64)
        && (annotation == null || annotation instanceof IntLogicalTypeAnnotation);
  }

  private static boolean isNumeric(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return isWhole(type)
        || annotation instanceof DecimalLogicalTypeAnnotation
        || annotation instanceof Float16LogicalTypeAnnotation
        || switch (type.getPrimitiveTypeName()) {
          case FLOAT, DOUBLE, BOOLEAN -> true;
          default -> false;
        };
  }

  private static boolean isText(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY
        && !(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation);
  }

  /** Halves are no cells: tables of scores hold none. */
  private static boolean isCell(Type type) {
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    PrimitiveType primitive = type.asPrimitiveType();
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    boolean text =
        isText(primitive)
            && (annotation == null
                || annotation instanceof StringLogicalTypeAnnotation
                || annotation instanceof EnumLogicalTypeAnnotation);
    boolean halfOrFlag =
        annotation instanceof Float16LogicalTypeAnnotation
            || primitive.getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
    return text || (isNumeric(primitive) && !halfOrFlag);
  }
}
