package org.transferability.score;

import org.transferability.solve.Diagnostics;
import org.transferability.solve.RidgeFit;

/**
 * Linear MSE, Definition 4.1 of Nguyen et al., "Simple Transferability Estimation for Regression
 * Tasks", UAI 2023:
 *
 * <pre>T = - min_{A,b} { (1/n) sum_i ||y_i - A f_i - b||^2 + lambda ||A||_F^2 }</pre>
 *
 * <p>with f_i the features of row i under the source model and y_i its target label.
 */
public final class LinearMse {
  /** The name in options. */
  public static final String NAME = "linear-mse";

  private LinearMse() {}

  /**
   * The score of one target.
   *
   * @param fit of the labels to the features f
   * @param firstOutput the target's first output among those of the fit
   * @param outputs q
   */
  public static Score of(RidgeFit fit, int firstOutput, int outputs) {
    return RegularisedMse.of(NAME, fit, firstOutput, outputs);
  }

  /**
   * The same as a number; NaN where rounding has taken so many digits that differences have none.
   */
  public static double value(RidgeFit fit, int firstOutput, int outputs) {
    return RegularisedMse.value(fit, firstOutput, outputs);
  }

  /**
   * What is known of the score before a fit: size and flags, for estimators of held-out errors.
   *
   * @param known at this penalty
   * @param variance of the labels, summed over the outputs
   */
  public static Score withoutFit(Diagnostics known, double lambda, double variance, int outputs) {
    return RegularisedMse.withoutFit(NAME, known, lambda, variance, outputs);
  }
}
