package org.transferability.score;

/**
 * The set of scores of the same estimator, penalty and dataset with which a score may be compared,
 * and its printed name.
 */
public enum Scope {
  /** With no other: it carries no information about the source. */
  NOTHING("nothing"),
  /**
   * With sources of the same number of features, because a training error decreases with the number
   * of fitted numbers, here by a relevant amount.
   */
  EQUAL_WIDTH("sources of equal d"),
  /** With all sources of the target. */
  SOURCES("sources"),
  /** With all sources of all targets, because it is relative to the labels' variance. */
  TARGETS("sources and targets");

  private final String label;

  Scope(String label) {
    this.label = label;
  }

  @Override
  public String toString() {
    return label;
  }
}
