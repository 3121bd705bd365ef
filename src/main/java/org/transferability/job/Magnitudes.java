package org.transferability.job;

import java.util.List;
import org.transferability.accumulate.TargetMoments;
import org.transferability.study.InputException;

/**
 * Whether the squares of features and labels are numbers that a double holds with all its digits:
 * beyond about 1e150 they are infinite, and below about 1e-145 they are rounded to a few digits.
 * Scores of such would be wrong without a sign of it. Squares below 1e-324 are 0, as if the numbers
 * were all the same: only the size of the mean tells.
 */
final class Magnitudes {
  private static final double SMALLEST = 1e-290;
  private static final double SMALLEST_MEAN = 1e-145;

  private Magnitudes() {}

  /**
   * @param targets the targets of the group, in the order of its outputs
   * @throws InputException if a sum of squares is neither 0 nor a normal number
   */
  static void require(String set, List<TargetSlice> targets, TargetMoments rows) {
    double[] squares = rows.scatter().diagonal();
    for (int j = 0; j < squares.length; j++) {
      if (!isSafe(squares[j], rows.featureMean()[j])) {
        throw wrong(set, "number " + (j + 1) + " of its features", squares[j]);
      }
    }
    for (int output = 0; output < rows.squares().length; output++) {
      if (!isSafe(rows.squares()[output], rows.labelMean()[output])) {
        throw wrong(set, "target '" + nameOf(output, targets) + "'", rows.squares()[output]);
      }
    }
  }

  private static boolean isSafe(double sumOfSquares, double mean) {
    if (sumOfSquares == 0) {
      return mean == 0 || (Math.abs(mean) >= SMALLEST_MEAN && Double.isFinite(mean));
    }
    return sumOfSquares >= SMALLEST && sumOfSquares < Double.MAX_VALUE && Double.isFinite(mean);
  }

  private static String nameOf(int output, List<TargetSlice> targets) {
    int end = 0;
    for (TargetSlice target : targets) {
      end += target.width();
      if (output < end) {
        return target.name();
      }
    }
    throw new IllegalArgumentException("Cannot name output " + output);
  }

  private static InputException wrong(String set, String what, double sumOfSquares) {
    return new InputException(
        "Cannot score %s: expected numbers whose deviations from their mean lie between 1e-145 and 1e150 or are 0, found a sum of squares of %s in %s (scale it)"
            .formatted(set, sumOfSquares, what));
  }
}
