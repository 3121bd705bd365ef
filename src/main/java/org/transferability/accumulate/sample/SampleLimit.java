package org.transferability.accumulate.sample;

import java.io.Serializable;

/**
 * Which rows are sampled: of those with a hash below a limit, the ones with the smallest hashes.
 *
 * @param rows M, the most rows; 0: none are sampled
 * @param below the limit, an unsigned number: without it, each part of a set would send M rows
 */
public record SampleLimit(int rows, long below) implements Serializable {
  /** No rows are sampled. */
  public static final SampleLimit NONE = new SampleLimit(0, 0);

  /** Larger than every hash but one. */
  private static final long ALL = -1;

  private static final int MOST_ROWS = 1024;
  private static final int LEAST_ROWS = 256;
  private static final long MOST_BYTES = 64L << 20;

  /**
   * How many times M rows have a hash below the limit if all rows have labels: of rows of which
   * only a quarter has labels, the sample is still one of M rows.
   */
  private static final double SPARE = 4;

  /**
   * The sample of a set of which a part is at hand at a time.
   *
   * @param numbers of a row: features and outputs
   * @param rows of the set, at most
   * @param share of the rows that are sampled, at least
   */
  public static SampleLimit of(long numbers, long rows, double share) {
    double expected = SPARE * mostRows(numbers) / share;
    double fraction = rows == 0 ? 1 : expected / rows;
    return new SampleLimit(mostRows(numbers), fraction >= 1 ? ALL : unsigned(fraction));
  }

  /** The sample of a set that is read in one piece. */
  public static SampleLimit ofWhole(long numbers) {
    return new SampleLimit(mostRows(numbers), ALL);
  }

  private static int mostRows(long numbers) {
    long most = MOST_BYTES / Double.BYTES / Math.max(1, numbers);
    return (int) Math.max(LEAST_ROWS, Math.min(MOST_ROWS, most));
  }

  /** A fraction below 1 of all unsigned numbers. */
  private static long unsigned(double fraction) {
    return (long) (fraction * 0x1p62) << 2;
  }

  /** Whether any row is sampled. */
  public boolean isNone() {
    return rows == 0;
  }
}
