package org.transferability.solve;

/** Sums of squares down the columns of column-major matrices of q columns. */
final class ColumnSums {
  private ColumnSums() {}

  /** sum_i x_ik^2. */
  static double[] squares(double[] x, int q) {
    double[] sums = new double[q];
    int rows = q == 0 ? 0 : x.length / q;
    for (int k = 0, at = 0; k < q; k++) {
      double sum = 0;
      for (int i = 0; i < rows; i++, at++) {
        sum += x[at] * x[at];
      }
      sums[k] = sum;
    }
    return sums;
  }

  /** sum_i w_i x_ik^2. */
  static double[] squares(double[] x, double[] w, int q) {
    double[] sums = new double[q];
    for (int k = 0, at = 0; k < q; k++) {
      double sum = 0;
      for (int i = 0; i < w.length; i++, at++) {
        sum += w[i] * x[at] * x[at];
      }
      sums[k] = sum;
    }
    return sums;
  }
}
