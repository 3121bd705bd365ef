package org.transferability.sql;

import java.util.Locale;
import org.transferability.accumulate.Moments;
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
import org.transferability.study.Penalty;

/** The scores that are functions of moments, each with its name in SQL. */
enum MomentsScore {
  LINEAR_MSE(true),
  LABEL_MSE(true),
  GCV(true),
  LOGME(false),
  ORIGIN_GCV(false);

  private final boolean penalised;

  MomentsScore(boolean penalised) {
    this.penalised = penalised;
  }

  /** Whether it takes a penalty. */
  boolean penalised() {
    return penalised;
  }

  /** {@code linear_mse}, ... */
  String sqlName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The score of all outputs as one target.
   *
   * @param penalty null if it takes none
   */
  double of(Moments moments, Penalty penalty) {
    RidgeProblem problem = RidgeProblem.of(moments.target(0));
    int q = problem.outputs();
    Score score =
        switch (this) {
          case LINEAR_MSE -> LinearMse.of(fit(problem, penalty), 0, q);
          case LABEL_MSE -> LabelMse.of(fit(problem, penalty), 0, q);
          case GCV -> Gcv.of(fit(problem, penalty), 0, q);
          case LOGME -> LogMe.of(LogMe.NAME, OriginSpectrum.of(problem), 0, q);
          case ORIGIN_GCV -> OriginGcv.of(OriginSpectrum.of(problem), 0, q);
        };
    return score.score();
  }

  private static RidgeFit fit(RidgeProblem problem, Penalty penalty) {
    return RidgeSolver.prepare(problem).solve(lambda(problem, penalty));
  }

  /** A relative penalty is a share of the mean variance of a feature, tr(S)/d. */
  private static double lambda(RidgeProblem problem, Penalty penalty) {
    if (penalty.unit() == Penalty.Unit.ABSOLUTE) {
      return penalty.value();
    }
    double trace = 0;
    for (double squares : problem.scatter().diagonal()) {
      trace += squares / problem.rows();
    }
    return penalty.value() * trace / problem.width();
  }
}
