package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.QrRevisit;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.Revisit;
import org.transferability.accumulate.TargetMoments;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Flag;
import org.transferability.score.FoldScores;
import org.transferability.score.Jackknife;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.solve.QrSolver;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Folds;
import org.transferability.study.Penalties;

/**
 * The scores of one group of targets. All is made from second moments. Where those have lost too
 * many digits, and the rows are read again, it is made once more from the triangular factors of the
 * rows.
 */
final class GroupScoring {
  private final GroupMoments moments;
  private final List<EstimatorKind> fitted;
  private final List<EstimatorKind> heldOut;
  private final List<EstimatorKind> classified;
  private final Penalties penalties;
  private final boolean ranksByEvidence;
  private final FoldedScores byMoments;
  private final Optional<ClassScores> classes;
  private ScoreMethod.Refine refine = ScoreMethod.Refine.NEVER;
  private boolean heldOutNeedsRows;
  private Optional<FoldedScores> byRows = Optional.empty();

  /**
   * Scores all rows.
   *
   * @param estimators what is asked for
   * @param classes scores by classes of labels; empty if no estimator asks for them
   */
  GroupScoring(
      GroupMoments moments,
      List<EstimatorKind> estimators,
      Penalties penalties,
      Optional<ClassScores> classes) {
    this.moments = moments;
    this.ranksByEvidence = estimators.get(0) == EstimatorKind.LOGME;
    this.heldOut = estimators.stream().filter(EstimatorKind::holdsOut).toList();
    this.fitted = estimators.stream().filter(e -> !e.holdsOut() && !e.readsClasses()).toList();
    this.classified = estimators.stream().filter(EstimatorKind::readsClasses).toList();
    this.penalties = penalties;
    this.classes = classes;
    this.byMoments =
        new FoldedScores(moments, fitted, heldOut, penalties, ranksByEvidence, Optional.empty());
  }

  /** Of the group in its layout. */
  int number() {
    return moments.group().number();
  }

  /** The scores by moments, to be made without each fold as well. */
  FoldedScores byMoments() {
    return byMoments;
  }

  /**
   * What must be read again once all scores are made; empty if nothing. Triangular factors of the
   * rows, of each fold if there is room for them, where residuals of the fits would not do and
   * there are few enough features; else these residuals.
   *
   * @param outputs those of the group in a row of labels
   */
  Optional<Revisit> revisit(ScoreMethod.Refine when, int[] outputs) {
    refine = when;
    boolean fitsLost = false;
    boolean othersLost = false;
    for (FoldedScores.Folded folded : byMoments.fitted()) {
      boolean needed = needsRows(folded.score());
      fitsLost |= needed && !folded.score().lambda().isEmpty();
      othersLost |= needed && folded.score().lambda().isEmpty();
    }
    for (FoldedScores.Folded folded : byMoments.heldOut(Folds.DEFAULT.confidence())) {
      othersLost |= folded.score().flags().has(Flag.DIGITS_LOST);
      heldOutNeedsRows |= needsRows(folded.score());
      fitsLost |= refine == ScoreMethod.Refine.ALWAYS;
    }
    if (!fitsLost && !othersLost) {
      return Optional.empty();
    }
    RidgeProblem problem = moments.problem(moments.present());
    if (QrSolver.takes(problem) && (othersLost || byMoments.whole().isBeyondMoments())) {
      int folds = moments.folds().count();
      return Optional.of(
          QrSolver.revisit(
              problem,
              outputs,
              QrSolver.takesFolds(problem, folds) ? folds : 1,
              moments.centre(TargetMoments::featureMean),
              moments.centre(TargetMoments::labelMean)));
    }
    return byMoments.whole().residuals(when, moments.group(), fitted, outputs).map(r -> r);
  }

  private boolean needsRows(Score score) {
    boolean ridge = !score.lambda().isEmpty();
    return score.flags().has(Flag.DIGITS_LOST) || (refine == ScoreMethod.Refine.ALWAYS && ridge);
  }

  /**
   * Takes what the second pass found.
   *
   * @return the scores by triangular factors, to be made without each fold as well; empty if there
   *     are none
   */
  Optional<FoldedScores> refine(Revisit revisit, double[] numbers) {
    if (revisit instanceof ResidualRevisit residuals) {
      byMoments.refine(residuals, numbers);
      return Optional.empty();
    }
    boolean byFold = revisit.folds() == moments.folds().count();
    RowFactors factors = RowFactors.of((QrRevisit) revisit, numbers);
    List<EstimatorKind> judged =
        byFold && heldOutNeedsRows ? heldOut : List.of(); // most of the cost
    byRows =
        Optional.of(
            new FoldedScores(
                moments, fitted, judged, penalties, ranksByEvidence, Optional.of(factors)));
    return byFold ? byRows : Optional.empty();
  }

  /** The rows of all targets, with what the folds say. */
  void addRows(String source, String dataset, double confidence, List<ScoreRow> into) {
    long[] rows = moments.rows();
    List<FoldedScores.Folded> ofRows = byRows.map(FoldedScores::fitted).orElse(List.of());
    for (FoldedScores.Folded folded : best(byMoments.fitted(), ofRows)) {
      Score score = folded.score();
      if (rows.length > 1) {
        Uncertainty known = Jackknife.of(score.score(), folded.without(), rows, confidence);
        score = score.resolves(known.standardError()) ? score.withUncertainty(known) : score;
      }
      into.add(row(source, dataset, folded.target(), score));
    }
    for (EstimatorKind estimator : classified) { // classes are not kept by fold: no interval
      ClassScores byClasses = classes.orElseThrow();
      for (TargetSlice target : moments.group().targets()) {
        Score score = byClasses.score(estimator, target, byMoments.whole().diagnostics());
        into.add(row(source, dataset, target, score));
      }
    }
    List<FoldedScores.Folded> judged = byRows.map(r -> r.heldOut(confidence)).orElse(List.of());
    for (FoldedScores.Folded folded : best(byMoments.heldOut(confidence), judged)) {
      into.add(row(source, dataset, folded.target(), folded.score()));
    }
  }

  /**
   * The scores, by rows where these are better: a target is refined for its own sake.
   *
   * @param ofRows the same scores by rows, or none
   */
  private List<FoldedScores.Folded> best(
      List<FoldedScores.Folded> mine, List<FoldedScores.Folded> ofRows) {
    List<FoldedScores.Folded> best = new ArrayList<>(mine);
    for (int i = 0; i < ofRows.size(); i++) {
      Score score = mine.get(i).score();
      if (needsRows(score)
          && ofRows.get(i).score().flags().digitsLost() <= score.flags().digitsLost()) {
        best.set(i, ofRows.get(i));
      }
    }
    return best;
  }

  private ScoreRow row(String source, String dataset, TargetSlice target, Score score) {
    Score flagged =
        moments.precision() == Precision.MIXED ? score.with(Flag.MIXED_PRECISION) : score;
    FoldScores byFold = score.fit().byFold();
    return new ScoreRow(
            source,
            dataset,
            target.name(),
            byFold == null ? flagged : flagged.with(byFold.named(moments.set().names())))
        .ofColumn(target.column());
  }
}
