package org.transferability.accumulate.reduced;

/** Sums over all features of rows, from which coordinates in the span of the rows are computed. */
public interface SpanSums {
  /** E X_P', row-major t x k. */
  double[] cross(Residuals residuals);

  /**
   * E E', column-major t x t, the lower triangle, and then the sum of squares with features of
   * length 1, without the row of the mean.
   */
  double[] gram(Residuals residuals);
}
