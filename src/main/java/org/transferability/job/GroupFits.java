package org.transferability.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.QrRevisit;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.Revisit;
import org.transferability.score.CvMse;
import org.transferability.score.Gcv;
import org.transferability.score.LabelMse;
import org.transferability.score.LinearMse;
import org.transferability.score.LogMe;
import org.transferability.score.OriginGcv;
import org.transferability.score.Score;
import org.transferability.score.SharedLabelMse;
import org.transferability.solve.Diagnostics;
import org.transferability.solve.OriginFactors;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.QrSolver;
import org.transferability.solve.Refinement;
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
  /** Features and outputs up to this go through QR: 4 of its square multiply-adds a row. */
  private static final int MOST_QR_ORDER = 1024;
  /** Below this an eigendecomposition takes no time. */
  private static final int FEW_FEATURES = 128;

  private final RidgeProblem problem;
  private final List<Penalty> penalties;
  private List<RidgeFit> fits; // null until asked for
  private final List<RidgeFit> refined = new ArrayList<>(); // null where a fit is as good as it was
  private ScoreMethod.Refine refine = ScoreMethod.Refine.NEVER;
  private Revisit revisit; // null unless the rows are read again
  private RidgeSolver solver; // null until asked for
  private OriginSpectrum spectrum; // null until asked for
  private OriginFactors factors; // null until asked for

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
      case GCV -> withBest(forEachPenalty(Gcv::of, first, outputs));
      case CV_MSE, LAB_CV_MSE ->
          throw new IllegalArgumentException(
              "Cannot score " + estimator + ": expected errors on held-out folds, found one fit");
      case ORIGIN_GCV -> List.of(OriginGcv.of(spectrum(), first, outputs));
      case LOGME -> List.of(LogMe.of(LogMe.NAME, spectrum(), first, outputs));
      case TRANSRATE, LAB_TRANSRATE, H_SCORE, LAB_H_SCORE ->
          throw new IllegalArgumentException("Cannot score " + estimator + " from a fit");
      case LAB_LOGME -> List.of(LogMe.of(LogMe.LABEL_NAME, spectrum(), first, outputs));
    };
  }

  private List<Score> forEachPenalty(ScoreOfFit estimator, int first, int outputs) {
    List<Score> scores = new ArrayList<>();
    for (int p = 0; p < penalties.size(); p++) {
      Score score = estimator.of(fit(p, first, outputs), first, outputs);
      scores.add(score.withLambda(penalties.get(p).toString()));
    }
    return scores;
  }

  /** The fit of one penalty, refined if the target at these outputs needs it. */
  private RidgeFit fit(int penalty, int first, int outputs) {
    RidgeFit fit = fits().get(penalty);
    RidgeFit better = refined.isEmpty() ? null : refined.get(penalty);
    boolean needed = refine == ScoreMethod.Refine.ALWAYS || fit.isDoubtful(first, outputs);
    return better != null && needed ? better : fit;
  }

  /**
   * What must be read again; empty if nothing. By QR where the moments do not tell the features
   * apart and there are few enough of them, else by residuals.
   *
   * @param outputs those of the group in a row of labels
   */
  Optional<Revisit> revisit(ScoreMethod.Refine when, TargetGroup group, int[] outputs) {
    refine = when;
    boolean some = false;
    for (RidgeFit fit : fits()) {
      some |= needsRefining(fit, group);
    }
    if (!some) {
      return Optional.empty();
    }
    boolean byQr = solver().isBeyondMoments() && problem.width() + outputs.length < MOST_QR_ORDER;
    revisit =
        byQr
            ? QrSolver.revisit(problem, outputs)
            : Refinement.revisit(problem, fitsToRefine(group), outputs);
    fits().forEach(fit -> refined.add(needsRefining(fit, group) ? fit : null));
    return Optional.of(revisit);
  }

  private boolean needsRefining(RidgeFit fit, TargetGroup group) {
    return refine == ScoreMethod.Refine.ALWAYS
        || group.targets().stream().anyMatch(t -> fit.isDoubtful(group.firstOutput(t), t.width()));
  }

  private List<RidgeFit> fitsToRefine(TargetGroup group) {
    return fits().stream().filter(fit -> needsRefining(fit, group)).toList();
  }

  /** Takes what the second pass found. */
  void refine(double[] numbers) {
    QrSolver qr = revisit instanceof QrRevisit rows ? QrSolver.of(problem, rows, numbers) : null;
    int number = 0;
    for (int p = 0; p < refined.size(); p++) {
      RidgeFit fit = refined.get(p);
      if (fit != null && qr != null) {
        refined.set(p, qr.solve(fit.lambda()));
      } else if (fit != null) {
        ResidualRevisit residuals = (ResidualRevisit) revisit;
        refined.set(p, Refinement.refine(solver(), fit, residuals, number++, numbers));
      }
    }
  }

  /** Rank and condition of the features. */
  Diagnostics diagnostics() {
    return solver().diagnostics();
  }

  private RidgeSolver solver() {
    if (solver == null) {
      solver = RidgeSolver.prepare(problem);
    }
    return solver;
  }

  /** The scores and, of several, the largest once more: the choice is made by the score itself. */
  private static List<Score> withBest(List<Score> scores) {
    if (scores.size() < 2) {
      return scores;
    }
    Score best = scores.get(0);
    for (Score score : scores) {
      best = score.score() > best.score() || Double.isNaN(best.score()) ? score : best;
    }
    List<Score> all = new ArrayList<>(scores);
    all.add(best.withLambda(CvMse.BEST));
    return all;
  }

  /**
   * The same scores as numbers, as accurate as standard errors need: of few features or with an
   * estimator that needs all eigenvalues they are made alike.
   */
  List<Double> values(EstimatorKind estimator, int first, int outputs) {
    if (estimator == EstimatorKind.ORIGIN_GCV && problem.width() > FEW_FEATURES) {
      if (factors == null) {
        factors = OriginFactors.of(problem);
      }
      return List.of(OriginGcv.value(factors, first, outputs));
    }
    return scores(estimator, first, outputs).stream().map(Score::score).toList();
  }

  /** The training errors of a target at each penalty. */
  List<Score> trainingErrors(int first, int outputs) {
    return forEachPenalty(LinearMse::of, first, outputs);
  }

  /** The variance of a target's labels, summed over its outputs. */
  double variance(int first, int outputs) {
    double sum = 0;
    for (int o = first; o < first + outputs; o++) {
      sum += problem.variance(o);
    }
    return sum;
  }

  /** The fits at each penalty. */
  List<RidgeFit> fits() {
    if (fits == null) {
      double meanVariance = problem.meanVariance();
      fits =
          penalties.stream().map(penalty -> solver().solve(penalty.lambda(meanVariance))).toList();
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
