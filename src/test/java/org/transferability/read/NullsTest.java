package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Rows that cannot be used: refused with their place, dropped and counted, or skipped. */
final class NullsTest {
  private static final String FIELDS =
      "optional int64 id; " + ParquetFixture.FLOAT_LIST + " optional double prediction;";
  private static final FeatureColumns COLUMNS = new FeatureColumns("id", "features", "prediction");

  @TempDir Path folder;

  /** What to do to one row of an otherwise clean file of 40 rows of 3 features, 10 a group. */
  private DataFile file(int badRow, ParquetFixture.Row bad) throws IOException {
    return ParquetFixture.write(
        folder.resolve("f" + System.nanoTime() + ".parquet"),
        FIELDS,
        40,
        (row, i) -> {
          if (i == badRow) {
            bad.fill(row, i);
          } else {
            good(row, i);
          }
        },
        b -> b.withRowGroupRowCountLimit(10));
  }

  private static void good(Group row, int i) {
    row.append("id", 1000L + i);
    ParquetFixture.addList(row, "features", ParquetFixture.vector(i, 3));
    row.append("prediction", i / 2d);
  }

  private static void features(Group row, int i, double... values) {
    row.append("id", 1000L + i);
    ParquetFixture.addList(row, "features", values);
    row.append("prediction", 0d);
  }

  private static String error(DataFile file, MissingFeatures missing) {
    return assertThrows(
            InputException.class, () -> ReadRows.of(FileRange.all(file), COLUMNS, missing, 16))
        .getMessage();
  }

  private static void checkError(
      DataFile file, String column, String expected, String found, int row) {
    boolean canBeDropped = List.of("a value", "finite numbers").contains(expected);
    assertEquals(
        "Cannot read "
            + column
            + ": expected "
            + expected
            + ", found "
            + found
            + " ("
            + file.path()
            + ", row "
            + row
            + ", id "
            + (1000 + row)
            + ")"
            + (canBeDropped ? "; --invalid-rows drop of jobs/score excludes such rows" : ""),
        error(file, MissingFeatures.ERROR));
  }

