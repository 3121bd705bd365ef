package org.transferability.score;

import org.transferability.accumulate.classes.TargetClasses;
import org.transferability.solve.Diagnostics;
import org.transferability.solve.ShrunkCovariance;

/**
 * Regularised H-score: Ibrahim, Ponomareva, Mazumder, "Newer is not always better: Rethinking
 * transferability metrics, their peculiarities, stability and performance", ECML PKDD 2022, for
 * labels divided into classes:
 *
 * <pre>score = tr( S_a^+ (1 - a) B ),   B = sum_c (n_c / n)(m_c - m)(m_c - m)'</pre>
 *
 * <p>with S_a the covariance of the features shrunk by a ({@link ShrunkCovariance}), m_c the mean
 * of class c. Both covariances are divided by n; the authors' program divides B by n - 1, which is
 * n / (n - 1) times this for every source. Larger is better; at most C - 1 and d.
 */
public final class HScore {
  /** The name in options, from features. */
  public static final String NAME = "h-score";

  /** The name in options, from predictions. */
  public static final String LABEL_NAME = "lab-h-score";

  private HScore() {}

  /**
   * The score of one target.
   *
   * @param name under which it is reported, which depends on the kind of features
   * @param covariance of the target's rows
   * @param outputs q
   * @param known of the features' covariance before shrinkage
   */
  public static Score of(
      String name,
      ShrunkCovariance covariance,
      TargetClasses classes,
      int outputs,
      Diagnostics known) {
    Flags flags = ClassScore.flags(classes);
    double score = classes.count() < 2 ? 0 : covariance.betweenClasses(classes);
    return ClassScore.of(name, score, outputs, classes, known, Scope.SOURCES, flags);
  }
}
