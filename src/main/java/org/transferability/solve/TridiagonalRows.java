package org.transferability.solve;

import org.transferability.linear.Blas;
import org.transferability.linear.Tridiagonal;

/**
 * The scalar products K of n rows about their mean in tridiagonal form. With the reflection H that
 * takes the first unit vector to a multiple of 1, and N its other n - 1 columns, which are a basis
 * of all vectors of sum 0,
 *
 * <pre>
 *   N'K N = Q T Q',   P = N Q    n x (n-1), P'P = I, P'1 = 0
 *   G = P (T + rho I)^-1 P'
 * </pre>
 *
 * <p>G y are the dual weights of the ridge fit with an intercept to all rows. The mean of the rows
 * is in no vector of sum 0, so K need not be about it, and nothing is subtracted from an inverse.
 *
 * <p>Cost: 8/3 n^3 operations. Immutable; the arrays are not copied.
 *
 * @param form T
 * @param basis P, column-major, and n more numbers
 * @param labels Y'P, q x (n-1), column-major
 */
record TridiagonalRows(Tridiagonal form, double[] basis, double[] labels) {
  /**
   * Reduces products.
   *
   * @param products K, n x n with both triangles; n at least 2
   * @param y labels about a mean near theirs, row-major, n x q
   */
  static TridiagonalRows of(double[] products, int n, double[] y) {
    int order = n - 1;
    double[] basis = reflected(products, n);
    Tridiagonal form = Tridiagonal.of(basis, 1, n, order);
    reflect(basis, n);
    int q = y.length / n;
    double[] labels = new double[Math.multiplyExact(q, order)];
    if (q > 0) {
      Blas.blas().dgemm("N", "N", q, order, n, 1, y, q, basis, n, 0, labels, q);
    }
    return new TridiagonalRows(form, basis, labels);
  }

  /**
   * N'K N, the lower triangle of a square below a row. H = I - b v v' with v = 1/sqrt(n) + e_1 and
   * b = 2 / v'v, and H K H = K - v p' - p v' with p = b (K v - b/2 (v'K v) v).
   */
  private static double[] reflected(double[] products, int n) {
    double entry = 1 / Math.sqrt(n);
    double factor = factor(n);
    double[] p = new double[n];
    for (int j = 0; j < n; j++) {
      double v = j == 0 ? entry + 1 : entry;
      for (int i = 0, at = j * n; i < n; i++, at++) {
        p[i] += v * products[at];
      }
    }
    double sum = p[0];
    for (double each : p) {
      sum += entry * each;
    }
    for (int i = 1; i < n; i++) {
      p[i] = factor * (p[i] - factor / 2 * sum * entry);
    }
    double[] square = new double[Math.multiplyExact(n, n)];
    for (int j = 1; j < n; j++) {
      int from = j * n;
      int to = (j - 1) * n;
      for (int i = j; i < n; i++) {
        square[to + i] = products[from + i] - entry * (p[i] + p[j]);
      }
    }
    return square;
  }

  /** b. */
  private static double factor(int n) {
    return 1 / (1 + 1 / Math.sqrt(n));
  }

  /** P = H times Q below a row of zeros, in place. */
  private static void reflect(double[] basis, int n) {
    double entry = 1 / Math.sqrt(n);
    for (int first = 0; first < n * (n - 1); first += n) {
      double sum = 0;
      for (int at = first + 1; at < first + n; at++) {
        sum += basis[at];
      }
      double along = factor(n) * entry * sum;
      basis[first] = -along * (entry + 1);
      for (int at = first + 1; at < first + n; at++) {
        basis[at] -= along * entry;
      }
    }
  }

  /**
   * Sums of the fit to all rows: (T + rho I) x = P'y.
   *
   * @param duals written: y'P x, for each output
   * @param squares written: |x|^2
   * @param products written: x'T x
   * @return whether T + rho I is positive definite
   */
  boolean solve(double rho, double[] duals, double[] squares, double[] products) {
    int order = form.order();
    int q = duals.length;
    double[] roots = new double[order];
    double[] below = new double[order];
    if (!form.factorise(rho, roots, below)) {
      return false;
    }
    double[] x = new double[order];
    for (int o = 0; o < q; o++) {
      for (int j = 0; j < order; j++) {
        double before = j == 0 ? 0 : below[j - 1] * x[j - 1];
        x[j] = (labels[j * q + o] - before) / roots[j];
        duals[o] += x[j] * x[j];
      }
      for (int j = order - 1; j >= 0; j--) {
        double after = j + 1 < order ? below[j] * x[j + 1] : 0;
        x[j] = (x[j] - after) / roots[j];
        double crossed = j + 1 < order ? 2 * form.beside()[j] * x[j + 1] : 0;
        squares[o] += x[j] * x[j];
        products[o] += x[j] * (form.diagonal()[j] * x[j] + crossed);
      }
    }
    return true;
  }

  /** The condition of K about the mean + rho I on the vectors of sum 0, at most. */
  double condition(double rho) {
    return (form.largest() + rho) / (form.smallest() + rho);
  }

  /**
   * P and the labels, as far as a fit without some rows needs them.
   *
   * @param left the rows
   * @return (f + q) x (n-1), column-major
   */
  double[] rows(int[] left) {
    int order = form.order();
    int n = order + 1;
    int q = labels.length / Math.max(1, order);
    int height = left.length + q;
    double[] packed = new double[Math.multiplyExact(height, order)];
    for (int j = 0; j < order; j++) {
      int to = j * height;
      for (int i = 0; i < left.length; i++) {
        packed[to + i] = basis[j * n + left[i]];
      }
      System.arraycopy(labels, j * q, packed, to + left.length, q);
    }
    return packed;
  }
}
