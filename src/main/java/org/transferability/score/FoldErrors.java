package org.transferability.score;

import org.transferability.solve.RidgeFit;

/**
 * Squared errors of one target on K folds, each by the fit to the other folds. The errors of fits
 * without a second fold show how much the fits themselves would change with other rows.
 *
 * @param rows n_k, the rows of each fold; folds without rows have no error
 * @param squares e_k, the sum of squared errors on fold k, over the outputs, of the fit without it
 * @param beside e_jk, the same on fold k of the fit without folds j and k, at [j][k]; NaN if there
 *     is none
 * @param variance of the labels about their mean, over all rows, summed over the outputs
 * @param rounding an estimate of the absolute error of the sum of all e_k
 * @param source the origin of the errors
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

  /** The smallest possible sum of all e_k in view of its rounding. */
  public double least() {
    return sum() - rounding;
  }

  /** The sum of all e_k except one. */
  double sumWithout(int left) {
    double sum = 0;
    for (int k = 0; k < rows.length; k++) {
      sum += k == left || rows[k] == 0 ? 0 : squares[k];
    }
    return sum;
  }
}
