package org.transferability.score;

import java.util.List;

/**
 * The held-out R2 of the ridge regression of {@link LinearMse}, by K-fold cross-validation, the
 * mean over the outputs that vary:
 *
 * <pre>
 *   R2_o = 1 - sum_k e_k / sum_k b_k,
 *   e_k = sum_{i in fold k} (y_io - A_k f_i - c_k)^2,   b_k = sum_{i in fold k} (y_io - m_k)^2,
 * </pre>
 *
 * <p>A_k, c_k the fit to the rows outside fold k (see {@link CvMse} for its penalty), m_k the mean
 * of output o over the same rows. 1 is perfect; 0 is exactly the error of predicting the mean, for
 * any number of rows and folds. It does not change with affine transformations of an output, with
 * offsets of the features, or, at relative penalties, with one common scale of the features.
 * scikit-learn: {@code 1 - SSE(cross_val_predict(Ridge)) / SSE(cross_val_predict(DummyRegressor))};
 * {@code r2_score(y, cross_val_predict(...))} compares with the mean of all rows and is slightly
 * lower.
 *
 * <p>At lambda {@code best} each output and fold has the penalty with the smallest error on the
 * other folds. The interval is that of {@link CvMse}, with b_k changed in the same way as e_k.
 */
public final class CvR2 {
  /** The name in options, from features. */
  public static final String NAME = "cv-r2";

  /** The name in options, from predictions. */
  public static final String LABEL_NAME = "lab-cv-r2";

  private CvR2() {}

  /**
   * The score of one target.
   *
   * @param joint the score of the errors summed over the outputs
   * @param outputs the errors of each output, at the penalty of {@code joint} or each at its best
   * @param confidence of the interval
   */
  public static Score of(String name, Score joint, List<FoldErrors> outputs, double confidence) {
    List<FoldErrors> varying = outputs.stream().filter(FoldErrors::varies).toList();
    double r2 = varying.stream().mapToDouble(FoldErrors::r2).average().orElse(Double.NaN);
    boolean known = !Double.isNaN(r2);
    double mse = 0;
    for (FoldErrors output : outputs) {
      mse += output.sum() / output.n();
    }
    Flags flags = joint.flags();
    for (FoldErrors output : varying) {
      double error = output.sum() > 0 ? output.rounding() / output.sum() : 0;
      Flags lost = RegularisedMse.withDigitsLost(Flags.none(), error);
      flags =
          lost.digitsLost() > flags.digitsLost() ? flags.withDigitsLost(lost.digitsLost()) : flags;
    }
    return new Score(
        name,
        joint.lambda(),
        r2,
        new Score.Fit(mse, Double.NaN, r2, known ? aboveMean(varying) : Double.NaN, null),
        joint.shape(),
        known ? uncertainty(r2, varying, confidence) : Uncertainty.UNKNOWN,
        known ? Scope.TARGETS : Scope.NOTHING,
        flags);
  }

  private static double aboveMean(List<FoldErrors> outputs) {
    return outputs.stream()
        .filter(output -> output.r2() > 0)
        .mapToDouble(FoldErrors::standardErrorsFromZero)
        .max()
        .orElse(Double.NEGATIVE_INFINITY);
  }

  private static Uncertainty uncertainty(double r2, List<FoldErrors> outputs, double confidence) {
    long[] rows = outputs.get(0).blockRows();
    double[] without = new double[rows.length];
    for (int j = 0; j < rows.length; j++) {
      for (FoldErrors output : outputs) {
        without[j] += output.r2Without(j) / outputs.size();
      }
    }
    return Jackknife.of(r2, without, rows, confidence);
  }
}
