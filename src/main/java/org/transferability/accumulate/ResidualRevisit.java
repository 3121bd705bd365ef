package org.transferability.accumulate;

import org.transferability.linear.Blas;

/**
 * Residuals of given weights, and their products with the features, over the n rows of a group:
 *
 * <pre>
 *   r_i = (y_i - y_0) - A (f_i - c)          a number for each of P models
 *   n,  sum r_i (P),  sum r_i^2 (P),  sum (f_i - c) (d),  sum (f_i - c) r_i' (d x P, column-major)
 * </pre>
 *
 * <p>in this order. Residuals of a good fit are small, and so is the rounding of their squares, in
 * contrast to a difference of second moments.
 *
 * @param centre c, d numbers
 * @param weights A', d x P column-major
 * @param outputs for each model its output in a row of labels
 * @param labelCentre y_0 of each model
 * @param required outputs that must be present for a row to count
 */
public record ResidualRevisit(
    double[] centre, double[] weights, int[] outputs, double[] labelCentre, int[] required)
    implements Revisit {
  private static final int BLOCK = 256;

  /** P. */
  public int models() {
    return outputs.length;
  }

  /** d. */
  public int width() {
    return centre.length;
  }

  @Override
  public int folds() {
    return 1;
  }

  @Override
  public double[] merge(double[] a, double[] b) {
    double[] sum = a.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += b[i];
    }
    return sum;
  }

  @Override
  public Accumulator accumulator() {
    return new Sums(this);
  }

  private static final class Sums implements Accumulator {
    private final ResidualRevisit of;
    private final int d;
    private final int models;
    private final double[] x;
    private final double[] residuals;
    private final double[] sums;
    private final double[] squares;
    private final double[] featureSums;
    private final double[] cross;
    private long rows;

    Sums(ResidualRevisit of) {
      this.of = of;
      this.d = of.width();
      this.models = of.models();
      this.x = new double[Math.multiplyExact(BLOCK, d)];
      this.residuals = new double[Math.multiplyExact(BLOCK, models)];
      this.sums = new double[models];
      this.squares = new double[models];
      this.featureSums = new double[d];
      this.cross = new double[Math.multiplyExact(d, models)];
    }

    @Override
    public void add(double[] features, double[] labels, int outputs, int[] foldOfRow, int count) {
      int filled = 0;
      for (int r = 0; r < count; r++) {
        if (isPresent(of.required, labels, r * outputs)) {
          for (int i = 0; i < d; i++) {
            x[filled * d + i] = features[r * d + i] - of.centre[i];
          }
          for (int p = 0; p < models; p++) {
            residuals[filled * models + p] =
                labels[r * outputs + of.outputs[p]] - of.labelCentre[p];
          }
          filled++;
        }
        if (filled == BLOCK || (filled > 0 && r == count - 1)) {
          flush(filled);
          filled = 0;
        }
      }
    }

    private void flush(int count) {
      if (d > 0) {
        Blas.blas()
            .dgemm("T", "N", models, count, d, -1, of.weights, d, x, d, 1, residuals, models);
        Blas.blas().dgemm("N", "T", d, models, count, 1, x, d, residuals, models, 1, cross, d);
      }
      for (int r = 0; r < count; r++) {
        for (int p = 0; p < models; p++) {
          double residual = residuals[r * models + p];
          sums[p] += residual;
          squares[p] += residual * residual;
        }
        for (int i = 0; i < d; i++) {
          featureSums[i] += x[r * d + i];
        }
      }
      rows += count;
    }

    @Override
    public double[] finish() {
      double[] all = new double[1 + 2 * models + d + cross.length];
      all[0] = rows;
      System.arraycopy(sums, 0, all, 1, models);
      System.arraycopy(squares, 0, all, 1 + models, models);
      System.arraycopy(featureSums, 0, all, 1 + 2 * models, d);
      System.arraycopy(cross, 0, all, 1 + 2 * models + d, cross.length);
      return all;
    }
  }

  /** Whether a row has all the outputs. */
  static boolean isPresent(int[] required, double[] labels, int row) {
    for (int output : required) {
      if (Double.isNaN(labels[row + output])) {
        return false;
      }
    }
    return true;
  }
}
