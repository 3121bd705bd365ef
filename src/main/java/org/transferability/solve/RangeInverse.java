package org.transferability.solve;

import org.netlib.util.doubleW;
import org.netlib.util.intW;
import org.transferability.linear.Blas;
import org.transferability.linear.SymmetricEigen;
import org.transferability.linear.SymmetricMatrix;

/**
 * The pseudo-inverse through M = V W V', on the r eigenvectors whose eigenvalues are above the
 * tolerance: u = W_r^-1/2 V_r' b, x = V_r W_r^-1/2 u, which is the x of least norm.
 */
final class RangeInverse implements ScaledInverse {
  /** The error of a product with an eigenvector in rounding units of its terms. */
  private static final double ROUNDING_OF_PRODUCTS = 8;

  private static final double CLEAR = 1e4;

  private final int order;
  private final int rank;
  private final double[] values;
  private final double[] vectors;

  private RangeInverse(int rank, SymmetricEigen eigen) {
    this.order = eigen.order();
    this.rank = rank;
    this.values = eigen.values();
    this.vectors = eigen.vectors();
  }

  static RangeInverse of(SymmetricMatrix m, double tolerance, long mostRank) {
    SymmetricEigen eigen = SymmetricEigen.of(m);
    double[] w = eigen.values();
    int rank = 0;
    while (rank < Math.min(w.length, mostRank)
        && w[w.length - 1 - rank] > tolerance * w[w.length - 1]) {
      rank++;
    }
    return new RangeInverse(rank, eigen);
  }

  @Override
  public int rank() {
    return rank;
  }

  @Override
  public double condition() {
    return rank == 0 ? 1 : values[order - 1] / values[order - rank];
  }

  @Override
  public double[] half(double[] b, int q) {
    double[] u = new double[Math.multiplyExact(rank, q)];
    if (u.length > 0) {
      Blas.blas()
          .dgemm("T", "N", rank, q, order, 1, vectors, offset(), order, b, 0, order, 0, u, 0, rank);
    }
    divideByRoots(u, q);
    return u;
  }

  @Override
  public double[] finish(double[] u, int q) {
    divideByRoots(u, q);
    double[] x = new double[Math.multiplyExact(order, q)];
    if (u.length > 0) {
      Blas.blas()
          .dgemm("N", "N", order, q, rank, 1, vectors, offset(), order, u, 0, rank, 0, x, 0, order);
    }
    return x;
  }

  /**
   * For each column, b'M^-1 b on the excluded eigenvectors. It is exactly 0 if b is in the range of
   * M, so this is an error due to the decision about the rank. Infinite if it is unknown: an
   * eigenvector whose eigenvalue is rounding may explain anything, unless its product with b is
   * rounding too, which is the case if features are exact copies or sums of one another.
   *
   * @param x the solution, order x q: the error of the vectors is rounding of M, and that of b is
   *     this times x
   * @param variance of each output, which bounds b: its entries are products with features of about
   *     unit variance
   * @param cancellation the error of M in rounding units
   */
  double[] lost(double[] b, double[] x, double[] variance, double cancellation) {
    int q = variance.length;
    double[] lost = new double[q];
    int nullity = order - rank;
    if (nullity == 0 || rank == 0 || q == 0) {
      return lost;
    }
    double[] z = new double[Math.multiplyExact(nullity, q)];
    Blas.blas().dgemm("T", "N", nullity, q, order, 1, vectors, order, b, order, 0, z, nullity);
    double largest = values[order - 1];
    double unit = Math.ulp(1.0) * cancellation;
    double trace = 0;
    for (double value : values) {
      trace += Math.max(0, value);
    }
    double[] norms = ColumnSums.squares(x, q);
    for (int k = 0, at = 0; k < q; k++) {
      double rounding =
          rounding(unit, Math.sqrt(trace * variance[k]), largest * Math.sqrt(norms[k]));
      for (int j = 0; j < nullity; j++, at++) {
        lost[k] +=
            Math.abs(z[at]) > rounding
                ? Double.POSITIVE_INFINITY
                : z[at] * z[at] / Math.max(Math.abs(values[j]), unit * largest);
      }
    }
    return lost;
  }

