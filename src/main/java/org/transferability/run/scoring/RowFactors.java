package org.transferability.run.scoring;

import java.util.Arrays;
import org.transferability.accumulate.QrRevisit;
import org.transferability.solve.QrSolver;
import org.transferability.solve.RidgeProblem;

/**
 * The triangular factors of the rows of a group of targets, by fold.
 *
 * @param revisit what they are
 * @param numbers what the second pass found
 * @param dwarfing by how many times the rows of one fold are larger than those of others; infinite
 *     where that is not known
 */
record RowFactors(QrRevisit revisit, double[] numbers, double dwarfing) {

  static RowFactors of(QrRevisit revisit, double[] numbers) {
    return new RowFactors(revisit, numbers, dwarfing(revisit, numbers));
  }

  /** The largest, over the features, of a fold's root mean square by the median of all folds. */
  private static double dwarfing(QrRevisit revisit, double[] numbers) {
    int m = revisit.order();
    double[] rows = new double[revisit.folds()];
    Arrays.setAll(rows, k -> numbers[k * m * m] * numbers[k * m * m]);
    double[] sizes = new double[(int) Arrays.stream(rows).filter(n -> n > 0).count()];
    if (sizes.length < 3) {
      return Double.POSITIVE_INFINITY;
    }
    double most = 1;
    for (int j = 1; j <= revisit.active().length; j++) {
      int fold = 0;
      for (int k = 0; k < rows.length; k++) {
        double squares = 0;
        for (int i = 0; i <= j; i++) {
          squares += numbers[(k * m + j) * m + i] * numbers[(k * m + j) * m + i];
        }
        if (rows[k] > 0) {
          sizes[fold++] = squares / rows[k];
        }
      }
      Arrays.sort(sizes);
      double median = sizes[sizes.length / 2];
      most = median > 0 ? Math.max(most, Math.sqrt(sizes[sizes.length - 1] / median)) : most;
    }
    return most;
  }

  /**
   * The factor of the rows outside two folds; -1 stands for no fold.
   *
   * @param problem the moments of these rows
   */
  QrSolver without(RidgeProblem problem, int left, int alsoLeft) {
    double[] r = revisit.factor(numbers, k -> k != left && k != alsoLeft);
    return QrSolver.of(problem, revisit, r, dwarfing);
  }

  /** The factor of the rows of one fold. */
  double[] fold(int k) {
    return revisit.factor(numbers, fold -> fold == k);
  }
}
