package org.transferability.accumulate.classes;

import java.util.Arrays;
import org.transferability.accumulate.FeatureMoments;
import org.transferability.accumulate.PreciseMean;
import org.transferability.accumulate.SideRows;

/** The rows of one class during accumulation; see {@link ClassPart} for what is kept. */
final class OpenClass {
  private static final int MOST_BLOCK_ROWS = 256;
  private static final int FIRST_ROWS = 4;

  private final int d;
  private final double[] sums;
  private double[] raw; // null if only means are kept, and after there is a scatter
  private SideRows scatter; // null until there are too many rows
  private long rows;

  OpenClass(int d, ClassLayout.Keep keep) {
    this.d = d;
    this.sums = new double[d];
    if (keep == ClassLayout.Keep.SCATTERS) {
      raw = new double[0];
    }
  }

  /**
   * Adds a row.
   *
   * @param features the raw row begins at {@code at}
   * @param shifted the same row minus the shift
   */
  void add(double[] features, int at, double[] shifted, double[] shift) {
    for (int i = 0; i < d; i++) {
      sums[i] += shifted[i];
    }
    if (raw != null && rows < ClassPart.mostRaw(d)) {
      int length = (int) rows * d;
      if (raw.length == length) {
        long room = Math.min(ClassPart.mostRaw(d), Math.max(FIRST_ROWS, 2 * rows));
        raw = Arrays.copyOf(raw, (int) room * d);
      }
      System.arraycopy(features, at, raw, length, d);
    } else if (raw != null) {
      startScatter(shift);
    }
    if (scatter != null) {
      scatter.add(shifted, 0);
    }
    rows++;
  }

  private void startScatter(double[] shift) {
    scatter = new SideRows(d, Math.max(1, Math.min(MOST_BLOCK_ROWS, d / 8)));
    double[] row = new double[d];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < d; i++) {
        row[i] = raw[r * d + i] - shift[i];
      }
      scatter.add(row, 0);
    }
    raw = null;
  }

  ClassPart finish(double[] shift) {
    if (scatter != null) {
      FeatureMoments moments = scatter.finish(shift);
      return new ClassPart(rows, moments.preciseMean(), null, moments.scatter());
    }
    double[] kept = raw == null ? null : Arrays.copyOf(raw, (int) rows * d);
    return new ClassPart(rows, PreciseMean.of(shift, sums, rows), kept, null);
  }
}
