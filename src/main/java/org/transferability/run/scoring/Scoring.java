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
  private final SideBySide threads;

  /**
   * @param secondPass restores digits where the options ask for it
   * @param threads on which the folds of a set are fitted
   */
  public Scoring(
      Study study,
      ScoreMethod method,
      SecondPass secondPass,
      Precision precision,
      SideBySide threads) {
    this.precision = precision;
    this.secondPass = secondPass;
    this.threads = threads;
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
    List<GroupScoring> groups = byMoments(plan, folds, classes, estimators);
    leaveOut(folds, estimators, groups.stream().map(GroupScoring::byMoments).toList(), threads);
    List<FoldedScores> factorised = secondPass.refine(plan, estimators.get(0).input(), groups);
    leaveOut(folds, estimators, factorised, threads);
    for (GroupScoring group : groups) {
      group.addRows(plan.set().source(), plan.set().dataset(), confidence, rows);
    }
  }

  /** The scores of all rows of each group. */
  private List<GroupScoring> byMoments(
      Pass plan,
      FoldMoments folds,
      Optional<ClassMoments> classes,
      List<EstimatorKind> estimators) {
    Moments whole = folds.whole();
    List<GroupScoring> groups = new ArrayList<>();
    for (TargetGroup group : TargetGroup.of(plan.targets())) {
      TargetMoments present = present(plan, whole, group);
      Optional<ClassScores> byClasses =
          classes.map(
              c -> new ClassScores(plan.targets(), present, c, group.number(), method.weights()));
      GroupMoments moments = new GroupMoments(group, folds, present, precision);
      groups.add(new GroupScoring(moments, estimators, penalties, byClasses));
    }
    return groups;
  }

  /** The moments of the rows of a group: there are some, and their numbers are in range. */
  private static TargetMoments present(Pass plan, Moments whole, TargetGroup group) {
    if (whole.rows(group.number()) == 0) {
      throw new InputException(
          "Cannot score target '%s' from %s: expected rows in which all its outputs are present, found none among the %d joined rows"
              .formatted(group.targets().get(0).name(), plan.set().name(), whole.rows()));
    }
    TargetMoments present = whole.target(group.number());
    Magnitudes.require(plan.set().name(), group.targets(), present);
    return present;
  }

  /** {@link #leaveOut} on one thread. */
  static void leaveOut(
      FoldMoments folds, List<EstimatorKind> estimators, List<FoldedScores> groups) {
    leaveOut(folds, estimators, groups, SideBySide.NOT);
  }

  /**
   * Scores all rows, and again without each fold and, for errors on held-out rows, without each
   * two. These are independent; each writes to a place of its own, so the scores are the same bit
   * for bit on any number of threads.
   */
  private static void leaveOut(
      FoldMoments folds,
      List<EstimatorKind> estimators,
      List<FoldedScores> groups,
      SideBySide threads) {
    int count = groups.isEmpty() || folds.count() < 2 ? 0 : folds.count();
    boolean pairs = count > 2 && estimators.stream().anyMatch(EstimatorKind::holdsOut);
    List<Runnable> tasks = new ArrayList<>();
    for (FoldedScores group : groups) {
      group.prepare();
      tasks.add(group::scoreAll);
    }
    for (int k = 0; k < count; k++) {
      int left = k;
      tasks.add(() -> leaveOut(folds, groups, left));
    }
    for (int k = 0; k < count && pairs; k++) {
      for (int j = 0; j < k; j++) {
        int one = j;
        int other = k;
        tasks.add(() -> leaveOut(folds, groups, one, other));
      }
    }
    threads.run(tasks, bytes(folds));
  }

  private static void leaveOut(FoldMoments folds, List<FoldedScores> groups, int k) {
    Moments rest = folds.without(k);
    groups.forEach(group -> group.leaveOut(k, rest));
  }

  private static void leaveOut(FoldMoments folds, List<FoldedScores> groups, int j, int k) {
    Moments rest = folds.without(j, k);
    groups.forEach(group -> group.leaveOut(j, k, rest));
  }

  /** What fits without a fold need: the merged scatters, one scaled, and one factor. */
  private static long bytes(FoldMoments folds) {
    long d = folds.fold(0).width();
    return (folds.scatters() / folds.count() + 2) * (d * (d + 1) / 2) * Double.BYTES;
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
