package org.transferability.accumulate;

import java.util.Arrays;

/**
 * The part of the accumulation for labels: the groups of a row, sums and squares of the labels
 * minus a shift, and the block of shifted labels for the cross-products.
 *
 * <p>The shift of a group is set by the first block in which it has a row, in the same way as that
 * of the features.
 */
final class LabelSums {
  private final LabelLayout layout;
  private final int outputs;
  private final int[][] outputsOfGroup;
  private final double[] shift;
  private final double[] sums;
  private final double[] squares;
  private final long[] rows;
  private final double[] shifted;
  private final boolean[] present;

  LabelSums(LabelLayout layout, int blockRows) {
    this.layout = layout;
    this.outputs = layout.outputs();
    this.outputsOfGroup = new int[layout.groups()][];
    for (int g = 0; g < outputsOfGroup.length; g++) {
      outputsOfGroup[g] = layout.outputsOf(g);
    }
    this.shift = new double[outputs];
    this.sums = new double[outputs];
    this.squares = new double[outputs];
    this.rows = new long[layout.groups()];
    this.shifted = new double[Math.multiplyExact(blockRows, outputs)];
    this.present = new boolean[Math.multiplyExact(blockRows, layout.groups())];
  }

  /** Adds {@code count} rows, from row {@code first} on, of row-major labels. */
  void add(double[] labels, int first, int count) {
    for (int g = 0; g < outputsOfGroup.length; g++) {
      long before = rows[g];
      findPresent(g, labels, first, count);
      if (before == 0 && rows[g] > 0) {
        fixShift(g, labels, first, count);
      }
    }
    int groups = outputsOfGroup.length;
    for (int r = 0; r < count; r++) {
      for (int k = 0; k < outputs; k++) {
        int at = r * outputs + k;
        if (present[r * groups + layout.groupOf(k)]) {
          double value = labels[first * outputs + at] - shift[k];
          shifted[at] = value;
          sums[k] += value;
          squares[k] += value * value;
        } else {
          shifted[at] = 0;
        }
      }
    }
  }

  private void findPresent(int group, double[] labels, int first, int count) {
    boolean all = layout.side(group) == LabelLayout.Side.NONE;
    for (int r = 0; r < count; r++) {
      boolean complete = true;
      for (int output : outputsOfGroup[group]) {
        complete &= !Double.isNaN(labels[(first + r) * outputs + output]);
      }
      if (all && !complete) {
        throw new IllegalArgumentException(
            "Cannot accumulate labels: expected a group without missing labels, found NaN (group "
                + group
                + ", row "
                + (first + r)
                + " of the block)");
      }
      present[r * outputsOfGroup.length + group] = complete;
      if (complete) {
        rows[group]++;
      }
    }
  }

  private void fixShift(int group, double[] labels, int first, int count) {
    int start = 0;
    while (!present(group, start)) {
      start++;
    }
    for (int output : outputsOfGroup[group]) {
      double reference = labels[(first + start) * outputs + output];
      double difference = 0;
      for (int r = start + 1; r < count; r++) {
        if (present(group, r)) {
          difference += labels[(first + r) * outputs + output] - reference;
        }
      }
      shift[output] = reference + difference / rows[group];
    }
  }

  /** Whether row r of the last block has the group's labels. */
  boolean present(int group, int r) {
    return present[r * outputsOfGroup.length + group];
  }

  /** Moves a row of the last block to the position of one that is no longer needed. */
  void moveRow(int from, int to) {
    System.arraycopy(shifted, from * outputs, shifted, to * outputs, outputs);
    int groups = outputsOfGroup.length;
    System.arraycopy(present, from * groups, present, to * groups, groups);
  }

  /** An output of a row of the last block minus its shift. */
  double shifted(int row, int output) {
    return shifted[row * outputs + output];
  }

  /** The last block minus the shift, row-major, rows x Q, zero where missing. */
  double[] shifted() {
    return shifted;
  }

  long rows(int group) {
    return rows[group];
  }

  /** Sum of an output minus its shift. */
  double sum(int output) {
    return sums[output];
  }

  PreciseMean mean(int[] of, long n) {
    return mean(of, Arrays.stream(of).mapToDouble(this::sum).toArray(), n);
  }

  /** The mean of n rows from their sums minus the shift. */
  PreciseMean mean(int[] of, double[] shiftedSums, long n) {
    return PreciseMean.of(Arrays.stream(of).mapToDouble(k -> shift[k]).toArray(), shiftedSums, n);
  }

  /** sum (y - mean y)^2 of some outputs over their n rows. */
  double[] centredSquares(int[] of, long n) {
    double[] centred = new double[of.length];
    for (int k = 0; k < of.length; k++) {
      double sum = sums[of[k]];
      centred[k] = Math.max(0, squares[of[k]] - sum * (sum / n));
    }
    return centred;
  }
}
