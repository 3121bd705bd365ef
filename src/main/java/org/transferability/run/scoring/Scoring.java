package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.classes.ClassMoments;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.TargetGroup;
import org.transferability.score.CvMse;
import org.transferability.study.EstimatorKind;
import org.transferability.study.EstimatorKind.Input;
import org.transferability.study.InputException;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;
import org.transferability.study.Study;

/** The driver's part for one set: fits = solve(moments), scores = score(fits). Thread-safe. */
public final class Scoring {
  private final Precision precision;
  private final Penalties penalties;
  private final double confidence;
  private final ScoreMethod method;
  private final SecondPass secondPass;

  /**
   * @param secondPass restores digits where the options ask for it
   */
  public Scoring(Study study, ScoreMethod method, SecondPass secondPass, Precision precision) {
    this.precision = precision;
    this.secondPass = secondPass;
    this.penalties = study.penalties();
    this.method = method;
    this.confidence = study.folds().confidence();
  }

  /**
   * Scores all targets of a pass.
   *
   * @throws InputException if a target has no row, or predictions that an estimator needs are
   *     absent
   */
  public List<ScoreRow> score(Pass plan, SetMoments moments) {
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
      Pass plan,
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
    SetFolds set = SetFolds.of(plan.folds(), folds);
    List<GroupScoring> groups = byMoments(plan, set, classes, estimators);
    leaveOut(set, estimators, groups.stream().map(GroupScoring::byMoments).toList());
    leaveOut(set, estimators, secondPass.refine(plan, estimators.get(0).input(), groups));
    for (GroupScoring group : groups) {
      group.addRows(plan.set().source(), plan.set().dataset(), confidence, rows);
    }
  }

  /** The scores of all rows of each group. */
  private List<GroupScoring> byMoments(
      Pass plan, SetFolds set, Optional<ClassMoments> classes, List<EstimatorKind> estimators) {
    Moments whole = set.folds().whole();
    List<GroupScoring> groups = new ArrayList<>();
    for (TargetGroup columns : TargetGroup.of(plan.targets())) {
      TargetGroup group =
          method.outputs() == ScoreMethod.Outputs.EACH ? columns.withOutputs() : columns;
      TargetMoments present = present(plan, set, whole, group);
      Optional<ClassScores> byClasses =
          classes.map(
              c -> new ClassScores(plan.targets(), present, c, group.number(), method.weights()));
      GroupMoments moments = new GroupMoments(group, set, present, precision, method.intercept());
      groups.add(new GroupScoring(moments, estimators, penalties, byClasses));
    }
    return groups;
  }

  /** The moments of the rows of a group: there are some, and their numbers are in range. */
  private static TargetMoments present(Pass plan, SetFolds set, Moments whole, TargetGroup group) {
    if (whole.rows(group.number()) == 0) {
      throw new InputException(
          "Cannot score target '%s' from %s: expected rows in which all its outputs are present, found none among the %d joined rows"
              .formatted(group.targets().get(0).name(), plan.set().name(), whole.rows()));
    }
    TargetMoments present = whole.target(group.number());
    Magnitudes.require(plan.set().name(), group.targets(), present);
    set.test().ifPresent(test -> requireTest(plan, test.whole(), group));
    return present;
  }

  private static void requireTest(Pass plan, Moments test, TargetGroup group) {
    if (test.rows(group.number()) == 0) {
      throw new InputException(
          "Cannot score target '%s' from %s: expected test rows in which all its outputs are present, found none"
              .formatted(group.targets().get(0).name(), plan.set().name()));
    }
    Magnitudes.require(plan.set().name(), group.targets(), test.target(group.number()));
  }

  /** Scores again without each fold and, for errors on held-out rows, without each two. */
  static void leaveOut(SetFolds set, List<EstimatorKind> estimators, List<FoldedScores> groups) {
    FoldMoments folds = set.folds();
    boolean holdsOut = estimators.stream().anyMatch(EstimatorKind::holdsOut);
    for (int k = 0; !groups.isEmpty() && folds.count() > 1 && k < folds.count(); k++) {
      Moments rest = set.without(k);
      for (FoldedScores group : groups) {
        group.leaveOut(k, rest);
      }
      for (int j = 0; holdsOut && set.pairs() && folds.count() > 2 && j < k; j++) {
        Moments fewer = folds.without(j, k);
        for (FoldedScores group : groups) {
          group.leaveOut(j, k, fewer);
        }
      }
    }
    if (holdsOut && !groups.isEmpty()) {
      set.blocks().ifPresent(blocks -> leaveOutBlocks(blocks, groups));
    }
  }

  private static void leaveOutBlocks(FoldMoments blocks, List<FoldedScores> groups) {
    for (int k = 0; k < blocks.count(); k++) {
      for (int j = -1; j < k; j++) {
        Moments rest = j < 0 ? blocks.without(k) : blocks.without(j, k);
        for (FoldedScores group : groups) {
          group.leaveOutBlocks(j, k, rest);
        }
      }
    }
  }

  /**
   * By what rankings are made: the study's first estimator, at its best penalty if it chooses one,
   * else at the first one, and so on.
   */
  public static List<Measure> preference(Study study) {
    List<Measure> preference = new ArrayList<>();
    for (EstimatorKind estimator : study.estimators()) {
      if (estimator.penalised()) {
        Penalties penalties = study.penalties();
        if (penalties.hasBest(estimator)) {
          preference.add(new Measure(estimator.label(), CvMse.BEST));
        }
        if (!penalties.showsOnlyBest(estimator)) {
          for (Penalty penalty : penalties.of(estimator)) {
            preference.add(new Measure(estimator.label(), penalty.toString()));
          }
        }
      } else {
        preference.add(new Measure(estimator.label(), ""));
      }
    }
    return preference;
  }
}
