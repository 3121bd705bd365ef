package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileWriter.Mode;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.api.Transferability;
import org.transferability.read.label.LabelSurvey;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;

/** Lists of lists: their numbers from the first to the last, where all rows have one shape. */
final class NestedListsTest {
  private static final FeatureColumns COLUMNS = new FeatureColumns("id", "features", null);

  @TempDir Path folder;

  /** The field of a list of three levels around an element. */
  private static String list(String repetition, String name, String repeated, String element) {
    return "%s group %s (LIST) { repeated group %s { %s } }"
        .formatted(repetition, name, repeated, element);
  }

  private static String nested(int depth, String repetition, String repeated, String element) {
    String field = repetition + " float " + element + ";";
    for (int k = 1; k < depth; k++) {
      field = list(repetition, element, repeated, field);
    }
    return list("optional", "features", repeated, field);
  }

  /** Adds nested arrays of doubles as nested lists; null stands for null. */
  private static void add(Group parent, String field, Object value) {
    if (value == null) {
      return;
    }
    if (value instanceof Double number) {
      parent.add(field, number.floatValue());
      return;
    }
    Group list = parent.addGroup(field);
    Type repeated = list.getType().getType(0);
    for (Object element : (Object[]) value) {
      if (repeated.isPrimitive()) {
        list.add(repeated.getName(), ((Double) element).floatValue());
      } else if (repeated.asGroupType().getType(0).isRepetition(Type.Repetition.REPEATED)) {
        // the repeated group is the inner list
        Group inner = list.addGroup(repeated.getName());
        for (Object number : (Object[]) element) {
          inner.add(repeated.asGroupType().getType(0).getName(), ((Double) number).floatValue());
        }
      } else {
        add(
            list.addGroup(repeated.getName()),
            repeated.asGroupType().getType(0).getName(),
            element);
      }
    }
  }

  /** Numbers of row i, counted up, in nested arrays of these lengths. */
  private static Object row(int i, int... lengths) {
    double[] next = {100 * i};
    return row(next, lengths);
  }

  private static Object row(double[] next, int... lengths) {
    if (lengths.length == 0) {
      return next[0]++;
    }
    Object[] list = new Object[lengths[0]];
    Arrays.setAll(list, k -> row(next, Arrays.copyOfRange(lengths, 1, lengths.length)));
    return list;
  }

  private static double[] numbers(int i, int n) {
    double[] numbers = new double[n];
    Arrays.setAll(numbers, k -> 100 * i + k);
    return numbers;
  }

  private DataFile write(String name, String field, List<Object> rows, int pageSize)
      throws IOException {
    return ParquetFixture.write(
        folder.resolve(name),
        "required int64 id; " + field,
        rows.size(),
        (row, i) -> {
          row.add("id", 10L + i);
          add(row, "features", rows.get(i));
        },
        b ->
            b.withWriteMode(Mode.OVERWRITE)
                .withPageSize(pageSize)
                .withMinRowCountForPageSizeCheck(1)
                .withRowGroupRowCountLimit(17));
  }

