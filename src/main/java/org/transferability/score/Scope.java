package org.transferability.score;

/**
 * Across what a score may be compared with others of the same estimator, penalty and dataset, in
 * its own right: the printed words.
 */
public enum Scope {
  /** With no other: it says nothing about the source. */
  NOTHING("nothing"),
  /**
   * With sources of the same number of features: a training error is smaller the more numbers are
   * fitted, and here by enough to matter.
   */
  EQUAL_WIDTH("sources of equal d"),
  /** With all sources of the target. */
  SOURCES("sources"),
  /** With all sources of all targets: without unit, relative to the labels' variance. */
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
