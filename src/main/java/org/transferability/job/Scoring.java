package org.transferability.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.ClassMoments;
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
  private final ScoreMethod method;
  private final SecondPass secondPass;

  /**
   * @param secondPass restores digits where the options ask for it
   */
  Scoring(Study study, ScoreMethod method, SecondPass secondPass) {
    this.secondPass = secondPass;
    this.penalties = study.penalties();
    this.method = method;
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
    addScores(
        plan,
        moments.predictions(),
        moments.predictionClasses(),
        plan.set().readers(Input.PREDICTIONS),
        rows);
    List<EstimatorKind> onFeatures = new ArrayList<>(plan.set().readers(Input.FEATURES));
    onFeatures.addAll(plan.set().readers(Input.SOURCE_LABELS)); // in the place of features
    addScores(plan, moments.features(), moments.featureClasses(), onFeatures, rows);
    return rows;
  }

  private void addScores(
      FeatureSetPlan plan,
      Optional<FoldMoments> found,
      Optional<ClassMoments> classes,
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
    List<List<Folded>> scores = ofAllRows(plan, folds, classes, groups, estimators);
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
      Optional<ClassMoments> classes,
      List<TargetGroup> groups,
      List<EstimatorKind> estimators) {
    Moments whole = folds.whole();
    List<List<Folded>> scores = new ArrayList<>();
    List<GroupFits> fitsOfGroups = new ArrayList<>();
    for (TargetGroup group : groups) {
      TargetMoments rows = whole.target(group.number());
      if (rows.rows() == 0) {
        throw new InputException(
            "Cannot score target '%s' from %s: expected rows in which all its outputs are present, found none among the %d joined rows"
                .formatted(group.targets().get(0).name(), plan.set().name(), whole.rows()));
      }
      fitsOfGroups.add(new GroupFits(RidgeProblem.of(rows), penalties));
    }
    if (estimators.stream().anyMatch(EstimatorKind::penalised)) {
      secondPass.refine(plan, estimators.get(0).input(), groups, fitsOfGroups);
    }
    for (TargetGroup group : groups) {
      TargetMoments rows = whole.target(group.number());
      List<Folded> ofGroup = new ArrayList<>();
      GroupFits fits = fitsOfGroups.get(group.number());
      ClassScores byClasses =
          classes
              .map(found -> new ClassScores(rows, found, group.number(), method.weights()))
              .orElse(null);
      for (EstimatorKind estimator : estimators) {
        for (TargetSlice target : group.targets()) {
          List<Score> found =
              estimator.readsClasses()
                  ? List.of(
                      byClasses.score(
                          estimator,
                          plan.targets().targets().indexOf(target),
                          target.width(),
                          fits.diagnostics()))
                  : fits.scores(estimator, group.firstOutput(target), target.width());
          for (Score score : found) {
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
          if (estimator.readsClasses()) {
            at++; // classes are not kept by fold: their scores have no interval
            continue;
          }
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
