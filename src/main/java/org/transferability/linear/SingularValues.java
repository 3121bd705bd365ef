package org.transferability.linear;

import java.util.Arrays;
import org.netlib.util.intW;

/** The singular value decomposition A = U diag(s) V' by divide and conquer (dgesdd). */
public final class SingularValues {
  private SingularValues() {}

  /**
   * Decomposes a matrix into all its vectors.
   *
   * @param rows m
   * @param columns d
   * @param a m x d, column-major; overwritten
   * @param values gets s, min(m, d) numbers, descending
   * @param left gets U, m x m, column-major: I where there are no values
   * @param rightTransposed gets V', d x d, column-major; untouched where there are no values
   * @throws ArithmeticException if the iteration does not converge
   */
  public static void decompose(
      int rows, int columns, double[] a, double[] values, double[] left, double[] rightTransposed) {
    if (values.length == 0) {
      Arrays.fill(left, 0);
      for (int i = 0; i < rows; i++) {
        left[i * rows + i] = 1;
      }
      return;
    }
    int[] integers = new int[8 * values.length];
    intW info = new intW(0);
    double[] size = new double[1];
    Blas.lapack()
        .dgesdd(
            "A",
            rows,
            columns,
            a,
            rows,
            values,
            left,
            rows,
            rightTransposed,
            columns,
            size,
            -1,
            integers,
            info);
    double[] work = new double[(int) size[0]];
    Blas.lapack()
        .dgesdd(
            "A",
            rows,
            columns,
            a,
            rows,
            values,
            left,
            rows,
            rightTransposed,
            columns,
            work,
            work.length,
            integers,
            info);
    if (info.val != 0) {
      throw new ArithmeticException(
          "Cannot decompose a triangular factor: expected convergence, found dgesdd info "
              + info.val);
    }
  }
}
