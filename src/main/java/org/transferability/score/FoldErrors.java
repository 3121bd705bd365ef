package org.transferability.score;

import org.transferability.solve.RidgeFit;

/**
 * Squared errors of one target on K folds, each by the fit to the other folds; the errors of a fit
 * that also lacks a second fold tell how much the fits themselves would change with other rows.
 *
 * @param rows n_k, the rows of each fold; folds without rows have no error
 * @param squares e_k, the sum of squared errors on fold k, over the outputs, of the fit without it
 * @param beside e_jk, the same on fold k of the fit without folds j and k, at [j][k]; NaN where
 *     there is none
 * @param variance of the labels about their mean, over all rows, summed over the outputs
 * @param rounding an estimate of the absolute error of the sum of all e_k
 * @param source what the errors were made of
 */
public record FoldErrors(
    long[] rows,
    double[] squares,
    double[][] beside,
    double variance,
    double rounding,
    RidgeFit.Source source) {
  /** The sum of all e_k. */
  double sum() {
    return sumWithout(-1);
  }

  /** The least that the sum of all e_k may be, for the rounding in it. */
  public double least() {
    return sum() - rounding;
  }

  /** The sum of all e_k but one. */
  double sumWithout(int left) {
    double sum = 0;
    for (int k = 0; k < rows.length; k++) {
      sum += k == left || rows[k] == 0 ? 0 : squares[k];
    }
    return sum;
  }
}
