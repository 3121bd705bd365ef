package org.transferability.report.verdict;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/**
 * A condition that holds for the answer of one target.
 *
 * @param sources the sources that it is about; empty if it is about all
 * @param sentence in plain English, with a full stop; names are as they were read
 */
public record Remark(Kind kind, List<String> sources, String sentence) {
  /** The kinds, in the order in which they are listed. */
  public enum Kind {
    /** A candidate's score has flags to check before ranking on it. */
    FLAGGED,
    /** These sources cannot be excluded as the best at the level of the run. */
    REMAINING,
    /** Training errors of sources of different width are compared, from few rows. */
    EQUAL_WIDTH_ONLY,
    /** Errors of these sources are within 1 % of the smallest one. */
    NEARLY_EQUAL,
    /** For the other kind of head, tuned or trained briefly, another source is first. */
    DEPENDS_ON_HEAD,
    /** By the held-out R2, which does not rank here, another source is first. */
    HELD_OUT_DISAGREES,
    /** The sources were scored on different numbers of rows. */
    DIFFERENT_ROWS,
    /** Sources that were skipped, or whose score is not a number. */
    NOT_SCORED;

    /** The word in JSON. */
    @Override
    @JsonValue
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  public Remark {
    sources = List.copyOf(sources);
  }
}
