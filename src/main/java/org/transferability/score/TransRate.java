package org.transferability.score;

import org.transferability.accumulate.classes.TargetClasses;
import org.transferability.solve.CodingRates;
import org.transferability.solve.Diagnostics;

/**
 * TransRate: Huang et al., "Frustratingly Easy Transferability Estimation", ICML 2022, eq. 4 and 5,
 * for labels divided into classes:
 *
 * <pre>
 *   score = R(Z) - sum_c (n_c / n) R(Z_c),    R(Z) = 1/2 ln det(I + Z'Z / (n eps)),  eps = 1e-4
 * </pre>
 *
 * <p>with Z the features minus the mean of all rows, Z_c those of class c. Larger is better. In the
 * authors' program every class has the weight 1/C, with C the number of classes: {@link
 * ClassWeights#EQUAL}. The two agree if classes have equally many rows.
 *
 * <p>eps is absolute: multiplying the features by a constant changes the score.
 */
public final class TransRate {
  /** The name in options, from features. */
  public static final String NAME = "transrate";

  /** The name in options, from predictions. */
  public static final String LABEL_NAME = "lab-transrate";

  private TransRate() {}

  /**
   * The score of one target.
   *
   * @param name under which it is reported, which depends on Z
   * @param rates of the target
   * @param outputs q
   * @param known of the features' covariance
   */
  public static Score of(
      String name,
      CodingRates rates,
      ClassWeights weights,
      TargetClasses classes,
      int outputs,
      Diagnostics known) {
    double within = 0;
    int count = classes.count();
    for (int c = 0; c < count; c++) {
      double weight =
          weights == ClassWeights.ROWS ? (double) classes.rows(c) / classes.rows() : 1.0 / count;
      within += weight * rates.classes()[c];
    }
    Flags flags = ClassScore.flags(classes);
    if (count < 2) {
      return ClassScore.of(name, 0, outputs, classes, known, Scope.NOTHING, flags);
    }
    double score = rates.all() - within;
    flags = RegularisedMse.withDigitsLost(flags, rates.errorEstimate() / Math.abs(score));
    return ClassScore.of(name, score, outputs, classes, known, Scope.EQUAL_WIDTH, flags);
  }
}
