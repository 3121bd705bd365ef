package org.transferability.linear;

import org.netlib.util.intW;

/**
 * The eigenvalues of a symmetric matrix A = V diag(w) V' and the products V'B with a few columns B,
 * without V.
 *
 * <pre>
 *   A = Q T Q'         T tridiagonal                                     dsytrd
 *   C = Q'B            d x q                                             dormtr
 *   T = Z diag(w) Z'   the rotations of Z are applied to the rows of C
 * </pre>
 *
 * <p>The last step is the implicit QL method (Bowdler, Martin, Reinsch and Wilkinson, "The QR and
 * QL Algorithms for Symmetric Matrices", Numerische Mathematik 11, 1968), which changes A by
 * rounding of its norm.
 *
 * <p>Cost: 4/3 d^3 operations, 4 d^2 q for the products, and about 6 d^2 q for the rotations: a
 * third to a half of {@link SymmetricEigen}. A and B are not modified.
 */
public final class ProjectedEigen {
  private static final int BLOCK = 64;
  private static final int MOST_SWEEPS = 60;

  /** Elements off the diagonal up to this, of a norm near 1, are rounding of dsytrd. */
  private static final double ROUNDING = Math.ulp(1.0) / 2;

  private final double[] values;
  private final double[] products;

  private ProjectedEigen(double[] values, double[] products) {
    this.values = values;
    this.products = products;
  }

  /**
   * Decomposes {@code a}.
   *
   * @param b d x q, column-major
   */
  public static ProjectedEigen of(SymmetricMatrix a, double[] b, int q) {
    int d = a.order();
    if (b.length != (long) d * q) {
      throw new IllegalArgumentException(
          "Cannot project columns: expected " + (long) d * q + " numbers, found " + b.length);
    }
    double[] diagonal = new double[d];
    double[] beside = new double[d];
    double[] rows = new double[b.length]; // row by row
    if (d > 0) {
      tridiagonalise(a, diagonal, beside, b, q, rows);
      scaled(diagonal, beside, rows, q);
    }
    return new ProjectedEigen(diagonal, sorted(diagonal, rows, q));
  }

  /** Sorts the values, and returns the rows in their order, column-major. */
  private static double[] sorted(double[] values, double[] rows, int q) {
    int d = values.length;
    double[] products = new double[rows.length];
    for (int j = 0; j < d; j++) { // QL finds them nearly in order
      int least = j;
      for (int i = j + 1; i < d; i++) {
        least = values[i] < values[least] ? i : least;
      }
      double value = values[least];
      values[least] = values[j];
      values[j] = value;
      for (int k = 0; k < q; k++) {
        double product = rows[least * q + k];
        rows[least * q + k] = rows[j * q + k];
        products[j + k * d] = product;
      }
    }
    return products;
  }

  /** T, and Q'B by rows. */
  private static void tridiagonalise(
      SymmetricMatrix a, double[] diagonal, double[] beside, double[] b, int q, double[] rows) {
    int d = diagonal.length;
    double[] full = a.toFull();
    double[] tau = new double[d];
    double[] work = new double[Math.max(d, q) * BLOCK];
    intW info = new intW(0);
    Blas.lapack().dsytrd("L", d, full, d, diagonal, beside, tau, work, work.length, info);
    if (q == 0) {
      return;
    }
    double[] turned = b.clone();
    Blas.lapack().dormtr("L", "L", "T", d, q, full, d, tau, turned, d, work, work.length, info);
    for (int i = 0; i < d; i++) {
      for (int k = 0; k < q; k++) {
        rows[i * q + k] = turned[i + k * d];
      }
    }
  }

  /** Diagonalises T with entries near 1, so that no square overflows. */
  private static void scaled(double[] diagonal, double[] beside, double[] rows, int q) {
    double largest = 0;
    for (int i = 0; i < diagonal.length; i++) {
      largest = Math.max(largest, Math.max(Math.abs(diagonal[i]), Math.abs(beside[i])));
    }
    if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) {
      return;
    }
    int exponent = Math.getExponent(largest);
    scale(diagonal, -exponent);
    scale(beside, -exponent);
    diagonalise(diagonal, beside, rows, q);
    scale(diagonal, exponent);
  }

  private static void scale(double[] values, int exponent) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.scalb(values[i], exponent);
    }
  }

  private static void diagonalise(double[] diagonal, double[] beside, double[] rows, int q) {
    int n = diagonal.length;
    beside[n - 1] = 0;
    for (int l = 0; l < n; l++) {
      int end = end(diagonal, beside, l);
      for (int sweep = 0; end > l; sweep++) {
        if (sweep == MOST_SWEEPS) {
          throw new ArithmeticException(
              "Cannot decompose a symmetric matrix: expected convergence, found none after %d sweeps (order %d)"
                  .formatted(MOST_SWEEPS, n));
        }
        sweep(diagonal, beside, l, end, rows, q);
        end = end(diagonal, beside, l);
      }
    }
  }

  /**
   * The last index of the block that begins at l: the next element off the diagonal is rounding.
   */
  private static int end(double[] diagonal, double[] beside, int l) {
    int m = l;
    while (m < diagonal.length - 1) {
      if (Math.abs(beside[m]) <= ROUNDING) {
        break;
      }
      m++;
    }
    return m;
  }

  /** One implicit QL step with Wilkinson's shift on the block from l to m. */
  private static void sweep(
      double[] diagonal, double[] beside, int l, int m, double[] rows, int q) {
    double g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l]);
    double r = Math.hypot(g, 1);
    g = diagonal[m] - diagonal[l] + beside[l] / (g + Math.copySign(r, g));
    double s = 1;
    double c = 1;
    double p = 0;
    for (int i = m - 1; i >= l; i--) {
      double f = s * beside[i];
      double b = c * beside[i];
      r = Math.sqrt(f * f + g * g);
      beside[i + 1] = r;
      if (r == 0) { // the block falls apart
        diagonal[i + 1] -= p;
        beside[m] = 0;
        return;
      }
      s = f / r;
      c = g / r;
      g = diagonal[i + 1] - p;
      r = (diagonal[i] - g) * s + 2 * c * b;
      p = s * r;
      diagonal[i + 1] = g + p;
      g = c * r - b;
      rotate(rows, i * q, q, c, s);
    }
    diagonal[l] -= p;
    beside[l] = g;
    beside[m] = 0;
  }

  private static void rotate(double[] rows, int at, int q, double c, double s) {
    for (int k = at; k < at + q; k++) {
      double upper = rows[k];
      double lower = rows[k + q];
      rows[k + q] = s * upper + c * lower;
      rows[k] = c * upper - s * lower;
    }
  }

  /** w, ascending. Not copied: do not modify. */
  public double[] values() {
    return values;
  }

  /** V'B, d x q column-major; row j belongs to w_j. Not copied: do not modify. */
  public double[] products() {
    return products;
  }
}
