package org.transferability.accumulate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * How the outputs of all targets lie side by side in a row of labels, and which of them share their
 * rows.
 *
 * <p>A group is a set of outputs that are present in exactly the same rows: a row belongs to a
 * group if none of the group's outputs is missing (NaN) in it. A group of which no row is missing
 * needs no Gram matrix of its own; any other ends with that of its own rows, for which the rows
 * that it lacks are summed, or its own, whichever are fewer.
 */
public final class LabelLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Which rows are summed for a group beside all rows. */
  public enum Side {
    /** None: every row has the group's labels. */
    NONE(0),
    /**
     * Those without the labels, to be subtracted from all; its own where that would lose digits.
     */
    MISSING(1),
    /** Those with the labels. */
    PRESENT(2);

    /** How the side is written in {@link Moments#toBytes}. */
    final int code;

    Side(int code) {
      this.code = code;
    }
  }

  private final int[] groupOfOutput;
  private final Side[] sideOfGroup;

  /**
   * @param outputs Q, how many numbers a row of labels has
   * @param groupOfOutput the group, from 0, of each of the Q outputs; every group has an output
   * @param sideOfGroup the rows that are summed for each group
   */
  public LabelLayout(int outputs, int[] groupOfOutput, Side[] sideOfGroup) {
    if (groupOfOutput.length != outputs) {
      throw new IllegalArgumentException(
          "Cannot lay out labels: expected a group for each of "
              + outputs
              + " outputs, found "
              + groupOfOutput.length);
    }
    boolean[] used = new boolean[sideOfGroup.length];
    for (int group : groupOfOutput) {
      if (group < 0 || group >= used.length) {
        throw new IllegalArgumentException(
            "Cannot lay out labels: expected groups below " + used.length + ", found " + group);
      }
      used[group] = true;
    }
    for (int group = 0; group < used.length; group++) {
      if (!used[group]) {
        throw new IllegalArgumentException(
            "Cannot lay out labels: expected an output in every group, found none in " + group);
      }
    }
    this.groupOfOutput = groupOfOutput.clone();
    this.sideOfGroup = sideOfGroup.clone();
  }

  /** Outputs that are present in every row: one group, or none if there are no outputs. */
  public static LabelLayout complete(int outputs) {
    Side[] sides = outputs == 0 ? new Side[0] : new Side[] {Side.NONE};
    return new LabelLayout(outputs, new int[outputs], sides);
  }

  /** Q. */
  public int outputs() {
    return groupOfOutput.length;
  }

  public int groups() {
    return sideOfGroup.length;
  }

  public int groupOf(int output) {
    return groupOfOutput[output];
  }

  public Side side(int group) {
    return sideOfGroup[group];
  }

  /** The outputs of a group, ascending: the order in which its moments hold them. */
  public int[] outputsOf(int group) {
    return IntStream.range(0, groupOfOutput.length)
        .filter(output -> groupOfOutput[output] == group)
        .toArray();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelLayout that
        && Arrays.equals(groupOfOutput, that.groupOfOutput)
        && Arrays.equals(sideOfGroup, that.sideOfGroup);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(groupOfOutput) + Arrays.hashCode(sideOfGroup);
  }

  @Override
  public String toString() {
    return outputs() + " outputs in " + groups() + " groups";
  }
}