  /**
   * The size of a product of b with an eigenvector without data due to rounding.
   *
   * @param ofLabels the largest possible b
   * @param ofWeights the largest eigenvalue times the length of x: if it is far larger, the vectors
   *     that were kept are nearly dependent too, and none is certain to be without data
   */
  static double rounding(double unit, double ofLabels, double ofWeights) {
    return ofWeights > CLEAR * ofLabels ? -1 : ROUNDING_OF_PRODUCTS * unit * (ofLabels + ofWeights);
  }

  /**
   * Of all A that solve the unscaled system, the one of least norm: D x minus its part in the null
   * space. The null space of S is spanned by D V_0, its range by D^-1 V_r, where V_0 and V_r are
   * M's; the smaller of the two is used, by least squares (dgels).
   *
   * @param x count x q, scaled weights; overwritten by D^-1 A
   * @return the error of the result in rounding units of A, at least 1: the condition of the basis,
   *     and the ratio of the length of the original vector to that of A
   */
  double leastNorm(double[] x, int q, double[] scale) {
    return leastNorm(vectors, order, rank, x, q, scale);
  }

  /**
   * The same from an orthonormal basis.
   *
   * @param vectors order x order, first those of the null space, then those of the range
   */
  static double leastNorm(
      double[] vectors, int order, int rank, double[] x, int q, double[] scale) {
    int nullity = order - rank;
    if (nullity == 0 || rank == 0 || q == 0) {
      return 1;
    }
    boolean byNullSpace = nullity <= rank;
    int columns = Math.min(nullity, rank);
    double[] basis = new double[Math.multiplyExact(order, columns)];
    System.arraycopy(vectors, byNullSpace ? 0 : nullity * order, basis, 0, basis.length);
    double[] a = x.clone();
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < columns; j++) {
        basis[i + j * order] *= byNullSpace ? scale[i] : 1 / scale[i];
      }
      for (int k = 0; k < q; k++) {
        a[i + k * order] *= scale[i];
      }
    }
    double[] factor = basis.clone();
    double[] part = project(order, basis, factor, columns, a, q);
    double before = 0;
    double after = 0;
    for (int k = 0, at = 0; k < q; k++) {
      for (int i = 0; i < order; i++, at++) {
        double least = byNullSpace ? a[at] - part[at] : part[at];
        x[at] = least / scale[i];
        before += a[at] * a[at];
        after += least * least;
      }
    }
    // a result of 0 from a vector that is not 0 is only rounding
    double longer = before > 0 ? Math.max(1, Math.sqrt(before / after)) : 1;
    return longer * condition(factor, order, columns);
  }

  /** The 1-norm condition of the triangle of a basis from dgels, with columns of length 1. */
  private static double condition(double[] factor, int order, int columns) {
    for (int j = 0; j < columns; j++) {
      double length = Blas.blas().dnrm2(j + 1, factor, j * order, 1);
      for (int i = 0; i <= j && length > 0; i++) {
        factor[j * order + i] /= length;
      }
    }
    doubleW reciprocal = new doubleW(0);
    Blas.lapack()
        .dtrcon(
            "1",
            "U",
            "N",
            columns,
            factor,
            order,
            reciprocal,
            new double[3 * columns],
            new int[columns],
            new intW(0));
    return 1 / reciprocal.val;
  }

  /**
   * The projection of each column of {@code a} on the columns of {@code basis}.
   *
   * @param factor a copy of the basis; overwritten by its triangular factor
   */
  private static double[] project(
      int order, double[] basis, double[] factor, int columns, double[] a, int q) {
    double[] coefficients = a.clone();
    intW info = new intW(0);
    double[] size = new double[1];
    Blas.lapack().dgels("N", order, columns, q, basis, order, coefficients, order, size, -1, info);
    double[] work = new double[(int) size[0]];
    Blas.lapack()
        .dgels("N", order, columns, q, factor, order, coefficients, order, work, work.length, info);
    double[] part = new double[a.length];
    Blas.blas()
        .dgemm("N", "N", order, q, columns, 1, basis, order, coefficients, order, 0, part, order);
    return part;
  }

  private void divideByRoots(double[] u, int q) {
    for (int k = 0, at = 0; k < q; k++) {
      for (int j = 0; j < rank; j++, at++) {
        u[at] /= Math.sqrt(values[order - rank + j]);
      }
    }
  }

  /** The index at which V_r begins; eigenvalues are ascending. */
  private int offset() {
    return (order - rank) * order;
  }
}
