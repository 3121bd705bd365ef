package org.transferability.job;

import org.transferability.accumulate.QrRevisit;
import org.transferability.solve.QrSolver;
import org.transferability.solve.RidgeProblem;

/**
 * The triangular factors of the rows of a group of targets, by fold.
 *
 * @param revisit what they are
 * @param numbers what the second pass found
 */
record RowFactors(QrRevisit revisit, double[] numbers) {

  /**
   * The factor of the rows outside two folds; -1 stands for no fold.
   *
   * @param problem the moments of these rows
   */
  QrSolver without(RidgeProblem problem, int left, int alsoLeft) {
    double[] r = revisit.factor(numbers, k -> k != left && k != alsoLeft);
    return QrSolver.of(problem, revisit, r);
  }

  /** The factor of the rows of one fold. */
  double[] fold(int k) {
    return revisit.factor(numbers, fold -> fold == k);
  }
}
