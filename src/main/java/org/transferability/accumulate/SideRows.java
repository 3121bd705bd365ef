package org.transferability.accumulate;

import org.transferability.linear.SymmetricMatrix;

/** Gathers the shifted rows of one group's side into a block for level-3 BLAS. */
public final class SideRows {
  private final int d;
  private final double[] block;
  private final double[] sums;
  private final SymmetricMatrix scatter;
  private final int capacity;
  private int filled;
  private long rows;

  public SideRows(int d, int capacity) {
    this.d = d;
    this.capacity = capacity;
    this.block = new double[Math.multiplyExact(d, capacity + 1)];
    this.sums = new double[d];
    this.scatter = SymmetricMatrix.zeros(d);
  }

  /** Adds the row of d values that starts at {@code offset}, already minus the shift. */
  public void add(double[] features, int offset) {
    if (filled == capacity) {
      flush();
    }
    System.arraycopy(features, offset, block, filled * d, d);
    for (int i = 0; i < d; i++) {
      sums[i] += features[offset + i];
    }
    filled++;
    rows++;
  }

  private void flush() {
    scatter.addOuterProducts(block, filled);
    filled = 0;
  }

  long rows() {
    return rows;
  }

  /** Finishes: subtracts the rows from sums about the same shift. */
  void subtractFrom(double[] allSums, SymmetricMatrix allScatter) {
    flush();
    for (int i = 0; i < d; i++) {
      allSums[i] -= sums[i];
    }
    allScatter.subtract(scatter);
  }

  /** Finishes: the moments of the rows, which this object then no longer owns. */
  public FeatureMoments finish(double[] shift) {
    flush();
    return MomentsAccumulator.centre(rows, shift, sums, scatter);
  }
}
