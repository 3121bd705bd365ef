package org.transferability.accumulate;

import java.util.Arrays;
import org.transferability.linear.Blas;
import org.transferability.linear.SymmetricMatrix;

/**
 * Sums of rows with their labels about their own shift, the mean of their first rows, so that other
 * rows do not affect their digits.
 */
public final class OwnRows {
  private final int d;
  private final int[] outputs;
  private final int capacity;
  private final double[] block;
  private final double[] blockLabels;
  private final double[] shift;
  private final double[] sums;
  private final double[] cross;
  private final double[] labelSums;
  private final SymmetricMatrix scatter;
  private int filled;
  private long rows;
  private FeatureMoments finished; // null until the end

  /**
   * @param outputs whose labels are added
   * @param capacity rows of one BLAS call
   */
  OwnRows(int d, int[] outputs, int capacity) {
    this.d = d;
    this.outputs = outputs;
    this.capacity = capacity;
    this.block = new double[Math.multiplyExact(d, capacity + 1)];
    this.blockLabels = new double[Math.multiplyExact(outputs.length, capacity)];
    this.shift = new double[d];
    this.sums = new double[d];
    this.cross = new double[Math.multiplyExact(d, outputs.length)];
    this.labelSums = new double[outputs.length];
    this.scatter = SymmetricMatrix.zeros(d);
  }

  /**
   * Adds some rows of a block.
   *
   * @param features row-major, the block begins at {@code offset}; not modified
   * @param labels of the block
   * @param chosen the numbers of the rows
   */
  void add(double[] features, int offset, LabelSums labels, int[] chosen, int count) {
    if (rows == 0 && count > 0) {
      fixShift(shift, features, offset, chosen, count);
    }
    for (int c = 0; c < count; c++) {
      if (filled == capacity) {
        flush();
      }
      int from = offset + chosen[c] * d;
      for (int i = 0, to = filled * d; i < d; i++, to++) {
        double value = features[from + i] - shift[i];
        block[to] = value;
        sums[i] += value;
      }
      for (int k = 0; k < outputs.length; k++) {
        double y = labels.shifted(chosen[c], outputs[k]);
        blockLabels[filled * outputs.length + k] = y;
        labelSums[k] += y;
      }
      filled++;
      rows++;
    }
  }

  /** Sets a shift to the mean of some rows; exact if they are equal. */
  public static void fixShift(
      double[] shift, double[] features, int offset, int[] chosen, int count) {
    int d = shift.length;
    for (int i = 0; i < d; i++) {
      double first = features[offset + chosen[0] * d + i];
      double difference = 0;
      for (int c = 1; c < count; c++) {
        difference += features[offset + chosen[c] * d + i] - first;
      }
      shift[i] = first + difference / count;
    }
  }

  private void flush() {
    int q = outputs.length;
    if (d > 0 && q > 0 && filled > 0) {
      Blas.blas().dgemm("N", "T", d, q, filled, 1, block, d, blockLabels, q, 1, cross, d);
    }
    scatter.addOuterProducts(block, filled);
    filled = 0;
  }

  /** Sums of an output minus the shift of the labels. */
  double labelSum(int output) {
    return labelSums[place(output)];
  }

  /** The same for several outputs. */
  double[] labelSums(int[] some) {
    return Arrays.stream(some).mapToDouble(this::labelSum).toArray();
  }

  private int place(int output) {
    int k = 0;
    while (outputs[k] != output) {
      k++;
    }
    return k;
  }

  /** Finishes: the moments of the features, which this object then no longer owns. */
  FeatureMoments features() {
    if (finished == null) {
      flush();
      finished = MomentsAccumulator.centre(rows, shift, sums, scatter);
    }
    return finished;
  }

  /** After {@link #features}: the cross-products with some of the outputs, about the means. */
  double[] cross(int[] some) {
    int[] columns = new int[some.length];
    Arrays.setAll(columns, k -> place(some[k]));
    return GroupMoments.centredCross(cross, columns, sums, labelSums(some), rows);
  }
}
