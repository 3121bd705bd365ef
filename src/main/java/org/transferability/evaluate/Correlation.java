package org.transferability.evaluate;

/** Pearson's and Spearman's correlation, as scipy.stats.pearsonr and spearmanr. */
public final class Correlation {
  private Correlation() {}

  /**
   * Pearson's r from centred, scaled vectors, clipped to [-1, 1]. NaN for fewer than two values,
   * for a constant x or y, and if any value is not finite.
   */
  public static double pearson(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "Cannot correlate: expected equal lengths, found " + x.length + " and " + y.length);
    }
    if (isConstant(x) || isConstant(y)) {
      return Double.NaN;
    }
    double[] u = unit(x);
    double[] v = unit(y);
    double r = 0;
    for (int i = 0; i < u.length; i++) {
      r += u[i] * v[i];
    }
    return Math.min(1, Math.max(-1, r)); // NaN stays NaN
  }

  /** Spearman's rho: Pearson's r of the ranks, equal values sharing their mean rank. */
  public static double spearman(double[] x, double[] y) {
    double[] rx = meanRanks(x);
    double[] ry = meanRanks(y);
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
        return Double.NaN;
      }
    }
    return pearson(rx, ry);
  }

  /** Ranks from 1, equal values sharing their mean rank; NaN is below everything. */
  static double[] meanRanks(double[] values) {
    DenseRanks dense = DenseRanks.of(values);
    int[] size = new int[dense.count()];
    for (int i = 0; i < values.length; i++) {
      size[dense.rank(i)]++;
    }
    double[] mean = new double[size.length];
    int below = 0;
    for (int r = 0; r < size.length; r++) {
      mean[r] = below + (size[r] + 1) / 2.0;
      below += size[r];
    }
    double[] ranks = new double[values.length];
    for (int i = 0; i < ranks.length; i++) {
      ranks[i] = mean[dense.rank(i)];
    }
    return ranks;
  }

  private static boolean isConstant(double[] values) {
    for (double value : values) {
      if (value != values[0]) {
        return false;
      }
    }
    return true; // so are an empty and a single value
  }

  /** (x - mean) / norm; divided by the largest deviation first, so that no square overflows. */
  private static double[] unit(double[] values) {
    double mean = 0;
    for (double value : values) {
      mean += value / values.length;
    }
    double rest = 0; // the rounding of the first mean
    for (double value : values) {
      rest += (value - mean) / values.length;
    }
    double[] unit = new double[values.length];
    double largest = 0;
    for (int i = 0; i < unit.length; i++) {
      unit[i] = values[i] - mean - rest;
      largest = Math.max(largest, Math.abs(unit[i]));
    }
    double squares = 0;
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= largest;
      squares += unit[i] * unit[i];
    }
    double norm = Math.sqrt(squares);
    for (int i = 0; i < unit.length; i++) {
      unit[i] /= norm;
    }
    return unit;
  }
}
