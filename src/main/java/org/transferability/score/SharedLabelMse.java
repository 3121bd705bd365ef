package org.transferability.score;

import org.transferability.solve.RidgeFit;

/**
 * Shared-inputs Label MSE, Section 4 of Nguyen et al., "Simple Transferability Estimation for
 * Regression Tasks", UAI 2023:
 *
 * <pre>T = - min_{A,b} { (1/n) sum_i ||y_i - A z_i - b||^2 + lambda ||A||_F^2 }</pre>
 *
 * <p>with z_i the true label of row i in the source task, if both tasks have labels for the same
 * rows, and y_i its target label. The source model is not needed.
 */
public final class SharedLabelMse {
  /** The name in options. */
  public static final String NAME = "shared-label-mse";

  private SharedLabelMse() {}

  /**
   * The score of one target.
   *
   * @param fit of the target's labels to the source task's labels z
   * @param firstOutput the target's first output among those of the fit
   * @param outputs q
   */
  public static Score of(RidgeFit fit, int firstOutput, int outputs) {
    return RegularisedMse.of(NAME, fit, firstOutput, outputs);
  }
}
