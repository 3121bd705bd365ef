package org.transferability.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.QrRevisit;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.Revisit;
import org.transferability.score.Gcv;
import org.transferability.score.LabelMse;
import org.transferability.score.LinearMse;
import org.transferability.score.LogMe;
import org.transferability.score.OriginGcv;
import org.transferability.score.Score;
import org.transferability.score.SharedLabelMse;
import org.transferability.solve.Diagnostics;
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

  private final RidgeProblem problem;
  private final List<Penalty> penalties;
  private List<RidgeFit> fits; // null until asked for
  private final List<RidgeFit> refined = new ArrayList<>(); // null where a fit is as good as it was
  private ScoreMethod.Refine refine = ScoreMethod.Refine.NEVER;
  private Revisit revisit; // null unless the rows are read again
  private RidgeSolver solver; // null until asked for
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

  private List<RidgeFit> fits() {
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
