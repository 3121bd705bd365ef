package org.transferability.linear;

import org.netlib.util.intW;

/**
 * The eigendecomposition A = V diag(w) V' of a symmetric matrix by divide and conquer (dsyevd).
 *
 * <p>Cost: about 9 d^3 operations, tens of Cholesky factorisations, and 3 d^2 numbers of workspace,
 * so it is used only if a Cholesky factorisation is not sufficient.
 */
public final class SymmetricEigen {
  private final double[] values;
  private final double[] vectors;

  private SymmetricEigen(double[] values, double[] vectors) {
    this.values = values;
    this.vectors = vectors;
  }

  /** Decomposes {@code a}, which is not modified. */
  public static SymmetricEigen of(SymmetricMatrix a) {
    int d = a.order();
    double[] vectors = a.toFull();
    double[] values = new double[d];
    if (d == 0) {
      return new SymmetricEigen(values, vectors);
    }
    double[] workSize = new double[1];
    int[] integerSize = new int[1];
    intW info = new intW(0);
    Blas.lapack().dsyevd("V", "L", d, vectors, d, values, workSize, -1, integerSize, -1, info);
    int lwork = (int) workSize[0];
    int liwork = integerSize[0];
    Blas.lapack()
        .dsyevd(
            "V",
            "L",
            d,
            vectors,
            d,
            values,
            new double[lwork],
            lwork,
            new int[liwork],
            liwork,
            info);
    if (info.val != 0) {
      throw new ArithmeticException(
          "Cannot decompose a symmetric matrix: expected convergence, found dsyevd info "
              + info.val
              + " (order "
              + d
              + ")");
    }
    return new SymmetricEigen(values, vectors);
  }

  public int order() {
    return values.length;
  }

  /** w, ascending. Not copied: do not modify. */
  public double[] values() {
    return values;
  }

  /** V (d x d), column-major; column j belongs to w_j. Not copied: do not modify. */
  public double[] vectors() {
    return vectors;
  }
}
