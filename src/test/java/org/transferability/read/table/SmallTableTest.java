package org.transferability.read.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
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
import org.transferability.study.InputException;

final class SmallTableTest {
  private static final List<TableColumn> WANTED =
      List.of(
          TableColumn.required("b", "--b sets another name"),
          TableColumn.required("a", ""),
          TableColumn.optional("c"));

  @TempDir private Path folder;

  @Test
  void csvAsRfc4180HasIt() throws IOException {
    assertEquals("[[2, 1, ]]", csv("a,b\n1,2\n"));
    assertEquals("[[2, 1, 3], [, , ]]", csv("a,b,x,c\r\n1,2,0,3\r\n,,,"));
    assertEquals("[[2, 1, ]]", csv("\uFEFFa,b\n1,2\n"));
    assertEquals("[[x \"y\",\nz, ä, ]]", csv("\"a\",b\nä,\"x \"\"y\"\",\nz\"\n"));
    assertEquals("[[ 2 ,  1, ]]", csv("a,b\n 1, 2 \n"));
    assertEquals("[[2, 1, ], [4, 3, ]]", csv("a,b\n\n1,2\n\n\n3,4\n\n"));
    assertEquals("[]", csv("a,b\n"));
  }

  @Test
  void rowsHaveTheirFileAndPosition() throws IOException {
    Path file = write("a,b\n1,\"x\ny\"\n\n3,4\n");
    List<TableRow> rows = SmallTable.read(new Configuration(), file.toString(), WANTED).rows();
    assertEquals("row 1, line 2", rows.get(0).place());
    assertEquals("row 2, line 5", rows.get(1).place());
    assertEquals("file:" + file + ", row 2, line 5", rows.get(1).where());
  }

  @Test
  void damagedCsvIsTheUsersFault() {
    assertFails("found an empty file", "");
    assertFails(
        "expected a column 'b' (--b sets another name), found the columns a, B, c",
        "a,B,c\n1,2,3\n");
    assertFails("found 'a' twice", "a,b,a\n1,2,3\n");
    assertFails("expected 2 cells, as in the header, found 3 (file:", "a,b\n1,2\n1,2,3\n");
    assertFails("row 2, line 3)", "a,b\n1,2\n1,2,3\n");
    assertFails("expected 2 cells, as in the header, found 1", "a,b\n1\n");
    assertFails("expected RFC 4180 in UTF-8, found: ", "a,b\n1,\"2\n");
    assertFails("expected RFC 4180 in UTF-8, found: ", "a,b\n1,\"2\"3\n");
    byte[] latin = "a,b\n\u00e41,2\n".getBytes(StandardCharsets.ISO_8859_1);
    assertFails("expected RFC 4180 in UTF-8, found: Invalid UTF-8", latin);
  }

  @Test
  void parquetOfEveryKindOfNumber() throws IOException {
    Path file = folder.resolve("table.parquet");
    parquet(
        file,
        "message m { required binary a (STRING); optional double b; required int32 c; }",
        group -> group.append("a", "ä").append("b", 0.1).append("c", -3),
        group -> group.append("a", "z").append("c", 4));
    assertEquals("[[0.1, ä, -3], [, z, 4]]", cells(file));
    Path other = folder.resolve("other.parquet");
    parquet(
        other,
        "message m { required int64 a; required float b; required binary c (DECIMAL(9,2)); }",
        group ->
            group
                .append("a", 1L << 40)
                .append("b", 0.5f)
                .append("c", Binary.fromConstantByteArray(new byte[] {-1, 0x38})));
    assertEquals("[[0.5, 1099511627776, -2.00]]", cells(other));
    assertEquals(3, rows(folder).size(), "a directory is all of its files");
  }

  @Test
  void foldersNamedByAColumnAreThatColumn() throws IOException {
    Path inner = Files.createDirectories(folder.resolve("a=x%20y"));
    parquet(
        inner.resolve("p.parquet"),
        "message m { required double b; }",
        group -> group.append("b", 1.0));
    Files.writeString(folder.resolve("_SUCCESS"), "");
    Files.writeString(folder.resolve("notes.csv"), "not,this\n");
    assertEquals("[[1.0, x y, ]]", cells(folder));
  }

  @Test
  void manyRowsOfParquet() throws IOException {
    Path file = folder.resolve("many.parquet");
    RowMaker[] rows =
        IntStream.range(0, 5000)
            .mapToObj(i -> (RowMaker) group -> group.append("a", "s" + i).append("b", i / 7.0))
            .toArray(RowMaker[]::new);
    parquet(file, "message m { required binary a (STRING); required double b; }", rows);
    List<TableRow> read = rows(file);
    for (int i = 0; i < 5000; i++) {
      assertEquals(List.of(Double.toString(i / 7.0), "s" + i, ""), read.get(i).cells());
      assertEquals("row " + (i + 1), read.get(i).place());
    }
  }

  @Test
  void otherParquetIsTheUsersFault() throws IOException {
    Path file = folder.resolve("t.parquet");
    parquet(
        file,
        "message m { required boolean a; required double b; }",
        group -> group.append("a", true).append("b", 1.0));
    assertFails(
        "Cannot read column a: expected a text or a number, found required boolean a", file);
    Path lists = folder.resolve("l.parquet");
    parquet(lists, "message m { repeated double a; required double b; }");
    assertFails("expected a text or a number, found repeated double a", lists);
    Path lacking = folder.resolve("n.parquet");
    parquet(lacking, "message m { required double a; required double x; }");
    assertFails("expected a column 'b' (--b sets another name), found the columns a, x", lacking);
    Path cut = folder.resolve("cut");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length - 5));
    assertFails("expected a Parquet file", cut);
  }

  @Test
  void aPathMustLeadToATable() throws IOException {
    assertFails("expected a folder or file, found nothing", folder.resolve("none"));
    assertFails("expected files named *.parquet or *.csv, found none", folder);
    Files.writeString(folder.resolve("x.txt"), "a,b\n1,2\n");
    assertFails("found others such as file:" + folder.resolve("x.txt"), folder);
    assertEquals("[[2, 1, ]]", cells(folder.resolve("x.txt")));
  }

  private interface RowMaker {
    Group fill(Group group);
  }

  private static void parquet(Path file, String schema, RowMaker... rows) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toString()))
            .withType(type)
            .build()) {
      for (RowMaker row : rows) {
        writer.write(row.fill(new SimpleGroupFactory(type).newGroup()));
      }
    }
  }

  private String csv(String text) throws IOException {
    return cells(write(text));
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("table"), text);
  }

  private static String cells(Path path) throws IOException {
    return rows(path).stream().map(TableRow::cells).toList().toString();
  }

  private static List<TableRow> rows(Path path) throws IOException {
    return SmallTable.read(new Configuration(), path.toString(), WANTED).rows();
  }

  private void assertFails(String part, String text) {
    assertFails(part, text.getBytes(StandardCharsets.UTF_8));
  }

  private void assertFails(String part, byte[] bytes) {
    Path file = folder.resolve("bad.csv");
    try {
      Files.write(file, bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertFails(part, file);
  }

  private static void assertFails(String part, Path path) {
    InputException error =
        assertThrows(
            InputException.class,
            () -> SmallTable.read(new Configuration(), path.toString(), WANTED));
    assertTrue(error.getMessage().contains(part), error.getMessage());
  }
}
