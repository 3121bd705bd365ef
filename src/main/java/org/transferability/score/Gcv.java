package org.transferability.score;

import org.transferability.solve.Diagnostics;
import org.transferability.solve.FreeRows;
import org.transferability.solve.RidgeFit;

/**
 * Minus the generalised cross-validation error of the ridge regression of {@link LinearMse}, an
 * estimate of its squared error on new rows (Golub, Heath, Wahba, Technometrics 21, 1979):
 *
 * <pre>
 *   GCV = R / (1 - df/n)^2,   df = 1 + sum_j w_j / (w_j + lambda),   score = -GCV
 * </pre>
 *
 * <p>with R the residual summed over the target's q outputs and divided by n, w_j the eigenvalues
 * of the features' covariance (at lambda 0, df is 1 + its rank). {@code mse}, {@code penalty} and
 * {@code r2} are those of the fit. If df reaches n, the fit leaves no row for its evaluation, and
 * the score is NaN with the flag interpolates.
 */
public final class Gcv {
  /** The name in options. */
  public static final String NAME = "gcv";

  private Gcv() {}

  /**
   * The score of one target.
   *
   * @param fit of the labels to the features
   * @param firstOutput the target's first output among those of the fit
   * @param outputs q
   */
  public static Score of(RidgeFit fit, int firstOutput, int outputs) {
    Score base = RegularisedMse.of(NAME, fit, firstOutput, outputs);
    Diagnostics known = fit.diagnostics();
    FreeRows left = fit.freeRows();
    double share = left.rows() / base.n();
    boolean judged = share > 0 && !(fit.lambda() == 0 && known.saturated());
    double gcv = judged ? base.mse() / (share * share) : Double.NaN;
    return new Score(
        NAME,
        base.lambda(),
        gcv == 0 ? 0 : -gcv, // never -0.0
        base.fit(),
        base.shape(),
        Uncertainty.UNKNOWN,
        judged && !base.flags().has(Flag.CONSTANT_LABELS) ? Scope.SOURCES : Scope.NOTHING,
        judged && base.mse() > 0 ? flags(base, fit, firstOutput, left) : base.flags());
  }

  /** GCV has fewer digits than the objective if R is a small part of it or n - df is small. */
  private static Flags flags(Score base, RidgeFit fit, int firstOutput, FreeRows left) {
    if (base.flags().has(Flag.CONSTANT_LABELS)) {
      return base.flags();
    }
    double error = 0;
    for (int o = firstOutput; o < firstOutput + base.q(); o++) {
      error += fit.errorEstimate(o);
    }
    double ofShare = left.error() / left.rows();
    return RegularisedMse.withDigitsLost(base.flags(), error / base.mse() + 2 * ofShare);
  }
}
