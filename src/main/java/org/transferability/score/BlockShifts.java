package org.transferability.score;

import java.util.Arrays;
import org.transferability.accumulate.sample.RowSampler;

/**
 * The effects of blocks of rows on a score of held-out errors, from a sample of m of its n rows. A
 * hash of its id, or of the group that it belongs to, assigns a row to one of {@value #BLOCKS}
 * blocks, in the same way for all sources. With the loss l_i of row i and the mean l of the sample,
 * the effect of block b, B of which have rows, is
 *
 * <pre>
 *   shift_b = - sqrt(B / (B - 1)) sqrt(m / n) (1/m) sum_{i in b} (l_i - l)
 * </pre>
 *
 * <p>The root of the sum of squares is the standard error of the score for given fits. That of the
 * difference of two scores is the root of the sum of squares of the differences of their shifts:
 * rows that both scores use cancel as far as their losses are equal, other rows do not cancel.
 *
 * @param shifts by block, 0 for a block without rows; not copied
 * @param used bit b is 1 if block b has rows
 * @param unit the change of the score that a change of R2 by 1 makes
 */
public record BlockShifts(double[] shifts, long used, double unit) {
  /** The number of blocks. */
  public static final int BLOCKS = RowSampler.BLOCKS;

  /** With fewer blocks, the standard error is not known well enough for any conclusion. */
  private static final int LEAST_BLOCKS = 8;

  /** Of a score without a sample of its errors. */
  public static final BlockShifts UNKNOWN = new BlockShifts(new double[0], 0, Double.NaN);

  /**
   * From sums over blocks.
   *
   * @param losses the sum of the losses of each block, in the unit of the score
   * @param rows of each block
   * @param share m / n; 1 if the standard error is that of the sample alone
   * @return unknown if too few blocks have rows, or a loss is not finite
   */
  public static BlockShifts of(double[] losses, int[] rows, double share, double unit) {
    long used = 0;
    long m = 0;
    double sum = 0;
    for (int b = 0; b < BLOCKS; b++) {
      used |= rows[b] > 0 ? 1L << b : 0;
      m += rows[b];
      sum += losses[b];
    }
    int blocks = Long.bitCount(used);
    if (blocks < LEAST_BLOCKS || !Double.isFinite(sum) || !(unit > 0)) {
      return UNKNOWN;
    }
    double scale = Math.sqrt(blocks / (blocks - 1.0) * share) / m;
    double mean = sum / m;
    double[] shifts = new double[BLOCKS];
    for (int b = 0; b < BLOCKS; b++) {
      shifts[b] = scale * (rows[b] * mean - losses[b]);
    }
    return new BlockShifts(shifts, used, unit);
  }

  /** Whether there is a sample. */
  public boolean isKnown() {
    return used != 0;
  }

  /** The number of blocks with rows. */
  public int blocks() {
    return Long.bitCount(used);
  }

  /** The standard error of the score; NaN if it is unknown. */
  public double standardError() {
    return isKnown() ? Math.sqrt(Arrays.stream(shifts).map(s -> s * s).sum()) : Double.NaN;
  }

  /** The standard error of the difference of two scores whose shifts are known. */
  public double standardErrorOfDifference(BlockShifts other) {
    double squares = 0;
    for (int b = 0; b < BLOCKS; b++) {
      double difference = shifts[b] - other.shifts[b];
      squares += difference * difference;
    }
    return Math.sqrt(squares);
  }
}
