package org.transferability.run.plan;

import java.util.Arrays;
import org.transferability.read.RowChoice;
import org.transferability.read.id.Hash;

/**
 * Units of consecutive rows of a table, from which samples are made. A unit has {@value #LARGEST}
 * rows, in a table of few rows the largest power of two that makes {@value #LEAST} units. Units are
 * chosen in the order of hashes of their numbers: the same on every machine, and those of a smaller
 * sample are among those of a larger one.
 */
public final class RowUnits {
  static final int LARGEST = 1024;

  static final int LEAST = 64;

  /** From so many rows on, units have their full size. */
  static final long MANY_ROWS = (long) LEAST * LARGEST;

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
   * The rows of as many units as have a share of the rows, at least one unit.
   *
   * @param rows of the table, at least 1
   * @param share of the rows, above 0 and at most 1
   */
  public static RowChoice.Runs chosen(long rows, double share) {
    long size = size(rows);
    int units = Math.toIntExact(count(rows));
    int wanted = (int) Math.max(1, Math.min(units, Math.ceil(share * rows / size - 1e-9)));
    long[] places = new long[units];
    Arrays.setAll(places, RowUnits::place);
    long[] sorted = places.clone();
    Arrays.sort(sorted);
    long last = sorted[wanted - 1];
    long[] bounds = new long[2 * wanted];
    int n = 0;
    for (int unit = 0; unit < units; unit++) {
      if (places[unit] <= last) {
        long from = unit * size;
        if (n == 0 || bounds[n - 1] < from) {
          bounds[n++] = from;
          n++;
        }
        bounds[n - 1] = Math.min(rows, from + size);
      }
    }
    return new RowChoice.Runs(Arrays.copyOf(bounds, n));
  }

  /** The hash of a unit, which is not negative. */
  private static long place(int unit) {
    return Hash.of((long) unit, SEED) >>> 1;
  }
}
