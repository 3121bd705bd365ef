package org.transferability.linear;

import dev.ludovic.netlib.blas.BLAS;
import dev.ludovic.netlib.lapack.LAPACK;
import java.util.Arrays;
import org.netlib.util.intW;

/**
 * The Cholesky factorisation A = L L' in Rectangular Full Packed storage.
 *
 * <pre>
 *   A11 = L11 L11'             {@link #lower}
 *   L21 = A21 L11^-T           dtrsm and dgemm by blocks of columns
 *   A22 - L21 L21' = L22 L22'  dsyrk, dpotrf (on the transposed triangle: U22 = L22')
 * </pre>
 *
 * <p>Right-hand sides B are d x q, column-major, leading dimension d. Cost: d^3/3 multiply-adds to
 * factorise, d^2 q for each of the two triangular solves.
 */
public final class Cholesky implements Factorization {
  private static final int MAX_CONDITION_ITERATIONS = 5;

  /**
   * Columns of a block: OpenBLAS's dtrsm from the right is twice as fast in blocks with dgemm in
   * between, and its dpotrf a fifth slower than blocks at orders of hundreds.
   */
  private static final int BLOCK = 48;

  /** Beyond this order, blocks that update the whole rest do not stay in the cache. */
  private static final int MOST_BY_BLOCKS = 1024;

  private final SymmetricMatrix factor;

  private Cholesky(SymmetricMatrix factor) {
    this.factor = factor;
  }

  /** Factorises {@code a}, which is overwritten by the factor (partial after a failure). */
  public static Factorization of(SymmetricMatrix a) {
    int n1 = a.n1();
    int n2 = a.n2();
    int lda = a.leadingDimension();
    double[] s = a.storage();
    intW info = new intW(0);
    LAPACK lapack = Blas.lapack();
    int failed = lower(s, n1, a.offset11(), lda);
    if (failed >= 0) {
      return new NotPositiveDefinite(failed);
    }
    if (n2 > 0) {
      BLAS blas = Blas.blas();
      divide(s, n1, a.offset11(), n2, a.offset21(), lda);
      blas.dsyrk("U", "N", n2, n1, -1.0, s, a.offset21(), lda, 1.0, s, a.offset22(), lda);
      lapack.dpotrf("U", n2, s, a.offset22(), lda, info);
      if (info.val > 0) {
        return new NotPositiveDefinite(n1 + info.val - 1);
      }
    }
    return new Cholesky(a);
  }

  /**
   * A = L L' for the lower triangle of a full square, in place, without a copy.
   *
   * @param a column-major, the triangle begins at {@code at}; from there on {@code n} columns of
   *     length {@code lda} and {@code n} more elements, which netlib's checks of ranges require
   * @return the first column whose pivot is not positive, or -1
   */
  public static int lower(double[] a, int n, int at, int lda) {
    return lower(a, n, n, at, lda);
  }

  /**
   * The same with more rows B below A, and C to the right of B: B becomes B L^-T, and the lower
   * triangle of C becomes that of C - B A^-1 B'.
   *
   * @param height of A and B together, and of the square of which A, B and C are the lower triangle
   */
  public static int lower(double[] a, int n, int height, int at, int lda) {
    int block = n <= MOST_BY_BLOCKS ? BLOCK : n;
    intW info = new intW(0);
    BLAS blas = Blas.blas();
    for (int j = 0; j < n; j += block) {
      int columns = Math.min(block, n - j);
      int corner = at + j * (lda + 1);
      Blas.lapack().dpotrf("L", columns, a, corner, lda, info);
      if (info.val > 0) {
        return j + info.val - 1;
      }
      int rest = height - j - columns;
      if (rest > 0) {
        int below = corner + columns;
        int next = corner + columns * (lda + 1);
        blas.dtrsm("R", "L", "T", "N", rest, columns, 1, a, corner, lda, a, below, lda);
        blas.dsyrk("L", "N", rest, columns, -1, a, below, lda, 1, a, next, lda);
      }
    }
    return -1;
  }

  /** B = B L^-T, rows x n at {@code b}, with L n x n at {@code l}, by blocks of columns. */
  private static void divide(double[] s, int n, int l, int rows, int b, int lda) {
    BLAS blas = Blas.blas();
    for (int j = 0; j < n; j += BLOCK) {
      int columns = Math.min(BLOCK, n - j);
      int to = b + j * lda;
      if (j > 0) {
        blas.dgemm("N", "T", rows, columns, j, -1, s, b, lda, s, l + j, lda, 1, s, to, lda);
      }
      int corner = l + j * (lda + 1);
      blas.dtrsm("R", "L", "T", "N", rows, columns, 1, s, corner, lda, s, to, lda);
    }
  }

  public int order() {
    return factor.order();
  }

  /** B = A^-1 B. */
  public void solve(double[] b, int q) {
    solveLower(b, q);
    solveLowerTransposed(b, q);
  }

  /** B = L^-1 B. */
  public void solveLower(double[] b, int q) {
    check(b, q);
    int d = factor.order();
    int n1 = factor.n1();
    int n2 = factor.n2();
    triangle("L", "N", n1, factor.offset11(), b, 0, q);
    if (n2 > 0) {
      times21("N", n2, n1, b, 0, n1, q, d);
      triangle("U", "T", n2, factor.offset22(), b, n1, q);
    }
  }

