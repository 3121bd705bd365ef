package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.classes.ClassMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.sample.RowSample;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.run.aggregate.SetMoments;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.TargetGroup;
import org.transferability.score.CvMse;
import org.transferability.study.EstimatorKind;
import org.transferability.study.EstimatorKind.Input;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;
import org.transferability.study.Study;

/** The driver's part for one set: fits = solve(moments), scores = score(fits). Thread-safe. */
public final class Scoring {
  private final Precision precision;
  private final Penalties penalties;
  private final double confidence;
  private final boolean grouped;
  private final ScoreMethod method;
  private final SecondPass secondPass;
  private final SideBySide threads;

  /** Scoring on one thread. */
  public Scoring(Study study, ScoreMethod method, SecondPass secondPass, Precision precision) {
    this(study, method, secondPass, precision, SideBySide.NOT);
  }

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
    this.grouped = study.folds().byColumn();
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
        Optional.empty(),
        moments.predictionClasses(),
        moments.samples().predictions(),
        plan.set().readers(Input.PREDICTIONS),
        rows);
    List<EstimatorKind> onFeatures = new ArrayList<>(plan.set().readers(Input.FEATURES));
    onFeatures.addAll(plan.set().readers(Input.SOURCE_LABELS)); // in the place of features
    addScores(
        plan,
        moments.features(),
        moments.reduced(),
        moments.featureClasses(),
        moments.samples().features(),
        onFeatures,
        rows);
    return rows;
  }

  private void addScores(
      Pass plan,
      Optional<FoldMoments> found,
      Optional<ReducedRows> reduced,
      Optional<ClassMoments> classes,
      Optional<RowSample> sample,
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
    SetFolds all = SetFolds.of(plan.folds(), folds);
    SetFolds set = method.intervals() ? all : all.withoutIntervals();
    // the moments of reduced rows are in float64 always
    Precision formed = reduced.isPresent() ? Precision.DOUBLE : precision;
    boolean holdsOut = estimators.stream().anyMatch(EstimatorKind::holdsOut);
    Optional<GroupSample.OfSet> sampled =
        sample.filter(rowsOfSet -> holdsOut).map(s -> GroupSample.OfSet.of(s, reduced, grouped));
    List<GroupScoring> groups = byMoments(plan, set, formed, reduced, classes, sampled, estimators);
    leaveOut(set, estimators, groups.stream().map(GroupScoring::byMoments).toList(), threads);
    List<FoldedScores> factorised =
        secondPass.refine(plan, estimators.get(0).input(), reduced, groups);
    leaveOut(set, estimators, factorised, threads);
    for (GroupScoring group : groups) {
      group.addRows(plan.set().source(), plan.set().dataset(), confidence, rows);
    }
  }

  /** The scores of all rows of each group. */
  private List<GroupScoring> byMoments(
      Pass plan,
      SetFolds set,
      Precision formed,
      Optional<ReducedRows> reduced,
      Optional<ClassMoments> classes,
      Optional<GroupSample.OfSet> sampled,
      List<EstimatorKind> estimators) {
    Moments whole = set.folds().whole();
    List<GroupScoring> groups = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (TargetGroup columns : TargetGroup.of(plan.targets())) {
      TargetGroup group =
          method.outputs() == ScoreMethod.Outputs.EACH ? columns.withOutputs() : columns;
      group.targets().forEach(target -> requireNew(names, target.name()));
      TargetMoments present = present(plan, set, whole, group);
      Optional<ClassScores> byClasses =
          classes.map(
              c -> new ClassScores(plan.targets(), present, c, group.number(), method.weights()));
      GroupMoments moments =
          new GroupMoments(
              group,
              set,
              present,
              formed,
              method.intercept(),
              reduced,
              sampled.map(rows -> new GroupSample(rows, present.outputs(), plan.folds().count())));
      groups.add(new GroupScoring(moments, estimators, penalties, byClasses));
    }
    return groups;
  }

  private static void requireNew(Set<String> names, String name) {
    if (!names.add(name)) {
      throw new InputException(
          "Cannot score each output: expected no column with the name of an output of a list, found '%s' (rename it, or exclude it by --target-names)"
              .formatted(name));
    }
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

  /** {@link #leaveOut} on one thread. */
  static void leaveOut(SetFolds set, List<EstimatorKind> estimators, List<FoldedScores> groups) {
    leaveOut(set, estimators, groups, SideBySide.NOT);
  }

  /**
   * Scores all rows, and again without each fold and, for errors on held-out rows, without each
   * two. These are independent; each writes to a place of its own, so the scores are the same bit
   * for bit on any number of threads.
   */
  static void leaveOut(
      SetFolds set, List<EstimatorKind> estimators, List<FoldedScores> groups, SideBySide threads) {
    FoldMoments folds = set.folds();
    int count = groups.isEmpty() || folds.count() < 2 ? 0 : folds.count();
    boolean holdsOut = estimators.stream().anyMatch(EstimatorKind::holdsOut);
    List<Runnable> tasks = new ArrayList<>();
    for (FoldedScores group : groups) {
      group.prepare();
      tasks.add(group::scoreAll);
    }
    for (int k = 0; k < count; k++) {
      int left = k;
      tasks.add(() -> leaveOut(set, groups, left));
    }
    threads.run(tasks, bytes(folds));
    if (holdsOut && set.intervals() && !groups.isEmpty()) {
      groups.forEach(FoldedScores::choosePaired);
      threads.run(pairs(set, groups, count), bytes(folds));
    }
  }

  /** Leaves out each two folds or, of many folds, blocks of them. */
  private static List<Runnable> pairs(SetFolds set, List<FoldedScores> groups, int count) {
    List<Runnable> tasks = new ArrayList<>();
    for (int k = 0; set.pairs() && count > 2 && k < count; k++) {
      for (int j = 0; j < k; j++) {
        int one = j;
        int other = k;
        tasks.add(() -> leaveOut(set, groups, one, other));
      }
    }
    set.blocks().ifPresent(blocks -> addBlocks(blocks, groups, tasks));
    return tasks;
  }

  private static void leaveOut(SetFolds set, List<FoldedScores> groups, int k) {
    Supplier<Moments> rest = once(() -> set.without(k));
    groups.forEach(group -> group.leaveOut(k, rest));
  }

  private static void leaveOut(SetFolds set, List<FoldedScores> groups, int j, int k) {
    Supplier<Moments> rest = once(() -> set.folds().without(j, k));
    groups.forEach(group -> group.leaveOut(j, k, rest));
  }

  private static void addBlocks(
      FoldMoments blocks, List<FoldedScores> groups, List<Runnable> tasks) {
    for (int k = 0; k < blocks.count(); k++) {
      for (int j = -1; j < k; j++) {
        int one = j;
        int other = k;
        tasks.add(() -> leaveOutBlocks(blocks, groups, one, other));
      }
    }
  }

  private static void leaveOutBlocks(FoldMoments blocks, List<FoldedScores> groups, int j, int k) {
    Supplier<Moments> rest = once(() -> j < 0 ? blocks.without(k) : blocks.without(j, k));
    groups.forEach(group -> group.leaveOutBlocks(j, k, rest));
  }

  /** The same moments, merged when the first group asks for them. One thread. */
  private static Supplier<Moments> once(Supplier<Moments> merge) {
    List<Moments> merged = new ArrayList<>(1);
    return () -> {
      if (merged.isEmpty()) {
        merged.add(merge.get());
      }
      return merged.get(0);
    };
  }

  /** What fits without a fold need: the merged scatters, one scaled, and one factor. */
  private static long bytes(FoldMoments folds) {
    long d = folds.fold(0).width();
    return (folds.scatters() / folds.count() + 2) * (d * (d + 1) / 2) * Double.BYTES;
  }

  /**
   * By what rankings are made: the chosen measure; else the study's first estimator, at its best
   * penalty if it chooses one, else at the first one; and so on.
   *
   * @param rankBy an estimator, or an estimator and its penalty; empty: none is chosen
   * @throws InputException if the study has no such measure
   */
  public static List<Measure> preference(Study study, Optional<String> rankBy) {
    List<Measure> preference = preference(study);
    if (rankBy.isPresent()) {
      Measure chosen = chosen(rankBy.get(), preference);
      preference.remove(chosen);
      preference.add(0, chosen);
    }
    return preference;
  }

  private static Measure chosen(String name, List<Measure> measures) {
    String[] words = name.strip().split("\\s+", 2);
    boolean any = words.length == 1; // penalty
    String lambda =
        any || words[1].equals(CvMse.BEST) ? words[words.length - 1] : penalty(words[1]);
    return measures.stream()
        .filter(measure -> measure.estimator().equals(words[0]))
        .filter(measure -> any || measure.lambda().equals(lambda))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "Cannot rank by '%s': %s (--rank-by; --estimators adds others)"
                        .formatted(
                            name,
                            NearestName.expected(
                                name, measures.stream().map(Measure::toString).toList()))));
  }

  /** As in names of measures: 0.001 for 1e-3. */
  private static String penalty(String text) {
    try {
      return Penalty.parse(text).toString();
    } catch (InputException e) {
      return text;
    }
  }

  private static List<Measure> preference(Study study) {
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
