package org.transferability.solve;

import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.classes.TargetClasses;
import org.transferability.linear.Cholesky;
import org.transferability.linear.SymmetricEigen;
import org.transferability.linear.SymmetricMatrix;

/**
 * Coding rates of the features of a target, of all rows and of the rows of each class:
 *
 * <pre>
 *   R(Z)   = 1/2 ln det(I + Z'Z / (n eps))            rows of Z minus the mean of all rows
 *   R(Z_c) = 1/2 ln det(I + Z_c'Z_c / (n_c eps))      the same rows, those of class c
 * </pre>
 *
 * <p>with eps = 1e-4. For a class of few rows, det(I + Z_c Z_c' / (n_c eps)) is used, which is the
 * same number from an n_c x n_c matrix.
 *
 * @param all R(Z)
 * @param classes R(Z_c)
 * @param rows n_c
 * @param errorEstimate an estimate of the absolute error of any of them from rounding
 */
public record CodingRates(double all, double[] classes, long[] rows, double errorEstimate) {
  private static final double EPSILON = 1e-4;

  /**
   * The rates of one target. Cost: a Cholesky factorisation, d^3/3 multiply-adds, and one for each
   * class, of the smaller of its rows and d.
   */
  public static CodingRates of(TargetMoments moments, TargetClasses target) {
    double[] classes = new double[target.count()];
    long[] rows = new long[target.count()];
    for (int c = 0; c < classes.length; c++) {
      rows[c] = target.rows(c);
      classes[c] = target.isRaw(c) ? ofRows(target, c) : ofScatter(target, c);
    }
    SymmetricMatrix m = scaled(moments.scatter(), moments.rows());
    double largest = 0;
    for (double diagonal : m.diagonal()) {
      largest += diagonal;
    }
    // The error of an entry is eps times the largest; that of the determinant is this times the
    // trace of the inverse, at most d.
    double error = Math.ulp(1.0) * moments.scatterCancellation() * (largest + 1) * target.width();
    return new CodingRates(rate(m), classes, rows, Math.min(error, target.width()));
  }

  private static double ofScatter(TargetClasses target, int c) {
    SymmetricMatrix m = target.scatter(c).copy();
    m.addRankOne((double) target.rows(c), target.offset(c));
    m.scale(1 / (target.rows(c) * EPSILON));
    return rate(m);
  }

  private static double ofRows(TargetClasses target, int c) {
    int n = (int) target.rows(c);
    int d = target.width();
    double[] z = target.centredRows(c);
    double[] transposed = new double[z.length];
    for (int r = 0; r < n; r++) {
      for (int i = 0; i < d; i++) {
        transposed[i * n + r] = z[r * d + i];
      }
    }
    SymmetricMatrix m = SymmetricMatrix.zeros(n);
    m.addOuterProducts(transposed, d);
    m.scale(1 / (n * EPSILON));
    return rate(m);
  }

  private static SymmetricMatrix scaled(SymmetricMatrix scatter, long n) {
    SymmetricMatrix m = scatter.copy();
    m.scale(1 / (n * EPSILON));
    return m;
  }

  /** 1/2 ln det(I + M), M positive semidefinite; overwritten. */
  private static double rate(SymmetricMatrix m) {
    SymmetricMatrix kept = m.copy();
    m.addToDiagonal(1);
    if (Cholesky.of(m) instanceof Cholesky cholesky) {
      return cholesky.logDeterminant() / 2;
    }
    // M is so large that I is lost in its rounding: use eigenvalues, none of which is negative
    // exactly.
    double sum = 0;
    for (double w : SymmetricEigen.of(kept).values()) {
      sum += Math.log1p(Math.max(0, w));
    }
    return sum / 2;
  }
}
