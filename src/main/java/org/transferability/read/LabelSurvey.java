package org.transferability.read;

import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/**
 * How complete each target is, mergeable over files and tables: widths, counts, and a fingerprint
 * of the set of rows that lack the target, so that targets with identical gaps can share work.
 */
public final class LabelSurvey implements Serializable {
  private static final long serialVersionUID = 1L;

  private LabelSurvey() {}

  /**
   * One target.
   *
   * @param width outputs, 0 if no row has a value
   * @param present rows in which all outputs are present
   * @param total rows
   * @param gapsHigh high and {@code gapsLow} low half of a fingerprint of the ids of the rows that
   *     are not present: equal sets give equal fingerprints in whatever order they are read, and
   *     unequal ones collide with probability about 2^-128
   */
  public record Target(
      String name, int width, long present, long total, long gapsHigh, long gapsLow)
      implements Serializable {}

  public static LabelSurvey empty() {
    throw new UnsupportedOperationException("not written yet");
  }

  public static LabelSurvey of(LabelTable table) {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * Reads only labels (and ids) of some row groups.
   *
   * @param idColumn the id, or null: rows are told apart by file and number
   */
  public static LabelSurvey of(
      Configuration conf, FileRange range, String idColumn, List<String> labels)
      throws IOException {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Both together; the same result whichever side comes first. */
  public LabelSurvey merge(LabelSurvey other) {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Targets in the order in which they were asked for. */
  public List<Target> targets() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Names and widths, as {@link FeatureColumns} wants them. */
  public List<LabelColumn> columns() {
    throw new UnsupportedOperationException("not written yet");
  }
}
