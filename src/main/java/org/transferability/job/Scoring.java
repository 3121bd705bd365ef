package org.transferability.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.TargetMoments;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.score.Jackknife;
import org.transferability.score.Score;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.EstimatorKind;
import org.transferability.study.EstimatorKind.Input;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;
import org.transferability.study.Study;

/** The driver's part for one set: fits = solve(moments), scores = score(fits). Thread-safe. */
final class Scoring {
  private final List<Penalty> penalties;
  private final double confidence;

  Scoring(Study study) {
    this.penalties = study.penalties();
    this.confidence = study.folds().confidence();
  }

  /** A score of one target, and the same without each of the folds. */
  private record Folded(TargetSlice target, Score score, double[] without) {}

  /**
   * Scores all targets of a pass.
   *
   * @throws InputException if a target has no row, or predictions that an estimator needs are
   *     absent
   */
  List<ScoreRow> score(FeatureSetPlan plan, SetMoments moments) {
    List<ScoreRow> rows = new ArrayList<>();
    addScores(plan, moments.predictions(), plan.set().readers(Input.PREDICTIONS), rows);
    List<EstimatorKind> onFeatures = new ArrayList<>(plan.set().readers(Input.FEATURES));
    onFeatures.addAll(plan.set().readers(Input.SOURCE_LABELS)); // in the place of features
    addScores(plan, moments.features(), onFeatures, rows);
    return rows;
  }

  private void addScores(
      FeatureSetPlan plan,
      Optional<FoldMoments> found,
      List<EstimatorKind> estimators,
      List<ScoreRow> rows) {
    if (estimators.isEmpty()) {
      return;
    }
    FoldMoments folds =
        found.orElseThrow(
            () ->
                new InputException(
                    "Cannot score %s by %s: expected rows with the column it reads, found none"
                        .formatted(plan.set().name(), estimators.get(0))));
    List<TargetGroup> groups = TargetGroup.of(plan.targets());
    List<List<Folded>> scores = ofAllRows(plan, folds, groups, estimators);
    for (int k = 0; folds.count() > 1 && k < folds.count(); k++) {
      addFold(k, folds, groups, estimators, scores);
    }
    for (TargetGroup group : groups) {
      long[] foldRows = foldRows(folds, group);
      for (Folded folded : scores.get(group.number())) {
        Score score = folded.score();
        if (folds.count() > 1) {
          score =
              score.withUncertainty(
                  Jackknife.of(score.score(), folded.without(), foldRows, confidence));
        }
        rows.add(
            new ScoreRow(plan.set().source(), plan.set().dataset(), folded.target().name(), score));
      }
    }
  }

  private List<List<Folded>> ofAllRows(
      FeatureSetPlan plan,
      FoldMoments folds,
      List<TargetGroup> groups,
      List<EstimatorKind> estimators) {
    Moments whole = folds.whole();
    List<List<Folded>> scores = new ArrayList<>();
    for (TargetGroup group : groups) {
      TargetMoments rows = whole.target(group.number());
      if (rows.rows() == 0) {
        throw new InputException(
            "Cannot score target '%s' from %s: expected rows in which all its outputs are present, found none among the %d joined rows"
                .formatted(group.targets().get(0).name(), plan.set().name(), whole.rows()));
      }
      Magnitudes.require(plan.set().name(), group.targets(), rows);
      List<Folded> ofGroup = new ArrayList<>();
      GroupFits fits = new GroupFits(RidgeProblem.of(rows), penalties);
      for (EstimatorKind estimator : estimators) {
        for (TargetSlice target : group.targets()) {
          for (Score score : fits.scores(estimator, group.firstOutput(target), target.width())) {
            double[] without = new double[folds.count()];
            Arrays.fill(without, Double.NaN);
            ofGroup.add(new Folded(target, score, without));
          }
        }
      }
      scores.add(ofGroup);
    }
    return scores;
  }

  /** Scores again without the rows of fold k, in the same order. */
  private void addFold(
      int k,
      FoldMoments folds,
      List<TargetGroup> groups,
      List<EstimatorKind> estimators,
      List<List<Folded>> scores) {
    Moments rest = folds.without(k);
    for (TargetGroup group : groups) {
      TargetMoments rows = rest.target(group.number());
      if (rows.rows() == 0) {
        continue;
      }
      GroupFits fits = new GroupFits(RidgeProblem.of(rows), penalties);
      List<Folded> ofGroup = scores.get(group.number());
      int at = 0;
      for (EstimatorKind estimator : estimators) {
        for (TargetSlice target : group.targets()) {
          for (Score score : fits.scores(estimator, group.firstOutput(target), target.width())) {
            ofGroup.get(at++).without()[k] = score.score();
          }
        }
      }
    }
  }

  private static long[] foldRows(FoldMoments folds, TargetGroup group) {
    long[] rows = new long[folds.count()];
    for (int k = 0; k < rows.length; k++) {
      rows[k] = folds.fold(k).rows(group.number());
    }
    return rows;
  }

  /** By what rankings are made: the study's first estimator at its first penalty, and so on. */
  static List<Measure> preference(Study study) {
    List<Measure> preference = new ArrayList<>();
    for (EstimatorKind estimator : study.estimators()) {
      if (estimator.penalised()) {
        for (Penalty penalty : study.penalties()) {
          preference.add(new Measure(estimator.label(), penalty.toString()));
        }
      } else {
        preference.add(new Measure(estimator.label(), ""));
      }
    }
    return preference;
  }
}
