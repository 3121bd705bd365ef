package org.transferability.score;

/**
 * The uncertainty of a score relative to its mean over other samples of as many rows of the same
 * kind.
 *
 * @param standardError of the score, NaN if it is unknown
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param shifts the effect of each fold on the score, K numbers with a mean of about 0; the root of
 *     the sum of their squares is the standard error. Shifts of two sources by the same folds
 *     partly cancel in their difference
 */
public record Uncertainty(double standardError, double low, double high, double[] shifts) {
  /** Of a score without folds. */
  public static final Uncertainty UNKNOWN =
      new Uncertainty(Double.NaN, Double.NaN, Double.NaN, new double[0]);

  /** Whether it is known from folds. */
  public boolean isKnown() {
    return !Double.isNaN(standardError);
  }
}