  private static List<Object> rows(int n, int... lengths) {
    List<Object> rows = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      rows.add(row(i, lengths));
    }
    return rows;
  }

  private static String error(DataFile file, MissingFeatures missing) {
    return assertThrows(
            InputException.class, () -> ReadRows.of(FileRange.all(file), COLUMNS, missing, 7))
        .getMessage();
  }

  @Test
  void everyDepthShapeAndName() throws IOException {
    int[][] shapes = {
      {1, 6}, {6, 1}, {2, 3}, {3, 2}, {1, 1, 6}, {2, 1, 3}, {5, 1, 4}, {2, 3, 2, 2}, {1, 1, 1, 1}
    };
    for (int[] shape : shapes) {
      int width = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
      for (String inner : List.of("optional", "required")) {
        for (String[] names :
            new String[][] {{"list", "element"}, {"list", "item"}, {"bag", "array_element"}}) {
          for (int pageSize : new int[] {100, 1 << 20}) {
            DataFile file =
                write(
                    "f.parquet",
                    nested(shape.length, inner, names[0], names[1]),
                    rows(40, shape),
                    pageSize);
            for (int capacity : new int[] {1, 7, 1000}) {
              ReadRows read =
                  ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.ERROR, capacity);
              assertEquals(40, read.features().size());
              for (int i = 0; i < 40; i++) {
                assertArrayEquals(numbers(i, width), read.features().get(i));
              }
            }
            assertEquals(width, Footers.shape(ParquetFixture.CONF, file, COLUMNS).width());
          }
        }
      }
    }
  }

  @Test
  void listsOfTwoLevelsEach() throws IOException {
    for (String field :
        List.of(
            "optional group features (LIST) { repeated group array (LIST) { repeated float array; } }",
            "required group features (LIST) { repeated group features_tuple {"
                + " repeated float features_tuple_tuple; } }")) {
      ReadRows read = ReadRows.of(write("f.parquet", field, rows(40, 2, 3), 99), COLUMNS);
      for (int i = 0; i < 40; i++) {
        assertArrayEquals(numbers(i, 6), read.features().get(i));
      }
    }
  }

  @Test
  void aRowOfAnotherShapeIsNamedWithBothShapes() throws IOException {
    int[][] others = {{3, 2}, {1, 6}, {6, 1}, {2, 4}, {3, 3}, {2, 2}, {1, 3}};
    for (int[] other : others) {
      for (int at : new int[] {1, 16, 17, 39}) {
        List<Object> rows = rows(40, 2, 3);
        rows.set(at, row(at, other));
        for (MissingFeatures missing : MissingFeatures.values()) {
          DataFile file =
              write("f.parquet", nested(2, "optional", "list", "element"), rows, 1 << 20);
          String found = other[0] + " x " + other[1];
          String error = error(file, missing);
          assertTrue(
              error.startsWith(
                  "Cannot read features: expected 2 x 3 values, found "
                      + found
                      + " ("
                      + file.path()
                      + ", row "
                      + at),
              error);
        }
      }
    }
  }

  @Test
  void listsOfDifferentLengthsInOneRowAreNoShape() throws IOException {
    List<Object> rows = rows(5, 2, 2);
    rows.set(3, new Object[] {new Object[] {1.0, 2.0, 3.0}, new Object[] {4.0}});
    DataFile file = write("f.parquet", nested(2, "optional", "list", "element"), rows, 1 << 20);
    assertTrue(
        error(file, MissingFeatures.DROP_ROW)
            .contains(
                "expected lists of the same length at each depth, found lists of 3 and 1 ("
                    + file.path()
                    + ", row 3, id 13)"));
    rows.set(3, new Object[] {new Object[] {1.0, 2.0, 3.0, 4.0}, new Object[] {}});
    DataFile empty = write("f.parquet", nested(2, "optional", "list", "element"), rows, 1 << 20);
    assertTrue(error(empty, MissingFeatures.DROP_ROW).contains("found lists of 4 and 0"));
  }

  @Test
  void nullsAtEveryDepth() throws IOException {
    Object[][] withNull = {
      null,
      {null, new Object[] {1.0, 2.0}},
      {new Object[] {1.0, 2.0}, null},
      {new Object[] {1.0, null}, new Object[] {3.0, 4.0}},
    };
    for (Object[] bad : withNull) {
      for (int at : new int[] {0, 5, 19}) {
        List<Object> rows = rows(20, 2, 2);
        rows.set(at, bad);
        DataFile file = write("f.parquet", nested(2, "optional", "list", "element"), rows, 1 << 20);
        ReadRows kept = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.DROP_ROW, 1000);
        assertEquals(19, kept.features().size());
        assertEquals(1, kept.dropped());
        for (int i = 0; i < 19; i++) {
          assertArrayEquals(numbers(i < at ? i : i + 1, 4), kept.features().get(i));
        }
        String error = error(file, MissingFeatures.ERROR);
        assertTrue(error.contains("found null"), error);
        assertTrue(error.contains("row " + at), error);
      }
    }
  }

  @Test
  void theFilesOfASetHaveOneShape() throws IOException {
    String field = nested(2, "optional", "list", "element");
    DataFile first = write("a.parquet", field, rows(9, 2, 3), 1 << 20);
    DataFile other = write("b.parquet", field, rows(9, 3, 2), 1 << 20);
    DataFile flat = write("c.parquet", nested(1, "optional", "list", "element"), rows(9, 6), 999);
    FileShape shape = Footers.shape(ParquetFixture.CONF, first, COLUMNS);
    FeatureColumns pinned =
        Footers.pinned(ParquetFixture.CONF, List.of(first, other), COLUMNS, shape);
    assertEquals(9, ReadRows.of(first, pinned).features().size());
    for (DataFile file : List.of(other, flat)) {
      String error =
          assertThrows(InputException.class, () -> ReadRows.of(file, pinned)).getMessage();
      assertTrue(
          error.startsWith(
              "Cannot read features: expected 2 x 3 values as in the first file of the set, found "
                  + (file.equals(other) ? "3 x 2" : "6")),
          error);
    }
    FeatureColumns pinnedFlat =
        Footers.pinned(
            ParquetFixture.CONF,
            List.of(flat),
            COLUMNS,
            Footers.shape(ParquetFixture.CONF, flat, COLUMNS));
    String error =
        assertThrows(InputException.class, () -> ReadRows.of(first, pinnedFlat)).getMessage();
    assertTrue(error.contains("a list of numbers as in the first file of the set, found 2 x 3"));
  }

  @Test
  void theJavaApiReadsFilesOfOneShapeOnly() throws IOException {
    String field = nested(2, "optional", "list", "element");
    Files.createDirectory(folder.resolve("features"));
    Files.createDirectory(folder.resolve("labels"));
    write("features/a.parquet", field, rows(9, 2, 3), 1 << 20);
    write("features/b.parquet", field, rows(9, 3, 2), 1 << 20);
    write("labels/a.parquet", field, rows(9, 1, 1), 1 << 20);
    String features = folder.resolve("features").toString();
    String labels = folder.resolve("labels").toString();
    String error =
        assertThrows(InputException.class, () -> Transferability.read(features, labels, "features"))
            .getMessage();
    assertTrue(error.contains("expected 2 x 3 values as in the first file of the set"), error);
  }

  @Test
  void labelsAndPredictionsMayBeNestedToo() throws IOException {
    String field = nested(3, "optional", "list", "element");
    DataFile first = write("a.parquet", field, rows(30, 2, 1, 3), 80);
    DataFile other = write("b.parquet", field, rows(30, 3, 1, 2), 80);
    LabelTable table =
        LabelTable.read(
            ParquetFixture.CONF, new TargetFiles("d", List.of(first)), "id", List.of("features"));
    double[] labels = new double[6];
    table.copyLabels(23, labels, 0);
    assertArrayEquals(numbers(23, 6), labels);
    ReadRows read = ReadRows.of(first, new FeatureColumns("id", null, "features"));
    assertArrayEquals(numbers(23, 6), read.predictions().get(23));
    InputException mixed =
        assertThrows(
            InputException.class,
            () ->
                LabelTable.read(
                    ParquetFixture.CONF,
                    new TargetFiles("d", List.of(first, other)),
                    "id",
                    List.of("features")));
    assertTrue(mixed.getMessage().contains("expected 2 x 1 x 3 values, found 3 x 1 x 2"));
    LabelSurvey a = survey(first);
    LabelSurvey b = survey(other);
    assertTrue(
        assertThrows(InputException.class, () -> a.merge(b))
            .getMessage()
            .contains("found 2 x 1 x 3 (" + first.path() + ") and 3 x 1 x 2 ("));
  }

  private static LabelSurvey survey(DataFile file) throws IOException {
    return LabelSurvey.of(ParquetFixture.CONF, FileRange.all(file), "id", List.of("features"));
  }
}
