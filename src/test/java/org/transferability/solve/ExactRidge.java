package org.transferability.solve;

import java.math.BigDecimal;
import java.math.MathContext;

/** Dual ridge regressions on a few rows by elimination with 50 digits. */
final class ExactRidge {
  private static final MathContext DIGITS = new MathContext(50);

  private ExactRidge() {}

  /** x_i'x_j, exact. */
  static BigDecimal[][] products(double[] x, int n) {
    int r = x.length / n;
    BigDecimal[][] products = new BigDecimal[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int k = 0; k < r; k++) {
          sum = sum.add(new BigDecimal(x[i * r + k]).multiply(new BigDecimal(x[j * r + k])));
        }
        products[i][j] = sum;
      }
    }
    return products;
  }

  /**
   * B becomes A^-1 B, and A its factors, with the pivots on the diagonal.
   *
   * @param a with no zero pivot
   */
  static void solve(BigDecimal[][] a, BigDecimal[][] b) {
    int n = a.length;
    for (int j = 0; j < n; j++) {
      for (int i = j + 1; i < n; i++) {
        subtract(a[i], a[j], a[i][j].divide(a[j][j], DIGITS), j, b[i], b[j]);
      }
    }
    for (int j = n - 1; j >= 0; j--) {
      for (int k = 0; k < b[j].length; k++) {
        b[j][k] = b[j][k].divide(a[j][j], DIGITS);
      }
      for (int i = 0; i < j; i++) {
        for (int k = 0; k < b[i].length; k++) {
          b[i][k] = b[i][k].subtract(a[i][j].multiply(b[j][k], DIGITS), DIGITS);
        }
      }
    }
  }

  private static void subtract(
      BigDecimal[] row,
      BigDecimal[] pivotal,
      BigDecimal factor,
      int from,
      BigDecimal[] right,
      BigDecimal[] pivotalRight) {
    for (int k = from; k < row.length; k++) {
      row[k] = row[k].subtract(factor.multiply(pivotal[k], DIGITS), DIGITS);
    }
    for (int k = 0; k < right.length; k++) {
      right[k] = right[k].subtract(factor.multiply(pivotalRight[k], DIGITS), DIGITS);
    }
  }

  /**
   * The fit with an intercept b to some rows: (K + rho I) alpha + b 1 = y, 1'alpha = 0.
   *
   * @param products of all rows
   * @param y of all rows
   * @return label minus prediction of each row, then y'alpha
   */
  static double[] errors(BigDecimal[][] products, double[] y, int[] kept, double rho) {
    int m = kept.length;
    BigDecimal[][] system = new BigDecimal[m + 1][m + 1];
    BigDecimal[][] right = new BigDecimal[m + 1][1];
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < m; j++) {
        BigDecimal added = i == j ? new BigDecimal(rho) : BigDecimal.ZERO;
        system[i][j] = products[kept[i]][kept[j]].add(added);
      }
      system[i][m] = BigDecimal.ONE;
      system[m][i] = BigDecimal.ONE;
      right[i][0] = new BigDecimal(y[kept[i]]);
    }
    system[m][m] = BigDecimal.ZERO;
    right[m][0] = BigDecimal.ZERO;
    solve(system, right);
    double[] errors = new double[y.length + 1];
    for (int i = 0; i < y.length; i++) {
      BigDecimal error = new BigDecimal(y[i]).subtract(right[m][0]);
      for (int j = 0; j < m; j++) {
        error = error.subtract(products[i][kept[j]].multiply(right[j][0]), DIGITS);
      }
      errors[i] = error.doubleValue();
    }
    BigDecimal dual = BigDecimal.ZERO;
    for (int j = 0; j < m; j++) {
      dual = dual.add(right[j][0].multiply(new BigDecimal(y[kept[j]])), DIGITS);
    }
    errors[y.length] = dual.doubleValue();
    return errors;
  }
}
