package org.transferability.score;

/**
 * How far a score may be from what it would be, at this number of rows, on average over other rows
 * of the same kind.
 *
 * @param standardError of the score, NaN where it is unknown
 * @param low lower end of the interval
 * @param high upper end of the interval
 * @param shifts by how much each fold moves the score, K numbers of mean 0 about; the root of the
 *     sum of their squares is the standard error. Two sources moved by the same folds in the same
 *     way differ by less than their intervals say
 */
public record Uncertainty(double standardError, double low, double high, double[] shifts) {
  /** Of a score without folds. */
  public static final Uncertainty UNKNOWN =
      new Uncertainty(Double.NaN, Double.NaN, Double.NaN, new double[0]);

  /** Whether the folds told it. */
  public boolean isKnown() {
    return !Double.isNaN(standardError);
  }
}
