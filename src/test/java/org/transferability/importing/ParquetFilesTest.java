package org.transferability.importing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Reading;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/** Types, shapes and index columns of Parquet files, each written here with values by hand. */
final class ParquetFilesTest {
  private static final String NESTED =
      "message m { optional group emb (LIST) { repeated group list { optional group element (LIST)"
          + " { repeated group list { optional float element; } } } } }";

  @TempDir private Path folder;

  @Test
  void unsignedIdsAreRead() throws IOException {
    Path small =
        write(
            "message m { required int32 id (INTEGER(32,false)); }",
            group -> group.append("id", 7),
            group -> group.append("id", -1),
            group -> group.append("id", Integer.MIN_VALUE));
    assertEquals(List.of(7L, 4294967295L, 2147483648L), ids(small));
    Path large =
        write(
            "message m { required int64 id (INTEGER(64,false)); }",
            group -> group.append("id", Long.MAX_VALUE));
    assertEquals(List.of(Long.MAX_VALUE), ids(large));
    Path beyond =
        write(
            "message m { required int64 id (INTEGER(64,false)); }",
            group -> group.append("id", -2L));
    InputException error = assertThrows(InputException.class, () -> ids(beyond));
    assertTrue(
        error.getMessage().contains("below 2^63, found 18446744073709551614"), error.getMessage());
  }

  @Test
  void idsThatAreNoTextAreRefused() throws IOException {
    Path bytes =
        write(
            "message m { required binary id; }",
            group -> group.append("id", Binary.fromConstantByteArray(new byte[] {-1, 2})));
    InputException error = assertThrows(InputException.class, () -> ids(bytes));
    assertTrue(error.getMessage().contains("expected text in UTF-8"), error.getMessage());
    Path decimal =
        write(
            "message m { required binary id (DECIMAL(9,2)); }",
            group -> group.append("id", Binary.fromConstantByteArray(new byte[] {1})));
    error = assertThrows(InputException.class, () -> ids(decimal));
    assertTrue(error.getMessage().contains("expected whole numbers or text"), error.getMessage());
  }

  @Test
  void unsignedNumbersAreRead() throws IOException {
    Path file =
        write(
            "message m { required int32 a (INTEGER(32,false));"
                + " required int64 b (INTEGER(64,false)); required int32 c (INTEGER(8,false)); }",
            group -> group.append("a", -2).append("b", 1L << 53).append("c", 200));
    assertArrayEquals(new double[] {4294967294.0, 0x1p53, 200}, read(file, null).numbers, 0);
    Path beyond =
        write(
            "message m { required int64 b (INTEGER(64,false)); }", group -> group.append("b", -5L));
    assertFails("up to 2^53, which a double holds exactly, found 18446744073709551611", beyond);
  }

  @Test
  void decimalsAndBooleansAreNumbers() throws IOException {
    Path file =
        write(
            "message m { optional int32 a (DECIMAL(9,2)); optional int64 b (DECIMAL(18,4));"
                + " optional binary c (DECIMAL(38,10)); optional fixed_len_byte_array(3) d"
                + " (DECIMAL(5,1)); optional boolean e; }",
            group ->
                group
                    .append("a", -12345)
                    .append("b", 123456789012345678L)
                    .append("c", unscaled("1234567890123456789.0123456789"))
                    .append("d", Binary.fromConstantByteArray(new byte[] {-1, -1, -15}))
                    .append("e", true),
            group -> group.append("e", false));
    double[] expected = new double[10];
    Arrays.fill(expected, Double.NaN);
    expected[0] = -123.45;
    expected[1] = Double.parseDouble("12345678901234.5678");
    expected[2] = Double.parseDouble("1234567890123456789.0123456789");
    expected[3] = -1.5;
    expected[4] = 1;
    expected[9] = 0;
    assertArrayEquals(expected, read(file, null).numbers, 0);
  }

  @Test
  void columnsWithoutNumbersAreOmittedWithTheReason() throws IOException {
    Path file =
        write(
            "message m { required double x; required binary name (STRING); required int32 day"
                + " (DATE); required int64 taken (TIMESTAMP(MILLIS,true)); required binary raw;"
                + " required int64 __index_level_0__; }",
            group ->
                group
                    .append("x", 1.5)
                    .append("name", "a")
                    .append("day", 1)
                    .append("taken", 1L)
                    .append("raw", "b")
                    .append("__index_level_0__", 5L));
    Result all = read(file, null);
    assertArrayEquals(new double[] {1.5}, all.numbers, 0);
    assertEquals(
        List.of(
            "name: text",
            "day: dates",
            "taken: timestamps",
            "raw: bytes",
            "__index_level_0__: an index that pandas wrote; --id-column uses it as the id"),
        all.leftOut);
    assertArrayEquals(new double[] {5}, read(file, "__index_level_0__").numbers, 0);
    assertArrayEquals(new double[] {1.5}, read(file, "*").numbers, 0);
    assertFails(
        "expected columns with numbers, found timestamps in column 'taken'", file, "x,taken");
  }

  @Test
  void anIndexNextToAListNeedsNoSelection() throws IOException {
    Path file =
        write(
            "message m { required group emb (LIST) { repeated group list { required float element; }"
                + " } required int64 __index_level_0__; }",
            group -> {
              Group list = group.addGroup("emb");
              list.addGroup("list").append("element", 1f);
              list.addGroup("list").append("element", 2f);
              return group.append("__index_level_0__", 0L);
            });
    assertArrayEquals(new double[] {1, 2}, read(file, null).numbers, 0);
  }

