package org.transferability.job;

import java.util.ArrayList;
import java.util.List;
import org.transferability.score.Gcv;
import org.transferability.score.LabelMse;
import org.transferability.score.LinearMse;
import org.transferability.score.LogMe;
import org.transferability.score.OriginGcv;
import org.transferability.score.Score;
import org.transferability.score.SharedLabelMse;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalty;

/**
 * The fits of one group of targets, each made once, when the first estimator asks for it. One
 * thread.
 */
final class GroupFits {
  private final RidgeProblem problem;
  private final List<Penalty> penalties;
  private List<RidgeFit> fits; // null until asked for
  private OriginSpectrum spectrum; // null until asked for

  GroupFits(RidgeProblem problem, List<Penalty> penalties) {
    this.problem = problem;
    this.penalties = penalties;
  }

  /** How one estimator makes the score of a target from a fit. */
  @FunctionalInterface
  private interface ScoreOfFit {
    Score of(RidgeFit fit, int firstOutput, int outputs);
  }

  /**
   * What an estimator says about the target whose outputs, within the group, are {@code first ..
   * first + outputs - 1}: a score for each penalty, or one.
   */
  List<Score> scores(EstimatorKind estimator, int first, int outputs) {
    return switch (estimator) {
      case LINEAR_MSE -> forEachPenalty(LinearMse::of, first, outputs);
      case LABEL_MSE -> forEachPenalty(LabelMse::of, first, outputs);
      case SHARED_LABEL_MSE -> forEachPenalty(SharedLabelMse::of, first, outputs);
      case GCV -> forEachPenalty(Gcv::of, first, outputs);
      case ORIGIN_GCV -> List.of(OriginGcv.of(spectrum(), first, outputs));
      case LOGME -> List.of(LogMe.of(LogMe.NAME, spectrum(), first, outputs));
      case LAB_LOGME -> List.of(LogMe.of(LogMe.LABEL_NAME, spectrum(), first, outputs));
    };
  }

  private List<Score> forEachPenalty(ScoreOfFit estimator, int first, int outputs) {
    List<Score> scores = new ArrayList<>();
    for (int p = 0; p < penalties.size(); p++) {
      Score score = estimator.of(fits().get(p), first, outputs);
      scores.add(score.withLambda(penalties.get(p).toString()));
    }
    return scores;
  }

  private List<RidgeFit> fits() {
    if (fits == null) {
      RidgeSolver solver = RidgeSolver.prepare(problem);
      double meanVariance = problem.meanVariance();
      fits = penalties.stream().map(penalty -> solver.solve(penalty.lambda(meanVariance))).toList();
    }
    return fits;
  }

  private OriginSpectrum spectrum() {
    if (spectrum == null) {
      spectrum = OriginSpectrum.of(problem);
    }
    return spectrum;
  }
}
