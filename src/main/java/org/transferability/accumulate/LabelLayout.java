package org.transferability.accumulate;

import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The order of the outputs of all targets in a row of labels, and the groups of outputs that share
 * their rows.
 *
 * <p>A group is a set of outputs that are present in exactly the same rows: a row belongs to a
 * group if none of the group's outputs is missing (NaN) in it. A group without missing rows needs
 * no Gram matrix of its own. For any other group, the Gram matrix of its own rows is computed from
 * the rows that it lacks, or from its own rows, whichever are fewer.
 */
public final class LabelLayout implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The rows that are summed for a group in addition to all rows. */
  public enum Side {
    /** None: every row has the group's labels. */
    NONE(0),
    /** Those without the labels, which are subtracted; its own rows if that would lose digits. */
    MISSING(1),
    /** Those with the labels. */
    PRESENT(2);

    /** The code of the side in {@link Moments#toBytes}. */
    final int code;

    Side(int code) {
      this.code = code;
    }
  }

  private final int[] groupOfOutput;
  private final Side[] sideOfGroup;

  /**
   * @param outputs Q, the number of numbers in a row of labels
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

  /** Whether labels of a group may be missing. */
  public boolean hasSides() {
    return Arrays.stream(sideOfGroup).anyMatch(side -> side != Side.NONE);
  }

  /** The outputs of a group, ascending, in the order of its moments. */
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
