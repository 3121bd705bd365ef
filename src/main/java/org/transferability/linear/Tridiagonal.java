package org.transferability.linear;

import dev.ludovic.netlib.lapack.LAPACK;
import org.netlib.util.intW;

/**
 * The tridiagonal form of a symmetric matrix, A = Q T Q'. It serves systems with A plus any
 * multiple of the identity:
 *
 * <pre>
 *   T + s I = L L',   L_jj = r_j,   L_(j+1)j = b_j
 * </pre>
 *
 * <p>Cost: 8/3 d^3 operations (dsytrd, dorgtr); then 4 d for L, and 3 d for L^-1 times a column.
 * Immutable; the arrays are not copied.
 */
public final class Tridiagonal {
  private static final int BLOCK = 64;

  /** Halvings of the range of an eigenvalue's exponent: the result is within a tenth. */
  private static final int BISECTIONS = 16;

  /** Eigenvalues below this share of the largest are rounding. */
  private static final double ROUNDING = 1e-17;

  private final double[] diagonal;
  private final double[] beside;
  private final double largest;
  private final double smallest;

  private Tridiagonal(double[] diagonal, double[] beside) {
    this.diagonal = diagonal;
    this.beside = beside;
    this.largest = norm1();
    this.smallest = bisect();
  }

  /**
   * Reduces a matrix in an array, where Q takes its place.
   *
   * @param a column-major, the square begins at {@code at}, and its lower triangle is read; from
   *     there on {@code d} columns of length {@code lda}, which netlib's checks of ranges require
   */
  public static Tridiagonal of(double[] a, int at, int lda, int d) {
    double[] diagonal = new double[d];
    double[] beside = new double[d];
    double[] tau = new double[d];
    double[] work = new double[Math.max(1, d * BLOCK)];
    intW info = new intW(0);
    if (d > 0) {
      LAPACK lapack = Blas.lapack();
      lapack.dsytrd("L", d, a, at, lda, diagonal, 0, beside, 0, tau, 0, work, 0, work.length, info);
      lapack.dorgtr("L", d, a, at, lda, tau, 0, work, 0, work.length, info);
    }
    return new Tridiagonal(diagonal, beside);
  }

  private double norm1() {
    double most = 0;
    double before = 0;
    for (int j = 0; j < diagonal.length; j++) {
      double after = j + 1 < diagonal.length ? Math.abs(beside[j]) : 0;
      most = Math.max(most, before + Math.abs(diagonal[j]) + after);
      before = after;
    }
    return most;
  }

  /** Halves the exponent between the largest eigenvalue and rounding of it. */
  private double bisect() {
    double low = ROUNDING;
    double high = 1;
    if (!(largest > 0 && isBelowSpectrum(low * largest))) {
      return 0;
    }
    for (int i = 0; i < BISECTIONS; i++) {
      double middle = Math.sqrt(low * high);
      if (isBelowSpectrum(middle * largest)) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return low * largest;
  }

  /** Whether all pivots of T - x I are positive. */
  private boolean isBelowSpectrum(double x) {
    double pivot = 1;
    for (int j = 0; j < diagonal.length; j++) {
      double before = j == 0 ? 0 : beside[j - 1];
      pivot = diagonal[j] - x - before / pivot * before;
      if (!(pivot > 0)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Factorises T + s I.
   *
   * @param roots written: r, d numbers
   * @param below written: b, d - 1 numbers
   * @return whether it is positive definite
   */
  public boolean factorise(double s, double[] roots, double[] below) {
    double square = 0; // b_(j-1)^2
    for (int j = 0; j < diagonal.length; j++) {
      double pivot = diagonal[j] + s - square;
      if (!(pivot > 0)) {
        return false;
      }
      roots[j] = Math.sqrt(pivot);
      if (j + 1 < diagonal.length) {
        below[j] = beside[j] / roots[j];
        square = below[j] * below[j];
      }
    }
    return true;
  }

  /** d. */
  public int order() {
    return diagonal.length;
  }

  /** The diagonal of T. */
  public double[] diagonal() {
    return diagonal;
  }

  /** The d - 1 elements of T below its diagonal, and one more number. */
  public double[] beside() {
    return beside;
  }

  /** An upper bound of the eigenvalues: the 1-norm of T. */
  public double largest() {
    return largest;
  }

  /**
   * A lower bound of the eigenvalues, nearly the smallest one; 0 if that is rounding of the
   * largest.
   */
  public double smallest() {
    return smallest;
  }
}
