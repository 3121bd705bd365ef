package org.transferability.run.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transferability.read.RowChoice;

final class RowUnitsTest {
  @Test
  void thereAreAtLeast64UnitsOfAtMost8192Rows() {
    assertEquals(8192, RowUnits.size(10_000_000));
    assertEquals(8192, RowUnits.size(524_288));
    assertEquals(4096, RowUnits.size(524_287));
    assertEquals(1024, RowUnits.size(65_536));
    assertEquals(512, RowUnits.size(65_535));
    assertEquals(16, RowUnits.size(1_100));
    assertEquals(1, RowUnits.size(64));
    assertEquals(1, RowUnits.size(3));
    assertEquals(98, RowUnits.count(100_000));
  }

  /** The order of the units was computed by a program of its own from the definition. */
  @Test
  void unitsAreChosenInTheOrderOfTheirHashes() {
    List<Integer> order = List.of(31, 39, 97, 54, 24, 23, 82, 95, 59, 88);
    for (int k = 1; k <= order.size(); k++) {
      RowChoice.Runs chosen = RowUnits.chosen(100 * 1024, k / 100.0);
      assertEquals(1024L * k, chosen.rows());
      assertTrue(
          order.subList(0, k).stream()
              .allMatch(u -> chosen.has(u * 1024L) && chosen.has(u * 1024L + 1023)));
    }
  }

  @Test
  void smallerSamplesAreAmongLargerOnes() {
    for (long rows : new long[] {1, 2, 63, 64, 100, 1_000, 65_537, 200_001}) {
      RowChoice.Runs before = RowUnits.chosen(rows, 1e-9);
      for (double share : new double[] {0.001, 0.01, 1 / 64.0, 0.1, 0.5, 0.9, 1}) {
        RowChoice.Runs chosen = RowUnits.chosen(rows, share);
        assertEquals(0, before.without(chosen).rows(), rows + " rows, " + share);
        assertEquals((long) Math.ceil(share * rows), chosen.rows(), rows + " rows, " + share);
        before = chosen;
      }
      assertEquals(rows, before.rows());
    }
  }

  /** Each unit is chosen about as often as any other: over tables, the first unit is anywhere. */
  @Test
  void aTenthOfTheUnitsIsATenthOfEachPart() {
    RowChoice.Runs chosen = RowUnits.chosen(10_000 * 8192L, 0.1);
    IntStream.range(0, 10)
        .forEach(
            tenth -> {
              long from = tenth * 1000L * 8192;
              double units = chosen.within(from, from + 1000 * 8192L).rows() / 8192.0;
              assertEquals(100, units, 40, "4 standard deviations of a binomial number");
            });
  }
}
