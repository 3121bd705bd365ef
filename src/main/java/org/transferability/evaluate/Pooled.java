package org.transferability.evaluate;

/**
 * Agreement over all pairs of all targets at once, as the paper reports it. It mostly measures
 * whether hard targets are distinguished from easy ones, which the mean error of each target does
 * as well.
 */
public enum Pooled {
  PEARSON("pooled-pearson", Correlation::pearson),
  SPEARMAN("pooled-spearman", Correlation::spearman),
  KENDALL("pooled-kendall-tau-b", Kendall::tauB);

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // always a method reference or a lambda without state
  private final Agreement agreement;

  Pooled(String label, Agreement agreement) {
    this.label = label;
    this.agreement = agreement;
  }

  public String label() {
    return label;
  }

  public double of(double[] scores, double[] goodness) {
    return agreement.of(scores, goodness);
  }
}
