package org.transferability.evaluate;

import org.transferability.study.Better;

/**
 * How well a score orders, or chooses among, the sources of one target. The mean over targets is
 * the relevant statistic for a user who has a target and needs a source.
 */
public enum WithinTarget {
  KENDALL("kendall-tau-b", Better.LARGER, Kendall::tauB),
  WEIGHTED_KENDALL("weighted-kendall", Better.LARGER, Kendall::weighted),
  SPEARMAN("spearman", Better.LARGER, Correlation::spearman),
  TOP_1("top-1", Better.LARGER, (scores, goodness) -> Selection.topK(scores, goodness, 1)),
  TOP_3("top-3", Better.LARGER, (scores, goodness) -> Selection.topK(scores, goodness, 3)),
  TOP_5("top-5", Better.LARGER, (scores, goodness) -> Selection.topK(scores, goodness, 5)),
  REGRET("regret", Better.SMALLER, Selection::regret);

  private final String label;
  private final Better better;

  @SuppressWarnings("ImmutableEnumChecker") // always a method reference or a lambda without state
  private final Agreement agreement;

  WithinTarget(String label, Better better, Agreement agreement) {
    this.label = label;
    this.better = better;
    this.agreement = agreement;
  }

  public String label() {
    return label;
  }

  /** Whether larger or smaller values of this statistic are better. */
  public Better better() {
    return better;
  }

  /** NaN if the statistic is not defined: constant scores or constant measurements. */
  public double of(TargetSample sample) {
    return agreement.of(sample.scores(), sample.goodness());
  }
}
