package org.transferability.candidate;

import org.transferability.score.StudentT;

/**
 * Which sources are looked for, and how sure the answer must be.
 *
 * @param top k: each of the best k sources of a target shall be among the candidates
 * @param confidence 1 - alpha, the probability with which all of them are
 * @param margin differences of R2 below this are irrelevant
 */
public record Selection(int top, double confidence, double margin) {
  public static final int DEFAULT_TOP = 1;
  public static final double DEFAULT_MARGIN = 0.01;

  public Selection {
    if (top < 1) {
      throw new IllegalArgumentException("Cannot look for the best " + top + " sources");
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("Cannot use a confidence of " + confidence);
    }
    if (!(margin >= 0 && margin < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException("Cannot use a margin of " + margin);
    }
  }

  /** The same with another confidence, such as that of one of several rounds. */
  public Selection withConfidence(double other) {
    return new Selection(top, other, margin);
  }

  /**
   * The selection of one of several comparisons that share the level, such as the rounds of a race.
   * It counts the pairs of all sources that began.
   *
   * @param comparisons that share the level
   * @param left sources that are compared
   * @param began sources that there were in the first comparison
   */
  public Selection oneOf(int comparisons, int left, int began) {
    if (comparisons == 1 && left == began) {
      return this;
    }
    double alpha = (1 - confidence) / comparisons;
    return withConfidence(1 - alpha * Math.max(1, left - 1) / Math.max(1, began - 1));
  }

  /**
   * The number of standard errors by which a source must be behind k others to be excluded: the
   * quantile of Student's t at 1 - alpha / (k (S - 1)). A source among the best k is excluded only
   * if one that is not better appears to be; there are at most k (S - 1) such pairs.
   *
   * @param sources S
   */
  double standardErrors(int sources, int degrees) {
    double pairs = (double) top * Math.max(1, sources - 1);
    return StudentT.quantile(1 - 2 * (1 - confidence) / pairs, degrees);
  }
}
