package org.transferability.score;

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
}