  @Test
  void nestedListsOfOneShapeAreFeatures() throws IOException {
    float[][] rows = {{1, 2, 3}, {4, 5, 6}};
    double[] expected = {1, 2, 3, 4, 5, 6, 1, 2, 3, 4, 5, 6};
    Path file = write(NESTED, nested(rows), nested(rows));
    assertArrayEquals(expected, read(file, null).numbers, 0);
    assertEquals("2 x 3", read(file, null).shape);
    Path flat = write(NESTED, nested(new float[][] {{1, 2, 3}}), nested(new float[][] {{4, 5, 6}}));
    assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, read(flat, null).numbers, 0);
    assertEquals("", read(flat, null).shape, "an axis of length 1 does not matter");
  }

  @Test
  void rowsOfAnotherShapeAreRefused() throws IOException {
    float[][] wide = {{1, 2, 3}, {4, 5, 6}};
    assertFails(
        "expected 2 x 3 numbers a row, as in the first, found 3 x 2",
        write(NESTED, nested(wide), nested(new float[][] {{1, 2}, {3, 4}, {5, 6}})));
    assertFails(
        "expected 2 x 3 numbers a row, as in the first, found 1 x 6",
        write(NESTED, nested(wide), nested(new float[][] {{1, 2, 3, 4, 5, 6}})));
    assertFails(
        "expected 2 x 3 numbers a row, as in the first, found 6 in lists of 4, 2",
        write(NESTED, nested(wide), nested(new float[][] {{1, 2, 3, 4}, {5, 6}})));
    assertFails(
        "expected 6 in lists of 4, 2 numbers a row, as in the first, found 2 x 3",
        write(NESTED, nested(new float[][] {{1, 2, 3, 4}, {5, 6}}), nested(wide)));
    assertFails(
        "expected lists and structs without null or empty ones inside, found 2 in lists of 2, null",
        write(NESTED, nested(new float[][] {{1, 2}, null}), nested(new float[][] {null, {1, 2}})));
    assertFails("found 2 in lists of 2, 0 (", write(NESTED, nested(new float[][] {{1, 2}, {}})));
    assertFails(
        "expected 2 x 3 numbers a row, as in the first, found 3 in lists of 3, null",
        write(NESTED, nested(wide), nested(new float[][] {{1, 2, 3}, null})));
    assertFails("row 1)", write(NESTED, nested(wide), nested(new float[][] {{1, 2, 3}})));
  }

  @Test
  void aRepeatedNumberIsAList() throws IOException {
    Path file =
        write(
            "message m { repeated double x; }",
            group -> group.append("x", 1.0).append("x", 2.0),
            group -> group.append("x", 3.0).append("x", 4.0));
    assertArrayEquals(new double[] {1, 2, 3, 4}, read(file, null).numbers, 0);
  }

  private static Binary unscaled(String decimal) {
    return Binary.fromConstantByteArray(new BigDecimal(decimal).unscaledValue().toByteArray());
  }

  private static RowMaker nested(float[][] rows) {
    return group -> {
      Group outer = group.addGroup("emb");
      for (float[] row : rows) {
        Group element = outer.addGroup("list");
        if (row != null) {
          Group inner = element.addGroup("element");
          for (float value : row) {
            inner.addGroup("list").append("element", value);
          }
        }
      }
      return group;
    };
  }

  private interface RowMaker {
    Group fill(Group group);
  }

  private Path write(String schema, RowMaker... rows) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    Path file = Files.createTempFile(folder, "t", ".parquet");
    Files.delete(file);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withType(type)
            .build()) {
      for (RowMaker row : rows) {
        writer.write(row.fill(new SimpleGroupFactory(type).newGroup()));
      }
    }
    return file;
  }

  private record Result(double[] numbers, List<String> leftOut, String shape) {}

  private static Result read(Path file, String member) throws IOException {
    SourceFile source = new SourceFile(file.toString(), Files.size(file), member);
    List<double[]> read = new ArrayList<>();
    try (NumberRows rows =
        source.numbers(new Configuration(), new Reading(Set.of(), Set.of(), CsvFormat.DEFAULT))) {
      double[] block = new double[rows.width()];
      while (rows.read(block, 1) > 0) {
        read.add(block.clone());
      }
      return new Result(
          read.stream().flatMapToDouble(Arrays::stream).toArray(),
          rows.leftOut().stream().map(c -> c.column() + ": " + c.reason()).toList(),
          rows.columns().get(0).shape());
    }
  }

  private static List<Object> ids(Path file) throws IOException {
    SourceFile source = new SourceFile(file.toString(), Files.size(file), "id");
    List<Object> ids = new ArrayList<>();
    try (IdRows rows = source.ids(new Configuration(), CsvFormat.DEFAULT, Id.Form.DETECT)) {
      for (Id id = rows.next(); id != null; id = rows.next()) {
        ids.add(id instanceof Id.Whole whole ? (Object) whole.value() : ((Id.Text) id).value());
      }
    }
    return ids;
  }

  private static void assertFails(String part, Path file) {
    assertFails(part, file, null);
  }

  private static void assertFails(String part, Path file, String member) {
    InputException error = assertThrows(InputException.class, () -> read(file, member));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
