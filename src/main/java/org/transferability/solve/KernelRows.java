package org.transferability.solve;

import java.util.Arrays;
import java.util.function.IntPredicate;
import org.transferability.linear.Blas;

/**
 * The n rows of a group of targets in r coordinates, with their labels and folds, and the scalar
 * products of all pairs of rows: what fits to a part of the rows need if rows are no more than
 * coordinates.
 *
 * <pre>
 *   K = X X'    n x n, X about a mean near that of the rows
 *   S_k, m_k, K 1_k    for each fold k: squares and mean of the coordinates, sums of columns of K
 * </pre>
 *
 * <p>Cost: n^2 r multiply-adds, once for all parts. Immutable; the arrays are not copied. Fits
 * through the origin are not offered.
 */
public final class KernelRows {
  private final RidgeSolver whole;
  private final int n;
  private final int r;
  private final int q;
  private final int featureCount;
  private final double[] x;
  private final double[] y;
  private final int[] fold;
  private final double[] products;
  private final Fold[] folds;

  /**
   * What is known of the rows of a fold.
   *
   * @param rows their number
   * @param mean of the coordinates
   * @param squares sums of squares of the coordinates about this mean
   * @param labelMean of the labels
   * @param products for each row of the group, the sum of its products with the rows of the fold
   */
  record Fold(int rows, double[] mean, double[] squares, double[] labelMean, double[] products) {}

  /**
   * Forms the scalar products.
   *
   * @param whole of all n rows, with its inverse known
   * @param featureCount d, the features before the rows were reduced
   * @param x row-major, n x r
   * @param y row-major, n x Q, about a mean near that of the labels
   * @param fold of each row
   * @param count of folds
   */
  public KernelRows(
      RidgeSolver whole, int featureCount, double[] x, double[] y, int[] fold, int count) {
    this.whole = whole;
    this.n = fold.length;
    this.r = n == 0 ? 0 : x.length / n;
    this.q = n == 0 ? 0 : y.length / n;
    this.featureCount = featureCount;
    this.x = x;
    this.y = y;
    this.fold = fold;
    this.products = new double[Math.multiplyExact(n, n)];
    if (n > 0 && r > 0) {
      Blas.blas().dsyrk("L", "T", n, r, 1, x, r, 0, products, n);
    }
    for (int j = 0; j < n; j++) {
      for (int i = j + 1; i < n; i++) {
        products[i * n + j] = products[j * n + i];
      }
    }
    this.folds = new Fold[count];
    Arrays.setAll(folds, this::sums);
  }

  private Fold sums(int k) {
    int[] rows = rows(f -> f == k);
    double[] mean = new double[r];
    double[] squares = new double[r];
    double[] labelMean = new double[q];
    double[] sums = new double[n];
    for (int row : rows) {
      add(x, row * r, mean);
      add(y, row * q, labelMean);
      add(products, row * n, sums);
    }
    divide(mean, rows.length);
    divide(labelMean, rows.length);
    for (int row : rows) {
      for (int i = 0; i < r; i++) {
        double deviation = x[row * r + i] - mean[i];
        squares[i] += deviation * deviation;
      }
    }
    return new Fold(rows.length, mean, squares, labelMean, sums);
  }

  private static void add(double[] from, int at, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] += from[at + i];
    }
  }

  private static void divide(double[] sums, int count) {
    for (int i = 0; i < sums.length && count > 0; i++) {
      sums[i] /= count;
    }
  }

  /**
   * Fits to the rows of some folds.
   *
   * @param kept the folds; at least one has rows
   */
  public KernelFits fits(IntPredicate kept) {
    return new KernelFits(this, kept);
  }

  /** The numbers of the rows of some folds, ascending. */
  int[] rows(IntPredicate some) {
    int[] rows = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (some.test(fold[i])) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** Sums over the rows of some folds, merged as moments are. */
  Fold merged(IntPredicate some) {
    double[] mean = new double[r];
    double[] squares = new double[r];
    double[] labelMean = new double[q];
    double[] sums = new double[n];
    int rows = 0;
    for (int k = 0; k < folds.length; k++) {
      Fold one = folds[k];
      if (some.test(k) && one.rows > 0) {
        double share = (double) one.rows / (rows + one.rows);
        for (int i = 0; i < r; i++) {
          double apart = one.mean[i] - mean[i];
          squares[i] += one.squares[i] + apart * apart * rows * share;
          mean[i] += apart * share;
        }
        for (int o = 0; o < q; o++) {
          labelMean[o] += (one.labelMean[o] - labelMean[o]) * share;
        }
        add(one.products, 0, sums);
        rows += one.rows;
      }
    }
    return new Fold(rows, mean, squares, labelMean, sums);
  }

  RidgeSolver whole() {
    return whole;
  }

  int count() {
    return n;
  }

  int width() {
    return r;
  }

  int outputs() {
    return q;
  }

  int featureCount() {
    return featureCount;
  }

  /** X, row-major. Not copied. */
  double[] coordinates() {
    return x;
  }

  /** Y, row-major. Not copied. */
  double[] labels() {
    return y;
  }

  /** K. Not copied. */
  double[] products() {
    return products;
  }
}
