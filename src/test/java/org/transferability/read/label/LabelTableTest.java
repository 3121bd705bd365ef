package org.transferability.read.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.LabelColumn;
import org.transferability.read.MissingFeatures;
import org.transferability.read.ParquetFixture;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;

final class LabelTableTest {
  private static final String LABELS =
      "optional double one; optional group two (LIST) { repeated group list {"
          + " optional double element; } } optional int32 none; optional binary text (STRING); ";

  @TempDir Path folder;

  private static void labels(Group row, int i) {
    if (i % 5 != 0) {
      row.append("one", i % 5 == 1 ? Double.NaN : i / 3d);
    }
    if (i % 3 == 2) {
      ParquetFixture.addList(row, "two", i, -i);
    }
  }

  private DataFile longs(String name, int from, int to) throws IOException {
    return ParquetFixture.write(
        folder.resolve(name),
        "required int64 id; " + LABELS,
        to - from,
        (row, i) -> {
          row.append("id", 7L * (from + i));
          labels(row, from + i);
        },
        b -> b.withRowGroupRowCountLimit(20));
  }

  private DataFile texts(String name, int from, int to) throws IOException {
    return ParquetFixture.write(
        folder.resolve(name),
        "required binary id (STRING); " + LABELS,
        to - from,
        (row, i) -> {
          row.append("id", "ü-" + (from + i));
          labels(row, from + i);
        });
  }

  private static LabelTable read(DataFile... files) throws IOException {
    return LabelTable.read(
        ParquetFixture.CONF,
        new TargetFiles("sprites", List.of(files)),
        "id",
        List.of("two", "none", "one"));
  }

