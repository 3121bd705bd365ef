package org.transferability.job;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.TargetMoments;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.score.LabelMse;
import org.transferability.score.LinearMse;
import org.transferability.score.Score;
import org.transferability.score.SharedLabelMse;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;
import org.transferability.study.EstimatorKind;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;
import org.transferability.study.Study;

/** The driver's part for one set: fits = solve(moments), scores = score(fits). Thread-safe. */
final class Scoring {
  private final List<Penalty> penalties;

  Scoring(Study study) {
    this.penalties = study.penalties();
  }

  /** How one estimator makes the score of a target from a fit. */
  @FunctionalInterface
  private interface ScoreOfFit {
    Score of(RidgeFit fit, int firstOutput, int outputs);
  }

  /**
   * Scores all targets of a pass.
   *
   * @throws InputException if a target has no row, or predictions that an estimator needs are
   *     absent
   */
  List<ScoreRow> score(FeatureSetPlan plan, SetMoments moments) {
    List<ScoreRow> rows = new ArrayList<>();
    for (EstimatorKind estimator : plan.set().estimators()) {
      Supplier<InputException> absent =
          () ->
              new InputException(
                  "Cannot score %s by %s: expected rows with the column it reads, found none"
                      .formatted(plan.set().name(), estimator));
      switch (estimator) {
        case LINEAR_MSE ->
            addScores(plan, moments.features().orElseThrow(absent), LinearMse::of, rows);
        case LABEL_MSE ->
            addScores(plan, moments.predictions().orElseThrow(absent), LabelMse::of, rows);
        case SHARED_LABEL_MSE ->
            addScores(plan, moments.features().orElseThrow(absent), SharedLabelMse::of, rows);
      }
    }
    return rows;
  }

  private void addScores(
      FeatureSetPlan plan, Moments moments, ScoreOfFit estimator, List<ScoreRow> rows) {
    for (int group = 0; group < moments.layout().groups(); group++) {
      int members = group;
      List<TargetSlice> targets =
          plan.targets().targets().stream().filter(t -> t.group() == members).toList();
      int firstOfGroup = targets.get(0).firstOutput();
      TargetMoments target = moments.target(group);
      if (target.rows() == 0) {
        throw new InputException(
            "Cannot score target '%s' from %s: expected rows in which all its outputs are present, found none among the %d joined rows"
                .formatted(targets.get(0).name(), plan.set().name(), moments.rows()));
      }
      RidgeSolver solver = RidgeSolver.prepare(RidgeProblem.of(target));
      for (Penalty penalty : penalties) {
        RidgeFit fit = solver.solve(penalty.value());
        for (TargetSlice slice : targets) {
          Score score = estimator.of(fit, slice.firstOutput() - firstOfGroup, slice.width());
          rows.add(row(plan, slice, score));
        }
      }
    }
  }

  private static ScoreRow row(FeatureSetPlan plan, TargetSlice target, Score score) {
    return new ScoreRow(
        plan.set().source(),
        plan.set().dataset(),
        target.name(),
        score.estimator(),
        score.lambda(),
        score.score(),
        score.mse(),
        score.penalty(),
        score.r2(),
        score.n(),
        score.d(),
        score.q(),
        score.rank(),
        score.condition(),
        score.flags().toString());
  }

  /** By what rankings are made: the study's first estimator at its first penalty, and so on. */
  static List<Measure> preference(Study study) {
    List<Measure> preference = new ArrayList<>();
    for (EstimatorKind estimator : study.estimators()) {
      for (Penalty penalty : study.penalties()) {
        preference.add(new Measure(estimator.label(), OptionalDouble.of(penalty.value())));
      }
    }
    return preference;
  }
}
