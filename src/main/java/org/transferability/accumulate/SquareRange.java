package org.transferability.accumulate;

import java.util.Optional;
import java.util.function.IntFunction;

/**
 * Checks whether a double can represent the squares of features and labels with all digits: beyond
 * about 1e150 they are infinite, and below about 1e-145 they are rounded to a few digits. Scores of
 * such numbers would be silently wrong. Squares below 1e-324 are 0, as if all numbers were equal;
 * only the size of the mean distinguishes these cases.
 */
public final class SquareRange {
  private static final double SMALLEST = 1e-290;
  private static final double SMALLEST_MEAN = 1e-145;
  private static final double LARGEST_MEAN = 1e150;

  private SquareRange() {}

  /**
   * The problem, as the end of a sentence; empty if there is none.
   *
   * @param featureName how to name a feature, numbered from 0
   * @param labelName how to name an output, numbered from 0 within the group
   */
  public static Optional<String> violation(
      TargetMoments rows, IntFunction<String> featureName, IntFunction<String> labelName) {
    Optional<String> ofFeatures =
        ofFeatures(rows.featureSquares(), rows.featureMean(), featureName);
    if (ofFeatures.isPresent()) {
      return ofFeatures;
    }
    double[] labelSquares = rows.squares();
    double[] labelMeans = rows.labelMean();
    for (int k = 0; k < labelSquares.length; k++) {
      if (!isSafe(labelSquares[k], labelMeans[k])) {
        return Optional.of(sentence(labelSquares[k], labelMeans[k], labelName.apply(k)));
      }
    }
    return Optional.empty();
  }

  /**
   * The same for features alone.
   *
   * @param squares sums of squares about the means
   */
  public static Optional<String> ofFeatures(
      double[] squares, double[] means, IntFunction<String> featureName) {
    for (int j = 0; j < squares.length; j++) {
      if (!isSafe(squares[j], means[j])) {
        return Optional.of(sentence(squares[j], means[j], featureName.apply(j)));
      }
    }
    return Optional.empty();
  }

  /** The same with features and outputs named by their numbers, from 1. */
  public static Optional<String> violation(TargetMoments rows) {
    return violation(
        rows,
        feature -> "number " + (feature + 1) + " of the features",
        output -> "number " + (output + 1) + " of the labels");
  }

  private static boolean isSafe(double sumOfSquares, double mean) {
    if (!(Math.abs(mean) < LARGEST_MEAN)) {
      return false;
    }
    return sumOfSquares == 0
        ? mean == 0 || Math.abs(mean) >= SMALLEST_MEAN
        : sumOfSquares >= SMALLEST && sumOfSquares < Double.MAX_VALUE;
  }

  private static String sentence(double sumOfSquares, double mean, String where) {
    boolean byMean = sumOfSquares == 0 || (!(Math.abs(mean) < LARGEST_MEAN) && isFinite(mean));
    return "expected numbers whose deviations from their mean are 0 or between 1e-145 and 1e150,"
        + " found a %s of %s in %s (scale it)"
            .formatted(byMean ? "mean" : "sum of squares", byMean ? mean : sumOfSquares, where);
  }

  private static boolean isFinite(double value) {
    return Math.abs(value) <= Double.MAX_VALUE;
  }
}
