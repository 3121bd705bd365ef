package org.transferability.accumulate.reduced;

import java.io.Serializable;
import java.util.Arrays;
import org.transferability.linear.Blas;

/**
 * What is left of some rows after projecting them on others, and its scalar products, summed over
 * blocks of features:
 *
 * <pre>
 *   E = X_R - T X_P      t x d,   T t x k
 *   E X_P'               t x k    zero up to rounding, which corrects T
 *   E E'                 t x t
 *   sum E_ij^2 / |X_j|^2     the same with features of length 1, without the row of the mean
 * </pre>
 *
 * <p>An element of E counts as 0 if it is not above the rounding of the terms that it is computed
 * from, {@value #ROUNDING_UNITS} eps (1 + |T_i|) max_i |X_ij|, feature by feature: so the rank does
 * not depend on the units of the features. That many units, because T has the condition of a stage
 * of {@link RowSpan} in its error; genuine differences of float32 numbers are 1e5 times larger.
 *
 * @param rows R, the rows that are left, in the numbering of the block
 * @param pivots P, the rows that are projected on
 * @param weights T, row-major
 */
public record Residuals(int[] rows, int[] pivots, double[] weights) implements Serializable {
  private static final int ROUNDING_UNITS = 2048;

  /** Copying a number takes as long as this many multiply-adds. */
  private static final int COPY_COST = 16;

  /** The same of some of the rows that are left. */
  Residuals part(int from, int to) {
    int k = pivots.length;
    return new Residuals(
        Arrays.copyOfRange(rows, from, to), pivots, Arrays.copyOfRange(weights, from * k, to * k));
  }

  /** E X_P' of a block is added to {@code into}, row-major t x k. */
  void addCross(FeatureBlock block, double[] into) {
    int b = block.features();
    int k = pivots.length;
    Base base = base(block);
    double[] e = rounded(block, base);
    int columns = base.columns;
    if (columns == k) {
      Blas.blas().dgemm("T", "N", k, rows.length, b, 1, base.x, b, e, b, 1, into, k);
      return;
    }
    double[] ofAll = new double[Math.multiplyExact(rows.length, columns)];
    Blas.blas().dgemm("T", "N", columns, rows.length, b, 1, base.x, b, e, b, 0, ofAll, columns);
    for (int i = 0; i < rows.length; i++) {
      for (int p = 0; p < k; p++) {
        into[i * k + p] += ofAll[i * columns + pivots[p]];
      }
    }
  }

  /**
   * E E' of a block is added to {@code into}, column-major, its lower triangle, and the sum with
   * features of length 1 to the element that follows.
   */
  void addGram(FeatureBlock block, double[] into) {
    int b = block.features();
    double[] e = of(block);
    Blas.blas().dsyrk("L", "T", rows.length, b, 1, e, b, 1, into, rows.length);
    into[rows.length * rows.length] += scaledSquares(block, e);
  }

  /**
   * The first columns of E E' of a block are added to {@code into}, column-major t x {@code
   * columns}, the lower triangle, and the sum with features of length 1 to the element that
   * follows.
   */
  void addColumns(FeatureBlock block, int columns, double[] into) {
    int b = block.features();
    int t = rows.length;
    double[] e = of(block);
    Blas.blas().dsyrk("L", "T", columns, b, 1, e, b, 1, into, t);
    int below = t - columns;
    if (below > 0) {
      Blas.blas()
          .dgemm("T", "N", below, columns, b, 1, e, columns * b, b, e, 0, b, 1, into, columns, t);
    }
    into[t * columns] += scaledSquares(block, e);
  }

  /** E of a block, row-major; not to be modified. */
  double[] of(FeatureBlock block) {
    if (pivots.length > 0) {
      return rounded(block, base(block));
    }
    return areAll(block) ? block.values() : gather(block, rows);
  }

  /** Whether there are no pivots, and nothing was left out. */
  private boolean areAll(FeatureBlock block) {
    boolean all = pivots.length == 0 && rows.length == block.rows();
    for (int i = 0; all && i < rows.length; i++) {
      all = rows[i] == i;
    }
    return all;
  }

  /**
   * What T is multiplied with: the pivots or, if that takes less time than to copy them, all rows
   * of the block, with weights of 0 for those that are no pivots.
   *
   * @param x row-major
   * @param columns of the weights: the rows of {@code x}
   * @param weights row-major
   */
  private record Base(double[] x, int columns, double[] weights) {}

  private Base base(FeatureBlock block) {
    int k = pivots.length;
    int all = block.rows();
    if ((long) rows.length * (all - k) > (long) COPY_COST * k) {
      return new Base(gather(block, pivots), k, weights);
    }
    double[] spread = new double[Math.multiplyExact(rows.length, all)];
    for (int i = 0; i < rows.length; i++) {
      for (int p = 0; p < k; p++) {
        spread[i * all + pivots[p]] = weights[i * k + p];
      }
    }
    return new Base(block.values(), all, spread);
  }

  private double scaledSquares(FeatureBlock block, double[] e) {
    int b = block.features();
    int mean = block.rows() - 1;
    if (areAll(block)) {
      return Arrays.stream(block.squares()).filter(square -> square > 0).count();
    }
    double[] sums = new double[b];
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < b && rows[i] != mean; j++) {
        sums[j] += e[i * b + j] * e[i * b + j];
      }
    }
    double sum = 0;
    for (int j = 0; j < b; j++) {
      sum += block.squares()[j] > 0 ? sums[j] / block.squares()[j] : 0;
    }
    return sum;
  }

  private double[] rounded(FeatureBlock block, Base base) {
    int b = block.features();
    int k = pivots.length;
    double[] e = residuals(block, base);
    int mean = block.rows() - 1;
    for (int i = 0; i < rows.length; i++) {
      double length = Blas.blas().dnrm2(k, weights, i * k, 1);
      double unit = ROUNDING_UNITS * Math.ulp(1.0);
      for (int j = 0; j < b; j++) {
        double own = rows[i] == mean ? Math.abs(block.values()[mean * b + j]) : block.largest()[j];
        if (Math.abs(e[i * b + j]) <= unit * (own + length * block.largest()[j])) {
          e[i * b + j] = 0;
        }
      }
    }
    return e;
  }

  /** E, row-major. */
  private double[] residuals(FeatureBlock block, Base base) {
    int b = block.features();
    int c = base.columns;
    double[] e = gather(block, rows);
    Blas.blas().dgemm("N", "N", b, rows.length, c, -1, base.x, b, base.weights, c, 1, e, b);
    return e;
  }

  private static double[] gather(FeatureBlock block, int[] chosen) {
    int b = block.features();
    double[] gathered = new double[Math.multiplyExact(chosen.length, b)];
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(block.values(), chosen[i] * b, gathered, i * b, b);
    }
    return gathered;
  }
}
