package org.transferability.score;

import org.transferability.solve.RidgeFit;

/**
 * Label MSE, Definition 4.2 of Nguyen et al., "Simple Transferability Estimation for Regression
 * Tasks", UAI 2023:
 *
 * <pre>T = - min_{A,b} { (1/n) sum_i ||y_i - A z_i - b||^2 + lambda ||A||_F^2 }</pre>
 *
 * <p>with z_i the prediction of the source model for row i (its dummy label) and y_i its target
 * label.
 */
public final class LabelMse {
  /** The name in options. */
  public static final String NAME = "label-mse";

  private LabelMse() {}

  /**
   * The score of one target.
   *
   * @param fit of the labels to the source model's predictions z
   * @param firstOutput the target's first output among those of the fit
   * @param outputs q
   */
  public static Score of(RidgeFit fit, int firstOutput, int outputs) {
    return RegularisedMse.of(NAME, fit, firstOutput, outputs);
  }
}
