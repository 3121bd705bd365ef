package org.transferability.read.label;

import java.io.Serializable;
import java.util.Arrays;

/** The smallest and largest label of each output of a target, over rows with all outputs. */
public final class LabelRange implements Serializable {
  private static final long serialVersionUID = 1L;

  private final double[] low;
  private final double[] high;

  private LabelRange(double[] low, double[] high) {
    this.low = low;
    this.high = high;
  }

  /** Of no rows. */
  static LabelRange empty(int outputs) {
    double[] low = new double[outputs];
    double[] high = new double[outputs];
    Arrays.fill(low, Double.POSITIVE_INFINITY);
    Arrays.fill(high, Double.NEGATIVE_INFINITY);
    return new LabelRange(low, high);
  }

  /** Of known outputs. The arrays are not copied. */
  static LabelRange of(double[] low, double[] high) {
    return new LabelRange(low, high);
  }

  /**
   * Adds a row to the range. No label is NaN: a comparison takes a third of the time of Math.min,
   * which matters with thousands of targets.
   */
  void widen(double[] labels, int at) {
    for (int k = 0; k < low.length; k++) {
      double label = labels[at + k];
      if (label < low[k]) {
        low[k] = label;
      }
      if (label > high[k]) {
        high[k] = label;
      }
    }
  }

  /** The range of both, or of the one that has outputs if the other has none. */
  LabelRange merge(LabelRange other) {
    if (low.length == 0) {
      return other;
    }
    LabelRange both = new LabelRange(low.clone(), high.clone());
    if (other.low.length > 0) {
      both.widen(other.low, 0);
      both.widen(other.high, 0);
    }
    return both;
  }

  /** The smallest of each output; infinite if there is no row. A new array. */
  public double[] low() {
    return low.clone();
  }

  /** The largest of each output. A new array. */
  public double[] high() {
    return high.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LabelRange that
        && Arrays.equals(low, that.low)
        && Arrays.equals(high, that.high);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(low) + Arrays.hashCode(high);
  }

  @Override
  public String toString() {
    return Arrays.toString(low) + " to " + Arrays.toString(high);
  }
}
