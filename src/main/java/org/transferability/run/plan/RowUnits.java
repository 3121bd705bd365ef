package org.transferability.run.plan;

import java.util.Arrays;
import org.transferability.read.RowChoice;
import org.transferability.read.id.Hash;

/**
 * Units of consecutive rows of a table, from which samples are made. A table has at least {@value
 * #LEAST} units; their size is the largest power of two for which this is so, and at most {@value
 * #LARGEST} rows, so that a unit of a large table is several pages of its files. Units are chosen
 * in the order of hashes of their numbers, and of the last one its first rows, as many as are
 * wanted: the same on every machine, and the rows of a smaller sample are among those of a larger
 * one.
 */
public final class RowUnits {
  static final int LARGEST = 8192;

  static final int LEAST = 64;

  /** From so many rows on, samples save reading. */
  static final long MANY_ROWS = 65_536;

  private static final long SEED = 0x756e6974L; // "unit"

  private RowUnits() {}

  /** Whether samples of so many rows are made of units unless asked for otherwise. */
  public static boolean areMany(long rows) {
    return rows >= MANY_ROWS;
  }

  /** Rows of a unit of a table of so many rows. */
  public static long size(long rows) {
    return Math.max(1, Math.min(LARGEST, Long.highestOneBit(Math.max(1, rows / LEAST))));
  }

  /** The number of units of a table of so many rows. */
  public static long count(long rows) {
    return (rows + size(rows) - 1) / size(rows);
  }

  /**
   * A share of the rows, rounded up.
   *
   * @param rows of the table, at least 1
   * @param share of the rows, above 0 and at most 1
   */
  public static RowChoice.Runs chosen(long rows, double share) {
    long size = size(rows);
    int units = Math.toIntExact(count(rows));
    long[] places = new long[units];
    Arrays.setAll(places, RowUnits::place);
    long[] sorted = places.clone();
    Arrays.sort(sorted);
    long wanted = Math.max(1, (long) Math.ceil(share * rows - 1e-9));
    long shortPlace = places[units - 1];
    long found = 0;
    int chosen = 0;
    while (found < wanted && chosen < units) {
      found += sorted[chosen] == shortPlace ? rows - (units - 1) * size : size;
      chosen++;
    }
    long last = sorted[chosen - 1];
    long tooMany = Math.max(0, found - wanted);
    long[] bounds = new long[2 * chosen];
    int n = 0;
    for (int unit = 0; unit < units; unit++) {
      if (places[unit] <= last) {
        long from = unit * size;
        if (n == 0 || bounds[n - 1] < from) {
          bounds[n++] = from;
          n++;
        }
        bounds[n - 1] = Math.min(rows, from + size) - (places[unit] == last ? tooMany : 0);
      }
    }
    return new RowChoice.Runs(Arrays.copyOf(bounds, n));
  }

  /** The hash of a unit, which is not negative. */
  private static long place(int unit) {
    return Hash.of((long) unit, SEED) >>> 1;
  }
}
