package org.transferability.run.plan;

import java.io.Serializable;
import java.util.OptionalInt;
import org.transferability.accumulate.classes.LabelBins;
import org.transferability.read.label.LabelRange;

/**
 * Where a target stands among the outputs of a set's layout.
 *
 * @param name the target column
 * @param firstOutput its first output, counted over all targets of the layout
 * @param width its outputs, q
 * @param group the group of targets with the same present rows
 * @param rows how many rows of labels have it
 * @param range of its labels
 * @param column the column with lists of which it is one output; empty if it is a column
 */
public record TargetSlice(
    String name, int firstOutput, int width, int group, long rows, LabelRange range, String column)
    implements Serializable {

  /** A column. */
  public TargetSlice(
      String name, int firstOutput, int width, int group, long rows, LabelRange range) {
    this(name, firstOutput, width, group, rows, range, "");
  }

  /** One of its outputs, {@code name[0]} and so on. */
  TargetSlice output(int k) {
    return new TargetSlice(
        "%s[%d]".formatted(name, k), firstOutput + k, 1, group, rows, range, name);
  }

  /** How its labels are cut into classes. */
  public LabelBins bins(OptionalInt perOutput) {
    return new LabelBins(
        firstOutput, perOutput.orElse(LabelBins.usual(width)), range.low(), range.high());
  }
}