  private static LabelTable sent(LabelTable table) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(table);
    }
    assertTrue(Math.abs(bytes.size() - table.bytes()) < 600, bytes.size() + " " + table.bytes());
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (LabelTable) in.readObject();
    }
  }

  private static void check(LabelTable table, int rows) {
    assertEquals("sprites", table.dataset());
    assertEquals(rows, table.rows());
    assertEquals(3, table.outputs());
    assertEquals(
        List.of(new LabelColumn("two", 2), new LabelColumn("none", 0), new LabelColumn("one", 1)),
        table.columns());
    double[] found = new double[5];
    for (int i = 0; i < rows; i++) {
      table.copyLabels(i, found, 1);
      double first = i % 3 == 2 ? i : Double.NaN;
      double one = i % 5 < 2 ? Double.NaN : i / 3d;
      assertArrayEquals(new double[] {0, first, -first, one, 0}, found);
    }
  }

  private static void checkJoin(LabelTable table, DataFile features, int from) throws IOException {
    RowBlock block = new RowBlock(1000);
    try (RowReader reader =
        new RowReader(
            ParquetFixture.CONF,
            FileRange.all(features),
            new FeatureColumns("id", null, null),
            MissingFeatures.ERROR)) {
      while (reader.read(block)) {}
    }
    for (int r = 0; r < block.rows(); r++) {
      int expected = from + r < table.rows() ? from + r : -1;
      for (int hint : new int[] {-5, 0, from + r, table.rows(), Integer.MAX_VALUE}) {
        assertEquals(expected, table.rowOf(block, r, hint));
      }
      if (expected >= 0) {
        assertEquals(block.idText(r), table.idText(expected));
      }
    }
  }

  @Test
  void labelsByWholeNumbers() throws Exception {
    LabelTable table = read(longs("a.parquet", 0, 33), longs("b.parquet", 33, 60));
    assertEquals(IdKind.LONG, table.idKind());
    DataFile features = longs("f.parquet", 41, 81);
    check(table, 60);
    checkJoin(table, features, 41);
    LabelTable sent = sent(table);
    check(sent, 60);
    checkJoin(sent, features, 41);
  }

  @Test
  void labelsByText() throws Exception {
    LabelTable table = read(texts("a.parquet", 0, 33), texts("b.parquet", 33, 60));
    assertEquals(IdKind.TEXT, table.idKind());
    DataFile features = texts("f.parquet", 41, 81);
    check(table, 60);
    checkJoin(table, features, 41);
    LabelTable sent = sent(table);
    check(sent, 60);
    checkJoin(sent, features, 41);
    RowBlock numbers = new RowBlock(5);
    try (RowReader reader =
        new RowReader(
            ParquetFixture.CONF,
            FileRange.all(longs("g.parquet", 0, 5)),
            new FeatureColumns("id", null, null),
            MissingFeatures.ERROR)) {
      assertTrue(reader.read(numbers));
    }
    assertTrue(
        assertThrows(InputException.class, () -> table.rowOf(numbers, 0, 0))
            .getMessage()
            .contains("expected ids of kind TEXT as in the labels, found LONG"));
  }

  @Test
  void floatsAreKeptAsFloats() throws Exception {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("floats.parquet"),
            "required int64 id; required double one;",
            1000,
            (row, i) -> row.append("id", (long) i).append("one", i == 3 ? -0.0 : i / 8d));
    TargetFiles files = new TargetFiles("d", List.of(file));
    LabelTable table = LabelTable.read(ParquetFixture.CONF, files, "id", List.of("one"));
    assertEquals(12_000, table.bytes());
    double[] label = new double[1];
    sent(table).copyLabels(3, label, 0);
    assertEquals(-0.0, label[0]);
  }

  @Test
  void duplicateIdsAreNamedWithBothPlaces() throws IOException {
    DataFile first = longs("a.parquet", 0, 33);
    DataFile second = longs("b.parquet", 30, 40);
    assertEquals(
        "Cannot read labels of sprites: expected each id once, found 210 twice ("
            + first.path()
            + ", row 30 and "
            + second.path()
            + ", row 0)",
        assertThrows(InputException.class, () -> read(first, second)).getMessage());
  }

  @Test
  void listsOfOtherLengthsInfinityAndMixedIds() throws IOException {
    DataFile first = longs("a.parquet", 0, 33);
    DataFile longer =
        ParquetFixture.write(
            folder.resolve("b.parquet"),
            "required int64 id; " + LABELS,
            3,
            (row, i) -> {
              row.append("id", 1000L + i);
              ParquetFixture.addList(row, "two", 1, 2, 3);
            });
    assertEquals(
        "Cannot read two: expected 2 values, found 3 (" + longer.path() + ", row 0, id 1000)",
        assertThrows(InputException.class, () -> read(first, longer)).getMessage());
    DataFile infinite =
        ParquetFixture.write(
            folder.resolve("c.parquet"),
            "required int64 id; " + LABELS,
            3,
            (row, i) -> row.append("id", 1000L + i).append("one", i == 2 ? 1 / 0d : i));
    assertEquals(
        "Cannot read one: expected a finite label, or null or NaN, found infinity ("
            + infinite.path()
            + ", row 2, id 1002)",
        assertThrows(InputException.class, () -> read(first, infinite)).getMessage());
    DataFile texts = texts("d.parquet", 0, 3);
    assertTrue(
        assertThrows(InputException.class, () -> read(first, texts))
            .getMessage()
            .contains("expected ids of kind LONG as in " + first.path() + ", found TEXT"));
  }

  @Test
  void noRowsAtAll() throws IOException {
    DataFile empty = longs("a.parquet", 0, 0);
    assertTrue(
        assertThrows(InputException.class, () -> read(empty))
            .getMessage()
            .startsWith("Cannot read labels of sprites: expected at least one row, found none"));
  }

  @Test
  void candidatesAreNumbersAndListsOfThem() throws IOException {
    TargetFiles files =
        new TargetFiles("d", List.of(longs("a.parquet", 0, 2), longs("b.parquet", 0, 2)));
    assertEquals(
        List.of("none", "one", "two"), LabelSchema.of(ParquetFixture.CONF, files, "id").names());
  }

  @Test
  void filesOfOneDatasetHaveTheSameColumns() throws IOException {
    DataFile first = longs("a.parquet", 0, 2);
    DataFile other =
        ParquetFixture.write(
            folder.resolve("c.parquet"),
            "required int64 id; required double one;",
            0,
            (row, i) -> {});
    assertEquals(
        "Cannot read targets of d: expected column none of one type in all files, found int in "
            + first.path()
            + " and no such column in "
            + other.path(),
        schemaError(first, other));
    DataFile list =
        ParquetFixture.write(
            folder.resolve("d.parquet"),
            "required int64 id; required double one; optional group none (LIST) {"
                + " repeated group list { optional float element; } }",
            0,
            (row, i) -> {});
    assertTrue(
        schemaError(first, list).contains("column none of one type"), schemaError(first, list));
    assertTrue(
        schemaError(first, texts("e.parquet", 0, 2))
            .contains("column id of one type in all files, found long in " + first.path()));
  }

  private static String schemaError(DataFile... files) {
    TargetFiles table = new TargetFiles("d", List.of(files));
    return assertThrows(
            InputException.class, () -> LabelSchema.of(ParquetFixture.CONF, table, "id"))
        .getMessage();
  }

  @Test
  void columnsAreCombinedByName() throws IOException {
    DataFile one =
        ParquetFixture.write(
            folder.resolve("a.parquet"),
            "required int64 id; required double a; required double b;",
            2,
            (row, i) -> row.append("id", (long) i).append("a", 10d + i).append("b", 20d + i));
    DataFile other =
        ParquetFixture.write(
            folder.resolve("b.parquet"),
            "required int32 b; required float a; required int32 id;",
            2,
            (row, i) -> row.append("b", 22 + i).append("a", 12f + i).append("id", 2 + i));
    TargetFiles files = new TargetFiles("d", List.of(one, other));
    assertEquals(List.of("a", "b"), LabelSchema.of(ParquetFixture.CONF, files, "id").names());
    LabelTable table = LabelTable.read(ParquetFixture.CONF, files, "id", List.of("a", "b"));
    for (int row = 0; row < 4; row++) {
      assertEquals(Integer.toString(row), table.idText(row));
      assertEquals(10 + row, table.label(row, 0));
      assertEquals(20 + row, table.label(row, 1));
    }
  }

  @Test
  void aNameOfSeveralColumnsIsRefused() throws IOException {
    DataFile twice =
        ParquetFixture.write(
            folder.resolve("a.parquet"),
            "required int64 id; required double y; required double y;",
            0,
            (row, i) -> {});
    assertEquals(
        "Cannot read column y: expected it once, found several columns of this name ("
            + twice.path()
            + ")",
        schemaError(twice));
  }
}