  /** B = L^-T B. */
  public void solveLowerTransposed(double[] b, int q) {
    check(b, q);
    int d = factor.order();
    int n1 = factor.n1();
    int n2 = factor.n2();
    if (n2 > 0) {
      triangle("U", "N", n2, factor.offset22(), b, n1, q);
      times21("T", n1, n2, b, n1, 0, q, d);
    }
    triangle("L", "T", n1, factor.offset11(), b, 0, q);
  }

  /** 1 / (||A||_1 ||A^-1||_1), the second norm estimated; {@code norm1} is ||A||_1. */
  public double reciprocalCondition(double norm1) {
    return factor.order() == 0 ? 1 : 1 / norm1 / inverseNorm1();
  }

  /** ln det A = 2 sum_i ln L_ii. */
  public double logDeterminant() {
    double sum = 0;
    for (double diagonal : factor.diagonal()) {
      sum += Math.log(diagonal);
    }
    return 2 * sum;
  }

  /** tr(A^-1) = ||L^-1||_F^2. Cost: d^3/3 multiply-adds, in panels of columns of the identity. */
  public double traceOfInverse() {
    int d = factor.order();
    int panel = Math.min(d, 64);
    double[] b = new double[d * panel];
    double trace = 0;
    for (int first = 0; first < d; first += panel) {
      int q = Math.min(panel, d - first);
      Arrays.fill(b, 0);
      for (int j = 0; j < q; j++) {
        b[first + j + j * d] = 1;
      }
      solveLower(b, q);
      for (int i = 0; i < q * d; i++) {
        trace += b[i] * b[i];
      }
    }
    return trace;
  }

  /**
   * A lower bound of ||A^-1||_1, almost always within a factor of three: Algorithm 2.4 of Higham,
   * "FORTRAN codes for estimating the one-norm of a real or complex matrix", ACM TOMS 14(4), 1988.
   */
  private double inverseNorm1() {
    int d = factor.order();
    double[] x = new double[d];
    Arrays.fill(x, 1.0 / d);
    solve(x, 1);
    double estimate = sumOfMagnitudes(x);
    int previous = -1;
    for (int k = 1; k < MAX_CONDITION_ITERATIONS; k++) {
      for (int i = 0; i < d; i++) {
        x[i] = x[i] >= 0 ? 1 : -1;
      }
      solve(x, 1); // A^-1 is symmetric
      int largest = 0;
      for (int i = 1; i < d; i++) {
        if (Math.abs(x[i]) > Math.abs(x[largest])) {
          largest = i;
        }
      }
      if (largest == previous) {
        break;
      }
      previous = largest;
      Arrays.fill(x, 0);
      x[largest] = 1;
      solve(x, 1);
      double next = sumOfMagnitudes(x);
      if (next <= estimate) {
        break;
      }
      estimate = next;
    }
    // Higham's safeguard against vectors for which the iteration fails.
    for (int i = 0; i < d; i++) {
      x[i] = (i % 2 == 0 ? 1 : -1) * (1 + (double) i / Math.max(1, d - 1));
    }
    solve(x, 1);
    return Math.max(estimate, 2 * sumOfMagnitudes(x) / (3.0 * d));
  }

  private static double sumOfMagnitudes(double[] x) {
    double sum = 0;
    for (double value : x) {
      sum += Math.abs(value);
    }
    return sum;
  }

  /** The rows {@code to} of B -= op(L21) times the rows {@code from} of B. */
  private void times21(
      String op, int rows, int inner, double[] b, int from, int to, int q, int ldb) {
    Blas.blas()
        .dgemm(
            op,
            "N",
            rows,
            q,
            inner,
            -1.0,
            factor.storage(),
            factor.offset21(),
            factor.leadingDimension(),
            b,
            from,
            ldb,
            1.0,
            b,
            to,
            ldb);
  }

  /** The n rows from {@code offset} on of B = op(T)^-1 those rows, T a triangle of the factor. */
  private void triangle(String uplo, String op, int n, int at, double[] b, int offset, int q) {
    int d = factor.order();
    int lda = factor.leadingDimension();
    if (n == 0) {
      return; // BLAS accepts an order of 0, but not a leading dimension of 0
    }
    // netlib's bound check requires complete columns after the offset, so the last one is processed
    // separately.
    int block = q > 1 && b.length >= offset + q * d ? q : q - 1;
    if (block > 0) {
      Blas.blas().dtrsm("L", uplo, op, "N", n, block, 1.0, factor.storage(), at, lda, b, offset, d);
    }
    if (block < q) {
      Blas.blas().dtrsv(uplo, op, "N", n, factor.storage(), at, lda, b, offset + block * d, 1);
    }
  }

  private void check(double[] b, int q) {
    if (b.length < (long) q * factor.order()) {
      throw new IllegalArgumentException(
          "Cannot solve: expected "
              + (long) q * factor.order()
              + " values, found "
              + b.length
              + " (order "
              + factor.order()
              + ", "
              + q
              + " right-hand sides)");
    }
  }
}
