package org.transferability.solve;

import java.util.List;
import org.transferability.linear.Blas;

/**
 * Some rows that fits did not use, for the error on each of them:
 *
 * <pre>
 *   e_i^2 = (y_i - y_t - a'(f_i - f_t))^2
 * </pre>
 *
 * <p>with weights a and means f_t, y_t of the rows of the fit, which are 0 without an intercept.
 * Cost: d multiply-adds for each row, output and fit.
 *
 * @param features row-major, rows x d, minus an offset; not copied
 * @param offset d numbers to add to each row, or none
 * @param labels row-major, rows x Q; not copied
 * @param rows how many there are
 */
public record HeldRows(double[] features, double[] offset, double[] labels, int rows) {
  /**
   * The squared errors of fits.
   *
   * @param fits of one problem, not modified
   * @return rows x Q for each fit, column-major
   */
  public double[] squares(List<RidgeFit> fits) {
    int d = fits.get(0).width();
    int q = fits.get(0).outputs();
    double[] weights = new double[Math.multiplyExact(d, Math.multiplyExact(q, fits.size()))];
    for (int p = 0; p < fits.size(); p++) {
      System.arraycopy(fits.get(p).weights(), 0, weights, p * d * q, d * q);
    }
    double[] centre = fits.get(0).featureCentre();
    double[] labelCentre = fits.get(0).labelCentre();
    int columns = d == 0 ? 0 : weights.length / d;
    double[] x = features.clone();
    for (int i = 0, at = 0; i < rows; i++) {
      for (int j = 0; j < d; j++, at++) {
        x[at] -= offset.length == 0 ? centre[j] : centre[j] - offset[j];
      }
    }
    double[] squares = new double[Math.multiplyExact(rows, columns)];
    if (squares.length > 0) {
      Blas.blas().dgemm("T", "N", rows, columns, d, 1, x, d, weights, d, 0, squares, rows);
    }
    for (int column = 0, at = 0; column < columns; column++) {
      int o = column % q;
      for (int i = 0; i < rows; i++, at++) {
        double error = labels[i * q + o] - labelCentre[o] - squares[at];
        squares[at] = error * error;
      }
    }
    return squares;
  }
}
