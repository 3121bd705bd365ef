package org.transferability.solve;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.transferability.accumulate.QrRevisit;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.Revisit;

/**
 * One fit for callers that can read the rows again: from moments, and with the digits of a second
 * pass if the moments have lost more than half of them.
 */
public final class RevisitedFit {
  private RevisitedFit() {}

  /** Whether a second pass would improve the fit. */
  public static boolean isNeeded(RidgeFit fit) {
    return fit.source() == RidgeFit.Source.MOMENTS && fit.isDoubtful(0, fit.outputs());
  }

  /**
   * The fit with the digits of the rows: by QR if the moments do not separate the features and
   * there are few enough of them, else by residuals.
   *
   * @param solver of the problem
   * @param fit of that solver
   * @param rows reads the rows of the problem again; a row of labels contains only its outputs
   */
  public static RidgeFit of(RidgeSolver solver, RidgeFit fit, Function<Revisit, double[]> rows) {
    RidgeProblem problem = solver.problem();
    int[] outputs = IntStream.range(0, problem.outputs()).toArray();
    if (solver.isBeyondMoments() && QrSolver.takes(problem)) {
      QrRevisit revisit = QrSolver.revisit(problem, outputs, 1);
      return QrSolver.of(problem, revisit, rows.apply(revisit)).solve(fit.lambda());
    }
    ResidualRevisit revisit = Refinement.revisit(problem, List.of(fit), outputs);
    return Refinement.refine(solver, fit, revisit, 0, rows.apply(revisit));
  }

  /** The fit for one penalty, by a second pass if necessary. */
  public static RidgeFit of(RidgeProblem problem, double lambda, Function<Revisit, double[]> rows) {
    RidgeSolver solver = RidgeSolver.prepare(problem);
    RidgeFit fit = solver.solve(lambda);
    return isNeeded(fit) ? of(solver, fit, rows) : fit;
  }
}