  private static void checkDropped(DataFile file, int badRow) throws IOException {
    ReadRows read = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.DROP_ROW, 16);
    assertEquals(39, read.features().size());
    assertEquals(1, read.dropped());
    int at = 0;
    for (int i = 0; i < 40; i++) {
      if (i != badRow) {
        assertArrayEquals(ParquetFixture.vector(i, 3), read.features().get(at));
        assertEquals("" + (1000 + i), read.ids().get(at));
        assertEquals(i, read.numbers().get(at));
        assertEquals(i / 2d, read.predictions().get(at)[0]);
        at++;
      }
    }
  }

  @Test
  void notANumberAndInfinityAreErrorsOrDropped() throws IOException {
    for (int bad : new int[] {0, 9, 10, 25, 39}) {
      DataFile nan = file(bad, (row, i) -> features(row, i, 1, Double.NaN, 2));
      checkError(nan, "features", "finite numbers", "NaN at index 1", bad);
      checkDropped(nan, bad);
      DataFile infinite = file(bad, (row, i) -> features(row, i, 1, 2, Double.NEGATIVE_INFINITY));
      checkError(infinite, "features", "finite numbers", "-Infinity at index 2", bad);
      checkDropped(infinite, bad);
      assertTrue(error(infinite, MissingFeatures.SKIP_NULL).contains("-Infinity at index 2"));
      assertEquals(
          1, ReadRows.of(FileRange.all(nan), COLUMNS, MissingFeatures.SKIP_NULL, 16).dropped());
    }
  }

  @Test
  void nullsAreErrorsOrDroppedOrSkipped() throws IOException {
    for (int bad : new int[] {0, 5, 39}) {
      DataFile none = file(bad, (row, i) -> row.append("id", 1000L + i).append("prediction", 1d));
      checkError(none, "features", "a value", "null", bad);
      checkDropped(none, bad);
      DataFile noElement =
          file(
              bad,
              (row, i) -> {
                features(row, i, 1, 2);
                row.getGroup("features", 0).addGroup("list");
              });
      checkError(noElement, "features", "finite numbers", "null at index 2", bad);
      checkDropped(noElement, bad);
      DataFile noPrediction =
          file(
              bad,
              (row, i) -> {
                row.append("id", 1000L + i);
                ParquetFixture.addList(row, "features", 1, 2, 3);
              });
      checkError(noPrediction, "prediction", "a value", "null", bad);
      checkDropped(noPrediction, bad);
    }
  }

  @Test
  void otherLengthsAreAlwaysErrors() throws IOException {
    for (int bad : new int[] {5, 9, 12, 39}) {
      DataFile shorter = file(bad, (row, i) -> features(row, i, 1, 2));
      checkError(shorter, "features", "3 values", "2", bad);
      DataFile empty = file(bad, (row, i) -> features(row, i));
      checkError(empty, "features", "3 values", "0", bad);
      for (MissingFeatures missing : MissingFeatures.values()) {
        assertTrue(error(shorter, missing).contains("expected 3 values, found 2"));
      }
      // Seen only when the next row should start: in the message of the right row all the same.
      DataFile longer = file(bad, (row, i) -> features(row, i, 1, 2, 3, 4, 5));
      assertTrue(
          error(longer, MissingFeatures.ERROR)
              .startsWith(
                  "Cannot read features: expected 3 values, found 5 ("
                      + longer.path()
                      + ", row "
                      + bad));
    }
    DataFile first = file(0, (row, i) -> features(row, i, 1, 2));
    assertTrue(error(first, MissingFeatures.ERROR).contains("expected 2 values, found 3"));
    DataFile firstEmpty = file(0, (row, i) -> features(row, i));
    checkError(firstEmpty, "features", "at least 1 value", "an empty list", 0);
  }

  @Test
  void idsMustBeThere() throws IOException {
    DataFile file = file(17, (row, i) -> ParquetFixture.addList(row, "features", 1, 2, 3));
    assertEquals(
        "Cannot read id: expected an id, found null (" + file.path() + ", row 17)",
        error(file, MissingFeatures.DROP_ROW));
  }

  @Test
  void rowGroupsWithoutFeaturesAreSkipped() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("late.parquet"),
            FIELDS,
            40,
            (row, i) -> {
              if (i < 15 || i >= 28) {
                row.append("id", 1000L + i).append("prediction", 1d);
              } else {
                good(row, i);
              }
            },
            b -> b.withRowGroupRowCountLimit(10));
    ReadRows read = ReadRows.of(FileRange.all(file), COLUMNS, MissingFeatures.SKIP_NULL, 16);
    assertEquals(13, read.features().size());
    assertEquals(27, read.dropped());
    assertEquals(15, read.numbers().get(0));
    assertEquals("1015", read.ids().get(0));
    checkError(file, "features", "a value", "null", 0);
    List<Integer> widths = new ArrayList<>();
    for (int group = 0; group < 4; group++) {
      try (RowReader reader =
          new RowReader(
              ParquetFixture.CONF,
              new FileRange(file, group, group + 1),
              COLUMNS,
              MissingFeatures.DROP_ROW)) {
        widths.add(reader.width());
        reader.requireWidth(3, "another");
      }
    }
    assertEquals(List.of(0, 3, 3, 0), widths);
    assertEquals(3, Footers.shape(ParquetFixture.CONF, file, COLUMNS).width());
  }

  @Test
  void aFileOfAnotherWidthIsNamedWithItsFirstRow() throws IOException {
    DataFile file = file(-1, NullsTest::good);
    try (RowReader reader =
        new RowReader(ParquetFixture.CONF, FileRange.all(file), COLUMNS, MissingFeatures.ERROR)) {
      reader.requireWidth(3, "a.parquet");
      reader.requirePredictionWidth(1, "a.parquet");
      assertEquals(
          "Cannot read features: expected 64 values as in a.parquet, found 3 ("
              + file.path()
              + ", row 0, id 1000)",
          assertThrows(InputException.class, () -> reader.requireWidth(64, "a.parquet"))
              .getMessage());
    }
  }

  @Test
  void missingLabelsInTheSameRowAreNotANumber() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("labels.parquet"),
            "optional float one; optional group two (LIST) { repeated group list {"
                + " optional double element; } } "
                + ParquetFixture.FLOAT_LIST,
            50,
            (row, i) -> {
              ParquetFixture.addList(row, "features", i);
              if (i % 3 == 0) {
                row.append("one", i % 2 == 0 ? (float) i : Float.NaN);
              }
              if (i % 4 == 0) {
                ParquetFixture.addList(row, "two", i, 2 * i);
              } else if (i % 4 == 1) {
                ParquetFixture.addList(row, "two", i);
                row.getGroup("two", 0).addGroup("list");
              }
            });
    ReadRows read =
        ReadRows.of(
            file,
            new FeatureColumns(
                null,
                "features",
                null,
                List.of(new LabelColumn("two", 2), new LabelColumn("one", 1))));
    for (int i = 0; i < 50; i++) {
      double first = i % 4 <= 1 ? i : Double.NaN;
      double second = i % 4 == 0 ? 2 * i : Double.NaN;
      double one = i % 6 == 0 ? i : Double.NaN;
      assertArrayEquals(new double[] {first, second, one}, read.labels().get(i));
    }
  }
}
