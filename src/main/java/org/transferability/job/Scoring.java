package org.transferability.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.TargetMoments;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
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

  Scoring(Study study) {
    this.penalties = study.penalties();
  }

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
      Optional<Moments> found,
      List<EstimatorKind> estimators,
      List<ScoreRow> rows) {
    if (estimators.isEmpty()) {
      return;
    }
    Moments moments =
        found.orElseThrow(
            () ->
                new InputException(
                    "Cannot score %s by %s: expected rows with the column it reads, found none"
                        .formatted(plan.set().name(), estimators.get(0))));
    for (int group = 0; group < moments.layout().groups(); group++) {
      int members = group;
      List<TargetSlice> targets =
          plan.targets().targets().stream().filter(t -> t.group() == members).toList();
      TargetMoments target = moments.target(group);
      if (target.rows() == 0) {
        throw new InputException(
            "Cannot score target '%s' from %s: expected rows in which all its outputs are present, found none among the %d joined rows"
                .formatted(targets.get(0).name(), plan.set().name(), moments.rows()));
      }
      GroupFits fits = new GroupFits(RidgeProblem.of(target), penalties);
      for (EstimatorKind estimator : estimators) {
        for (TargetSlice slice : targets) {
          int first = slice.firstOutput() - targets.get(0).firstOutput();
          for (Score score : fits.scores(estimator, first, slice.width())) {
            rows.add(row(plan, slice, score));
          }
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
      if (estimator.penalised()) {
        for (Penalty penalty : study.penalties()) {
          preference.add(new Measure(estimator.label(), OptionalDouble.of(penalty.value())));
        }
      } else {
        preference.add(new Measure(estimator.label(), OptionalDouble.empty()));
      }
    }
    return preference;
  }
}
