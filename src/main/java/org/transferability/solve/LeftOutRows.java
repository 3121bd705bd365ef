package org.transferability.solve;

import java.util.Optional;
import org.transferability.linear.Blas;
import org.transferability.linear.Cholesky;

/**
 * Ridge fits to n rows without f of them, the set F, from {@link TridiagonalRows} of all n: the
 * closed form of errors on held-out rows (An, Liu and Venkatesh, "Fast cross-validation algorithms
 * for least squares support vector machine and kernel ridge regression", Pattern Recognition 40,
 * 2007). With the dual weights G y of the fit to all rows, at the same rho = m lambda,
 *
 * <pre>
 *   e_F = (G_FF)^-1 (G y)_F                    label minus prediction on the rows of F
 *   y'alpha = y'G y - (G y)_F' e_F             alpha of the fit without F; J = lambda y'alpha
 * </pre>
 *
 * <p>With T + rho I = L L' and Z = L^-1 P', the blocks of Z'Z that belong to F and to y are all
 * that is needed. They are sums of products of numbers of any sign, but diagonal elements are sums
 * of squares, so their errors are rounding of the square roots of the diagonal.
 *
 * <p>An error of K is an error of rho: it affects e_F by at most the condition of K + rho I times
 * itself. That is limited to {@link #MOST_CONDITION}. If y'alpha is a small difference, or the
 * predictions are rounding of the labels, there is no fit here.
 *
 * <p>Cost of a penalty: n f^2/2 + f^3/6 multiply-adds and 3 n f for Z, instead of (n-f)^3/6. Not
 * safe for use by several threads.
 */
final class LeftOutRows {
  /**
   * Up to this condition, relative errors of sums of e_i^2 were below 3e-11 on generated data, and
   * 6e-10 if labels depended on differences of 1e-3 of the features' size.
   */
  static final double MOST_CONDITION = 1e6;

  /** y'alpha relative to y'G y, at least. */
  private static final double LEAST_LEFT = 1e-3;

  /** Squares of predictions relative to those of labels, at least. */
  private static final double LEAST_PREDICTED = 1e-8;

  private final TridiagonalRows rows;
  private final int f;
  private final int q;
  private final double[] packed; // P_F and Y'P, (f+q) x (n-1)
  private final double[] centred; // labels of F minus the means of the others, f x q
  private final double[] solved; // Z
  private final double[] products; // Z'Z, the lower triangle, see Cholesky.lower

  /**
   * The errors at a penalty.
   *
   * @param residuals e_F, f x q, column-major
   * @param duals y'alpha of each output
   */
  record Errors(double[] residuals, double[] duals) {}

  /**
   * @param left the rows of F
   * @param centred their labels minus the means over the other rows, f x q, column-major
   */
  LeftOutRows(TridiagonalRows rows, int[] left, double[] centred) {
    this.rows = rows;
    this.f = left.length;
    this.q = rows.labels().length / rows.form().order();
    this.packed = rows.rows(left);
    this.centred = centred;
    this.solved = new double[packed.length];
    int height = f + q;
    this.products = new double[Math.multiplyExact(height, height + 1)];
  }

  /** Whether this costs less than a factorisation of order n - f. */
  static boolean isCheaper(int n, int f) {
    double left = f;
    double kept = n - f;
    return n * left * left + left * left * left / 3 < kept * kept * kept / 3;
  }

  /** The errors at a penalty; empty if they might not have their digits. */
  Optional<Errors> errors(double rho) {
    if (!(rows.condition(rho) <= MOST_CONDITION) || !forward(rho)) {
      return Optional.empty();
    }
    int height = f + q;
    int order = rows.form().order();
    Blas.blas().dsyrk("L", "N", height, order, 1, solved, height, 0, products, height);
    double[] whole = ofLabels();
    if (Cholesky.lower(products, f, height, 0, height) >= 0) {
      return Optional.empty();
    }
    double[] duals = ofLabels();
    for (int o = 0; o < q; o++) {
      if (duals[o] < LEAST_LEFT * whole[o]) {
        return Optional.empty();
      }
    }
    divide();
    double[] residuals = residuals();
    return predicts(residuals) ? Optional.of(new Errors(residuals, duals)) : Optional.empty();
  }

  /** Z'; false if T + rho I is not positive definite. */
  private boolean forward(double rho) {
    int order = rows.form().order();
    double[] roots = new double[order];
    double[] below = new double[order];
    if (!rows.form().factorise(rho, roots, below)) {
      return false;
    }
    int height = f + q;
    double[] column = new double[height];
    for (int j = 0, at = 0; j < order; j++, at += height) {
      double before = j == 0 ? 0 : below[j - 1];
      next(column, packed, at, before, 1 / roots[j]);
      System.arraycopy(column, 0, solved, at, height);
    }
    return true;
  }

  /** The next column of Z' from the one before, in place. */
  private static void next(double[] column, double[] packed, int at, double before, double scale) {
    for (int i = 0; i < column.length; i++) {
      column[i] = (packed[at + i] - before * column[i]) * scale;
    }
  }

  /** The diagonal elements that belong to y: y'G y, and after the factorisation y'alpha. */
  private double[] ofLabels() {
    double[] diagonal = new double[q];
    for (int o = 0; o < q; o++) {
      diagonal[o] = products[(f + o) * (f + q + 1)];
    }
    return diagonal;
  }

  /** The rows of y, divided by the transposed factor of G_FF so far, also by the factor. */
  private void divide() {
    int height = f + q;
    Blas.blas().dtrsm("R", "L", "N", "N", q, f, 1, products, 0, height, products, f, height);
  }

  private double[] residuals() {
    int height = f + q;
    double[] residuals = new double[Math.multiplyExact(f, q)];
    for (int i = 0; i < f; i++) {
      for (int o = 0; o < q; o++) {
        residuals[o * f + i] = products[i * height + f + o];
      }
    }
    return residuals;
  }

  /** Whether the predictions, labels minus residuals, have digits. */
  private boolean predicts(double[] residuals) {
    for (int o = 0, at = 0; o < q; o++) {
      double labels = 0;
      double predicted = 0;
      for (int i = 0; i < f; i++, at++) {
        double prediction = centred[at] - residuals[at];
        labels += centred[at] * centred[at];
        predicted += prediction * prediction;
      }
      if (predicted < LEAST_PREDICTED * labels) {
        return false;
      }
    }
    return true;
  }
}
