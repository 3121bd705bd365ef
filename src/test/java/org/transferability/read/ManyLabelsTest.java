package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Many columns of labels, which are read side by side: numbers and, among them, a pair. */
final class ManyLabelsTest {
  private static final int ROWS = 50;
  private static final int NUMBERS = 20;

  /** Ten numbers, a pair, ten numbers. */
  private static final int OUTPUTS = NUMBERS + 2;

  @TempDir Path folder;

  private static double label(int row, int number) {
    return switch ((row + 3 * number) % 7) {
      case 0 -> Double.NaN; // written as null
      case 1 -> number % 2 == 0 ? Double.NaN : row;
      default -> row + 0.25 * number;
    };
  }

  private DataFile write(int infiniteRow, int infiniteNumber) throws IOException {
    StringBuilder fields = new StringBuilder(ParquetFixture.FLOAT_LIST);
    for (int c = 0; c < NUMBERS; c++) {
      fields.append(c % 3 == 0 ? " optional float n" : " optional double n").append(c).append(";");
    }
    fields.append(
        "optional group pair (LIST) { repeated group list { optional double element; } }");
    return ParquetFixture.write(
        folder.resolve("labels" + infiniteNumber + ".parquet"),
        fields.toString(),
        ROWS,
        (row, r) -> {
          ParquetFixture.addList(row, "features", r);
          ParquetFixture.addList(row, "pair", r, -r);
          for (int c = 0; c < NUMBERS; c++) {
            double value =
                r == infiniteRow && c == infiniteNumber ? Double.POSITIVE_INFINITY : label(r, c);
            boolean isNull = (r + 3 * c) % 7 == 0 && !Double.isInfinite(value);
            if (!isNull && c % 3 == 0) {
              row.append("n" + c, (float) value);
            } else if (!isNull) {
              row.append("n" + c, value);
            }
          }
        },
        b -> b.withRowGroupRowCountLimit(23));
  }

  private static FeatureColumns columns() {
    List<LabelColumn> labels = new ArrayList<>();
    for (int c = 0; c < NUMBERS; c++) {
      if (c == NUMBERS / 2) {
        labels.add(new LabelColumn("pair", 2));
      }
      labels.add(new LabelColumn("n" + c, 1));
    }
    return new FeatureColumns(null, "features", null, labels);
  }

  @Test
  void everyLabelIsInItsRowAndColumn() throws IOException {
    DataFile file = write(-1, -1);
    for (int capacity : new int[] {1, 7, 64}) {
      ReadRows read = ReadRows.of(FileRange.all(file), columns(), MissingFeatures.ERROR, capacity);
      assertEquals(ROWS, read.labels().size());
      for (int r = 0; r < ROWS; r++) {
        double[] expected = new double[OUTPUTS];
        int at = 0;
        for (int c = 0; c < NUMBERS; c++) {
          if (c == NUMBERS / 2) {
            expected[at++] = r;
            expected[at++] = -r;
          }
          expected[at++] = label(r, c);
        }
        assertArrayEquals(expected, read.labels().get(r), "row " + r);
      }
    }
  }

  @Test
  void anInfiniteLabelIsNamed() throws IOException {
    for (int number : new int[] {0, 6, 9, 10, 19}) {
      DataFile file = write(40, number);
      String error =
          assertThrows(
                  InputException.class,
                  () -> ReadRows.of(FileRange.all(file), columns(), MissingFeatures.ERROR, 7))
              .getMessage();
      assertEquals(
          "Cannot read n%d: expected a finite label, or null or NaN, found infinity (%s, row 40)"
              .formatted(number, file.path()),
          error);
    }
  }

  /** Rows whose features are not finite go, and their labels with them. */
  @Test
  void labelsOfDroppedRowsGoWithThem() throws IOException {
    DataFile file =
        ParquetFixture.write(
            folder.resolve("dropped.parquet"),
            ParquetFixture.FLOAT_LIST
                + " "
                + String.join(
                    " ",
                    Arrays.stream(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8})
                        .mapToObj(c -> "required double n" + c + ";")
                        .toList()),
            ROWS,
            (row, r) -> {
              ParquetFixture.addList(row, "features", r % 5 == 1 ? Double.NaN : r);
              for (int c = 0; c < 9; c++) {
                row.append("n" + c, 100.0 * c + r);
              }
            });
    List<LabelColumn> labels = new ArrayList<>();
    for (int c = 0; c < 9; c++) {
      labels.add(new LabelColumn("n" + c, 1));
    }
    ReadRows read =
        ReadRows.of(
            FileRange.all(file),
            new FeatureColumns(null, "features", null, labels),
            MissingFeatures.DROP_ROW,
            16);
    assertEquals(40, read.labels().size());
    for (int i = 0; i < 40; i++) {
      double r = read.features().get(i)[0];
      for (int c = 0; c < 9; c++) {
        assertEquals(100 * c + r, read.labels().get(i)[c]);
      }
    }
  }
}
