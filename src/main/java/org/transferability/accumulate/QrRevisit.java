package org.transferability.accumulate;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.netlib.util.intW;
import org.transferability.linear.Blas;

/**
 * The triangular factor of the rows of a group, by Householder reflections (dgeqrf), separately for
 * each fold:
 *
 * <pre>[ 1, (f_i - c) D, y_i - y_0 ] = Q R,    R upper triangular, m x m, m = 1 + k + Q_g</pre>
 *
 * <p>of the k features that vary. R has the condition of the features, and their scatter has its
 * square. Parts are merged by factorising their factors, one above the other (tall and skinny QR:
 * Demmel, Grigori, Hoemmen, Langou, SIAM Journal on Scientific Computing 34, 2012), in the order of
 * the rows. An R is sent as m x m numbers, column-major, zeros below the diagonal; the K of them
 * one after the other.
 *
 * <p>Cost: 4 m^2 multiply-adds a row.
 *
 * @param width d, the features of a row
 * @param centre c of the features that vary
 * @param active the indices of those features
 * @param scale D, powers of two
 * @param outputs of the group in a row of labels; all must be present for a row to count
 * @param labelCentre y_0 of each of them
 * @param folds K; 1 without folds
 */
public record QrRevisit(
    int width,
    double[] centre,
    int[] active,
    double[] scale,
    int[] outputs,
    double[] labelCentre,
    int folds)
    implements Revisit {
  private static final int FEWEST_ROWS = 64;

  /** m. */
  public int order() {
    return 1 + active.length + outputs.length;
  }

  @Override
  public double[] merge(double[] a, double[] b) {
    int size = order() * order();
    double[] merged = new double[a.length];
    for (int k = 0; k < folds; k++) {
      double[] stacked =
          stack(
              Arrays.copyOfRange(a, k * size, (k + 1) * size),
              Arrays.copyOfRange(b, k * size, (k + 1) * size));
      System.arraycopy(stacked, 0, merged, k * size, size);
    }
    return merged;
  }

  /** The factor of the rows of some folds, m x m. */
  public double[] factor(double[] numbers, IntPredicate chosen) {
    int size = order() * order();
    double[] factor = null;
    for (int k = 0; k < folds; k++) {
      if (chosen.test(k)) {
        double[] ofFold = Arrays.copyOfRange(numbers, k * size, (k + 1) * size);
        factor = factor == null ? ofFold : stack(factor, ofFold);
      }
    }
    return factor == null ? new double[size] : factor;
  }

  private double[] stack(double[] a, double[] b) {
    int m = order();
    double[] stacked = new double[2 * m * m];
    for (int j = 0; j < m; j++) {
      System.arraycopy(a, j * m, stacked, j * 2 * m, m);
      System.arraycopy(b, j * m, stacked, j * 2 * m + m, m);
    }
    return factor(stacked, 2 * m, m);
  }

  @Override
  public Accumulator accumulator() {
    return new Rows(this);
  }

  /** R of a column-major matrix with at least as many rows as columns, which is overwritten. */
  private static double[] factor(double[] a, int rows, int m) {
    double[] tau = new double[m];
    double[] size = new double[1];
    intW info = new intW(0);
    Blas.lapack().dgeqrf(rows, m, a, rows, tau, size, -1, info);
    double[] work = new double[(int) size[0]];
    Blas.lapack().dgeqrf(rows, m, a, rows, tau, work, work.length, info);
    double[] r = new double[m * m];
    for (int j = 0; j < m; j++) {
      System.arraycopy(a, j * rows, r, j * m, j + 1);
    }
    return r;
  }

  private static final class Rows implements Accumulator {
    private final QrRevisit of;
    private final Fold[] folds;

    Rows(QrRevisit of) {
      this.of = of;
      this.folds = new Fold[of.folds];
    }

    @Override
    public void add(double[] features, double[] labels, int outputs, int[] foldOfRow, int count) {
      for (int row = 0; row < count; row++) {
        if (ResidualRevisit.isPresent(of.outputs, labels, row * outputs)) {
          int k = folds.length == 1 ? 0 : foldOfRow[row];
          folds[k] = folds[k] == null ? new Fold(of) : folds[k];
          folds[k].add(features, row, labels, row * outputs);
        }
      }
    }

    @Override
    public double[] finish() {
      int size = of.order() * of.order();
      double[] numbers = new double[Math.multiplyExact(folds.length, size)];
      for (int k = 0; k < folds.length; k++) {
        if (folds[k] != null) {
          System.arraycopy(folds[k].finish(), 0, numbers, k * size, size);
        }
      }
      return numbers;
    }
  }

  /** The rows of one fold, gathered until there are enough for a factorisation. */
  private static final class Fold {
    private final QrRevisit of;
    private final int m;
    private final int capacity;
    private final double[] stacked;
    private double[] r;
    private int filled;

    Fold(QrRevisit of) {
      this.of = of;
      this.m = of.order();
      this.capacity = Math.max(FEWEST_ROWS, m);
      this.stacked = new double[Math.multiplyExact(m + capacity, m)];
      this.r = new double[m * m];
    }

    void add(double[] features, int row, double[] labels, int firstLabel) {
      int at = m + filled;
      int rows = m + capacity;
      stacked[at] = 1;
      for (int i = 0; i < of.active.length; i++) {
        double value = features[row * of.width + of.active[i]] - of.centre[i];
        stacked[at + (1 + i) * rows] = value * of.scale[i];
      }
      for (int k = 0; k < of.outputs.length; k++) {
        stacked[at + (1 + of.active.length + k) * rows] =
            labels[firstLabel + of.outputs[k]] - of.labelCentre[k];
      }
      filled++;
      if (filled == capacity) {
        flush();
      }
    }

    private void flush() {
      int rows = m + capacity;
      for (int j = 0; j < m; j++) {
        System.arraycopy(r, j * m, stacked, j * rows, m);
        Arrays.fill(stacked, j * rows + m + filled, (j + 1) * rows, 0);
      }
      r = factor(stacked, rows, m);
      filled = 0;
    }

    double[] finish() {
      if (filled > 0) {
        flush();
      }
      return r;
    }
  }
}
