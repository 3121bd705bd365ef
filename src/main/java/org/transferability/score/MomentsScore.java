package org.transferability.score;

import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;

/**
 * The estimators that need nothing but the moments of one set of rows, each at one penalty: for
 * callers who hold moments and no study.
 */
public enum MomentsScore {
  LINEAR_MSE(LinearMse.NAME, Penalised.YES),
  LABEL_MSE(LabelMse.NAME, Penalised.YES),
  GCV(Gcv.NAME, Penalised.YES),
  LOGME(LogMe.NAME, Penalised.NO),
  ORIGIN_GCV(OriginGcv.NAME, Penalised.NO);

  private enum Penalised {
    YES,
    NO
  }

  private final String label;
  private final Penalised penalised;

  MomentsScore(String label, Penalised penalised) {
    this.label = label;
    this.penalised = penalised;
  }

  /** The name in options. */
  public String label() {
    return label;
  }

  /** Whether it takes a penalty. */
  public boolean takesPenalty() {
    return penalised == Penalised.YES;
  }

  /**
   * The score of all outputs as one target.
   *
   * @param lambda the penalty of the objective divided by n; not looked at if it takes none
   */
  public Score of(RidgeProblem problem, double lambda) {
    int q = problem.outputs();
    return switch (this) {
      case LINEAR_MSE -> LinearMse.of(fit(problem, lambda), 0, q);
      case LABEL_MSE -> LabelMse.of(fit(problem, lambda), 0, q);
      case GCV -> Gcv.of(fit(problem, lambda), 0, q);
      case LOGME -> LogMe.of(LogMe.NAME, OriginSpectrum.of(problem), 0, q);
      case ORIGIN_GCV -> OriginGcv.of(OriginSpectrum.of(problem), 0, q);
    };
  }

  private static RidgeFit fit(RidgeProblem problem, double lambda) {
    return RidgeSolver.prepare(problem).solve(lambda);
  }
}
