package org.transferability.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.TargetMoments;
import org.transferability.report.ScoreRow;
import org.transferability.score.Flag;
import org.transferability.score.Jackknife;
import org.transferability.score.Score;
import org.transferability.solve.HeldOut;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalty;

/**
 * The scores of one group of targets: of all rows first, then again without each fold, for the
 * uncertainty and for errors on held-out rows. One decomposition each time serves all targets of
 * the group, all estimators and all penalties.
 */
final class GroupScoring {
  private final TargetGroup group;
  private final List<EstimatorKind> heldOut;
  private final List<EstimatorKind> fitted;
  private final List<EstimatorKind> classified;
  private final List<Penalty> penalties;
  private final Precision precision;
  private final FoldMoments folds;
  private final long[] rows;
  private final GroupFits whole;
  private final CrossValidation errors;
  private final List<Folded> scores = new ArrayList<>();
  private final ClassScores classes;

  /** A score of one target, and the same without each of the folds. */
  private record Folded(TargetSlice target, Score score, double[] without) {}

  /**
   * Scores all rows.
   *
   * @param whole the fits of all rows
   * @param classes scores by classes of labels, or null if no estimator asks for them
   */
  GroupScoring(
      TargetGroup group,
      List<EstimatorKind> estimators,
      List<Penalty> penalties,
      Precision precision,
      FoldMoments folds,
      GroupFits whole,
      ClassScores classes) {
    this.group = group;
    this.classes = classes;
    this.heldOut = estimators.stream().filter(EstimatorKind::holdsOut).toList();
    this.classified = estimators.stream().filter(EstimatorKind::readsClasses).toList();
    this.fitted = estimators.stream().filter(e -> !e.holdsOut() && !e.readsClasses()).toList();
    this.penalties = penalties;
    this.precision = precision;
    this.folds = folds;
    this.rows = new long[folds.count()];
    Arrays.setAll(rows, k -> folds.fold(k).rows(group.number()));
    this.errors = new CrossValidation(rows);
    this.whole = whole;
    for (EstimatorKind estimator : fitted) {
      for (TargetSlice target : group.targets()) {
        for (Score score : whole.scores(estimator, group.firstOutput(target), target.width())) {
          double[] without = new double[rows.length];
          Arrays.fill(without, Double.NaN);
          scores.add(new Folded(target, score, without));
        }
      }
    }
  }

  private GroupFits fits(TargetMoments moments) {
    Magnitudes.require("the rows outside a fold", group.targets(), moments);
    return new GroupFits(RidgeProblem.of(moments, precision), penalties);
  }

  /** Scores once more without fold k, and judges these fits by its rows. */
  void leaveOut(int k, Moments rest) {
    TargetMoments others = rest.target(group.number());
    if (rows[k] == 0 || others.rows() == 0) {
      return;
    }
    GroupFits fits = fits(others);
    int at = 0;
    for (EstimatorKind estimator : fitted) {
      for (TargetSlice target : group.targets()) {
        int first = group.firstOutput(target);
        for (double value : fits.values(estimator, first, target.width())) {
          scores.get(at++).without()[k] = value;
        }
      }
    }
    if (!heldOut.isEmpty()) {
      errors.add(k, HeldOut.of(fits.fits(), others, folds.fold(k).target(group.number())));
    }
  }

  /** Judges fits without two folds by the rows of each. */
  void leaveOut(int j, int k, Moments rest) {
    TargetMoments others = rest.target(group.number());
    if (rows[j] == 0 || rows[k] == 0 || others.rows() == 0) {
      return;
    }
    GroupFits fits = fits(others);
    errors.add(j, k, HeldOut.of(fits.fits(), others, folds.fold(k).target(group.number())));
    errors.add(k, j, HeldOut.of(fits.fits(), others, folds.fold(j).target(group.number())));
  }

  /** The rows of all targets, with what the folds say. */
  void addRows(String source, String dataset, double confidence, List<ScoreRow> into) {
    for (Folded folded : scores) {
      Score score = folded.score();
      if (rows.length > 1) {
        score =
            score.withUncertainty(Jackknife.of(score.score(), folded.without(), rows, confidence));
      }
      into.add(row(source, dataset, folded.target(), score));
    }
    for (EstimatorKind estimator : classified) { // classes are not kept by fold: no interval
      for (TargetSlice target : group.targets()) {
        Score score = classes.score(estimator, target, whole.diagnostics());
        into.add(row(source, dataset, target, score));
      }
    }
    for (EstimatorKind estimator : heldOut) {
      for (TargetSlice target : group.targets()) {
        errors
            .scores(estimator.label(), whole, group.firstOutput(target), target.width(), confidence)
            .forEach(score -> into.add(row(source, dataset, target, score)));
      }
    }
  }

  private ScoreRow row(String source, String dataset, TargetSlice target, Score score) {
    Score flagged = precision == Precision.MIXED ? score.with(Flag.MIXED_PRECISION) : score;
    return new ScoreRow(source, dataset, target.name(), flagged);
  }
}
