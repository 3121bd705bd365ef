package org.transferability.score;

import java.util.List;
import org.transferability.solve.RidgeFit;

/**
 * Minus the K-fold cross-validated squared error of the ridge regression of {@link LinearMse}:
 *
 * <pre>
 *   CV(lambda) = (1/n) sum_k e_k,   e_k = sum_{i in fold k} ||y_i - A_k f_i - b_k||^2,
 * </pre>
 *
 * <p>A_k, b_k the fit to the rows outside fold k, at a penalty of lambda, or for a relative one of
 * lambda tr(S_k)/d, S_k the covariance of those same rows. Squared errors are summed over outputs.
 * It is the error on new rows of a fit to n (1 - 1/K) rows.
 *
 * <p>At lambda {@code best} every fold has its own penalty, that of the list with the least error
 * on the <em>other</em> folds, so the error on a fold does not select its penalty. (The fits that
 * are compared for the choice have used the fold's rows; a second cross-validation inside each
 * fold, with K (K - 1) more fits, would avoid that too.)
 *
 * <p>The interval is a jackknife over folds, see {@link Jackknife}. Leaving out fold j removes e_j,
 * and changes the fits of the other folds by the differences e_jk - e_k. These are multiplied by
 * ((K-2)/(K-1))^2, because removing one of K - 1 folds changes a fit, and its random part, more
 * than in proportion. Without the second part, that is from the spread of e_k alone, intervals are
 * too narrow; without the factor they are too wide (docs/estimators.md has the simulation).
 */
public final class CvMse {
  /** The name in options, from features. */
  public static final String NAME = "cv-mse";

  /** The name in options, from predictions. */
  public static final String LABEL_NAME = "lab-cv-mse";

  /** The selection for each fold among the penalties of a list. */
  public static final String BEST = "best";

  /** The known properties of a fit to all rows, applied to fits to a part of them. */
  private static final List<Flag> FROM_FIT =
      List.of(Flag.RANK_DEFICIENT, Flag.ILL_CONDITIONED, Flag.CONSTANT_LABELS);

  private CvMse() {}

  /**
   * The score of one target at one penalty.
   *
   * @param fitted the training error of the same regression on all rows
   * @param confidence of the interval
   */
  public static Score of(String name, Score fitted, FoldErrors errors, double confidence) {
    double mse = errors.sum() / errors.n();
    boolean constant = fitted.flags().has(Flag.CONSTANT_LABELS);
    Flags flags = Flags.none();
    for (Flag flag : FROM_FIT) {
      flags = fitted.flags().has(flag) ? flags.with(flag) : flags;
    }
    flags = errors.source() == RidgeFit.Source.ROWS ? flags.with(Flag.REFINED) : flags;
    if (!constant && mse > 0) {
      flags = RegularisedMse.withDigitsLost(flags, errors.rounding() / errors.sum());
    }
    return new Score(
        name,
        fitted.lambda(),
        mse == 0 ? 0 : -mse, // never -0.0
        new Score.Fit(mse, Double.NaN, constant ? Double.NaN : errors.r2()),
        fitted.shape(),
        uncertainty(mse, errors, confidence),
        constant || Double.isNaN(mse) ? Scope.NOTHING : Scope.SOURCES,
        flags);
  }

  private static Uncertainty uncertainty(double mse, FoldErrors errors, double confidence) {
    long[] rows = errors.blockRows();
    long n = errors.n();
    double[] without = new double[rows.length];
    for (int j = 0; j < rows.length; j++) {
      without[j] = -errors.jackknifed(j) / (n - rows[j]);
    }
    return Jackknife.of(-mse, without, rows, confidence);
  }
}
