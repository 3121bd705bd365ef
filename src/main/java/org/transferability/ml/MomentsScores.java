package org.transferability.ml;

import org.transferability.score.Gcv;
import org.transferability.score.LabelMse;
import org.transferability.score.LinearMse;
import org.transferability.score.LogMe;
import org.transferability.score.OriginGcv;
import org.transferability.score.Score;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;

/** fits = solve; scores = score: the second half. */
final class MomentsScores {
  private MomentsScores() {}

  static RidgeFit fit(RidgeProblem problem, Penalty penalty) {
    return RidgeSolver.prepare(problem).solve(penalty.lambda(problem.meanVariance()));
  }

  /** The score of all outputs as one target. */
  static double score(RidgeProblem problem, String estimator, Penalty penalty) {
    int q = problem.outputs();
    Score score =
        switch (estimator) {
          case LinearMse.NAME -> LinearMse.of(fit(problem, penalty), 0, q);
          case LabelMse.NAME -> LabelMse.of(fit(problem, penalty), 0, q);
          case Gcv.NAME -> Gcv.of(fit(problem, penalty), 0, q);
          case LogMe.NAME -> LogMe.of(LogMe.NAME, OriginSpectrum.of(problem), 0, q);
          case OriginGcv.NAME -> OriginGcv.of(OriginSpectrum.of(problem), 0, q);
          default -> throw new InputException("Cannot evaluate: unknown estimator " + estimator);
        };
    return score.score();
  }
}
