package org.transferability.score;

import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Whether a source predicts held-out labels better than their mean does, so that it helps at all.
 *
 * <p>Rows assigned to folds one by one: some output has a positive R2 and a z above the normal
 * quantile at 1 - 0.10 / (m q), for m sources of a target with q outputs, with
 *
 * <pre>z = sum_k T_k / sqrt(2 sum_k P_k s_k^2)</pre>
 *
 * <p>T_k the sum over fold k of predictions times labels, P_k of squared predictions, both about
 * the means of the fold, and s_k^2 the variance of its labels. Rows that stay together in groups
 * are not independent; there R2 must be above t(K - 1) standard errors, with the quantile at 1 -
 * min(0.05, 0.25 / m). In simulations of sources without any relation, at most 7 % of targets had a
 * source that this rule accepts (docs/estimators.md).
 */
public final class BetterThanMean {
  private static final double FALSE_VERDICTS = 0.10;
  private static final double FALSE_VERDICTS_OF_GROUPS = 0.25;
  private static final double MOST_OF_ONE_SOURCE = 0.05;

  private BetterThanMean() {}

  /** Whether the rule applies: the score is a held-out R2 with folds. */
  public static boolean isKnown(Score score, boolean grouped) {
    return grouped
        ? score.fit().isHeldOut() && score.uncertainty().isKnown()
        : score.fit().isHeldOut();
  }

  /**
   * Applies the rule to one score.
   *
   * @param sources m, of the target
   * @param grouped whether rows stayed together in groups when they were assigned to folds
   */
  public static boolean holds(Score score, int sources, boolean grouped) {
    if (grouped) {
      double tail = Math.min(MOST_OF_ONE_SOURCE, FALSE_VERDICTS_OF_GROUPS / sources);
      Uncertainty known = score.uncertainty();
      double quantile = StudentT.quantile(1 - 2 * tail, known.folds() - 1);
      return score.score() > quantile * known.standardError();
    }
    double tail = FALSE_VERDICTS / ((double) sources * score.q());
    double quantile = -new NormalDistribution(null, 0, 1).inverseCumulativeProbability(tail);
    return score.fit().aboveMean() > quantile;
  }
}
