package org.transferability.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.read.ParquetFixture;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;

final class LabelCheckTest {
  @TempDir Path folder;
  private int tables;

  private LabelTable table(int rows, IntToDoubleFunction... columns) throws IOException {
    StringBuilder fields = new StringBuilder("required int64 id;");
    for (int c = 0; c < columns.length; c++) {
      fields.append(" optional double y").append(c).append(';');
    }
    DataFile file =
        ParquetFixture.write(
            folder.resolve("labels" + ++tables + ".parquet"),
            fields.toString(),
            rows,
            (row, i) -> {
              row.add("id", (long) i);
              for (int c = 0; c < columns.length; c++) {
                double label = columns[c].applyAsDouble(i);
                if (!Double.isNaN(label)) {
                  row.add("y" + c, label);
                }
              }
            });
    List<String> names = IntStream.range(0, columns.length).mapToObj(c -> "y" + c).toList();
    return LabelTable.read(ParquetFixture.CONF, new TargetFiles("d", List.of(file)), "id", names);
  }

  /**
   * By hand: labels 1 2 3, 4 6 8, 5 - -; units of three rows, the last label is the only one of its
   * unit, two are missing. Sampled are the rows of the second unit.
   */
  @Test
  void sumsOfSquaresBetweenAndWithinUnits() throws IOException {
    double[] y = {1, 2, 3, 4, 6, 8, 5, Double.NaN, Double.NaN};
    for (double shift : new double[] {0, 1e6}) {
      LabelCheck check =
          LabelCheck.of(table(9, i -> y[i] + shift), RoaringBitmap.bitmapOf(3, 4, 5), 3).get(0);
      // mean 29/7; between: 3 (2 - 29/7)^2 + 3 (6 - 29/7)^2 + (5 - 29/7)^2; within: 2 + 8
      double between =
          3 * Math.pow(2 - 29 / 7.0, 2) + 3 * Math.pow(6 - 29 / 7.0, 2) + Math.pow(5 - 29 / 7.0, 2);
      assertEquals(between / 2 / (10 / 4.0), check.spread(), 1e-9);
      double variance = (between + 10) / 6;
      double z = (6 - 11 / 4.0) / Math.sqrt(variance * (1 / 3.0 + 1 / 4.0));
      assertEquals(z, check.z(), 1e-9);
      assertEquals(3, check.units());
    }
  }

  @Test
  void sortedLabelsAreSeenAndRandomOnesAreNot() throws IOException {
    Random random = new Random(11);
    double[] normal = random.doubles(6400).map(u -> Math.log(u / (1 - u))).toArray();
    double[] sorted = normal.clone();
    Arrays.sort(sorted);
    LabelTable table =
        table(
            6400,
            i -> normal[i],
            i -> sorted[i],
            i -> Math.floorDiv(i, 100),
            i -> 3,
            i -> i < 6400 ? Double.NaN : 0);
    RoaringBitmap sampled = new RoaringBitmap();
    sampled.add(500L, 600L);
    sampled.add(5000L, 5200L);
    List<LabelCheck> checks = LabelCheck.of(table, sampled, 100);
    assertFalse(checks.get(0).isSorted() || checks.get(0).isFar(), checks.get(0).toString());
    assertEquals(1, checks.get(0).spread(), 4 * Math.sqrt(2.0 / 63));
    assertTrue(checks.get(1).isSorted(), checks.get(1).toString());
    assertTrue(checks.get(2).isSorted(), checks.get(2).toString());
    assertEquals(Double.POSITIVE_INFINITY, checks.get(2).spread());
    assertFalse(checks.get(3).isSorted() || checks.get(3).isFar(), checks.get(3).toString());
    assertFalse(checks.get(4).isSorted() || checks.get(4).isFar(), checks.get(4).toString());
  }

  @Test
  void withoutTheOrderOfTheRowsOnlyMeansAreCompared() throws IOException {
    LabelTable table = table(1000, i -> i);
    LabelCheck check = LabelCheck.of(table, RoaringBitmap.bitmapOfRange(0, 100), 0).get(0);
    assertFalse(check.isSorted());
    assertTrue(check.isFar());
    assertTrue(check.z() < -4);
  }
}
