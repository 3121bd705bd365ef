package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.transferability.ForeignFiles;
import org.transferability.ForeignFiles.Column;
import org.transferability.importing.parquet.ParquetIds;
import org.transferability.importing.parquet.ParquetNumbers;
import org.transferability.importing.parquet.ParquetTable;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Reading;
import org.transferability.importing.source.Selection;
import org.transferability.read.page.DataFile;
import org.transferability.study.csv.CsvFormat;

/** Every column of files of other writers, as {@code jobs/import} reads numbers and ids. */
final class ForeignImportTest {
  private static final Configuration CONF = new Configuration();
  private static final Reading READING = new Reading(Set.of(), Set.of(), CsvFormat.DEFAULT);

  /** A column of bytes that are not all UTF-8. */
  private static final String NO_TEXT = "binary_partial_truncation";

  @TestFactory
  Stream<DynamicNode> asNumbers() {
    return ForeignFiles.tests(ForeignImportTest::checkNumbers);
  }

  @TestFactory
  Stream<DynamicNode> asIds() {
    return ForeignFiles.tests(ForeignImportTest::checkIds);
  }

  private static void checkNumbers(Column column) throws Exception {
    column.checkNumbers(isNumeric(type(column)) ? "" : "numbers", () -> numbers(column));
  }

  private static void checkIds(Column column) throws Exception {
    String noText = column.name().equals(NO_TEXT) ? "expected text in UTF-8" : "";
    column.check(
        isId(type(column)) ? "" : "expected whole numbers or text",
        column.hasNull() ? "expected one in every row, found null" : noText,
        () -> ids(column),
        (row, found) -> assertEquals(column.rows().get(row).asText(), found));
  }

  private static DataFile file(Column column) throws IOException {
    return new DataFile(column.file().toUri().toString(), Files.size(column.file()), 0);
  }

  private static List<double[]> numbers(Column column) throws IOException {
    List<double[]> rows = new ArrayList<>();
    // a column's name may hold what ends a pattern or is a glob: '?' stands for any such character
    String pattern = column.name().replaceAll("[,*\\[\\]#]", "?");
    try (NumberRows numbers =
        ParquetNumbers.open(CONF, file(column), new Selection(pattern, READING))) {
      double[] block = new double[7 * numbers.width()];
      for (int n = numbers.read(block, 7); n > 0; n = numbers.read(block, 7)) {
        for (int r = 0; r < n; r++) {
          rows.add(Arrays.copyOfRange(block, r * numbers.width(), (r + 1) * numbers.width()));
        }
      }
    }
    return rows;
  }

  private static List<String> ids(Column column) throws IOException {
    List<String> ids = new ArrayList<>();
    try (IdRows rows = new ParquetIds(CONF, file(column), column.name())) {
      for (Id id = rows.next(); id != null; id = rows.next()) {
        ids.add(
            id instanceof Id.Whole whole ? Long.toString(whole.value()) : ((Id.Text) id).value());
      }
    }
    return ids;
  }

  private static Type type(Column column) throws IOException {
    try (ParquetTable table = new ParquetTable(CONF, file(column))) {
      return table.schema().getType(column.name());
    }
  }

  private static boolean isNumeric(Type type) {
    if (!type.isPrimitive()) {
      return type.asGroupType().getFields().stream().allMatch(ForeignImportTest::isNumeric);
    }
    PrimitiveType primitive = type.asPrimitiveType();
    return switch (primitive.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE, INT32, INT64, BOOLEAN -> true;
      case BINARY -> primitive.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation;
      case FIXED_LEN_BYTE_ARRAY ->
          primitive.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation
              || primitive.getLogicalTypeAnnotation() instanceof Float16LogicalTypeAnnotation;
      case INT96 -> false;
    };
  }

  private static boolean isId(Type type) {
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && !(type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation)
        && switch (type.asPrimitiveType().getPrimitiveTypeName()) {
          case INT32, INT64, BINARY -> true;
          default -> false;
        };
  }
}
