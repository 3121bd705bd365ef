package org.transferability.report.verdict;

import com.fasterxml.jackson.annotation.JsonValue;

/** How far the scores of one target name a source. */
public enum Standing {
  /** One source is the best with a probability of at least 0.9. */
  CLEAR("clear"),
  /** Only several sources together reach that probability, or they share the first place. */
  OPEN("open"),
  /** One source was scored, so nothing is compared. */
  ONLY_ONE("only one"),
  /** A source is first, but there are no probabilities, or its score is doubtful. */
  NOT_KNOWN("not known"),
  /** No source is known to predict the labels better than their mean. */
  NONE_HELPS("none helps"),
  /** The scores carry no information about the sources. */
  NO_ANSWER("no answer");

  private final String label;

  Standing(String label) {
    this.label = label;
  }

  /** The word in reports and JSON. */
  @Override
  @JsonValue
  public String toString() {
    return label;
  }
}
