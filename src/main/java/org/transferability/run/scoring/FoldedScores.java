package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.TargetMoments;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Score;
import org.transferability.solve.HeldOut;
import org.transferability.solve.KernelRows;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * The scores by ridge fits of one group of targets: of all rows first, then again without each
 * fold, for the uncertainty and for errors on held-out rows. One decomposition each time serves all
 * targets of the group, all estimators and all penalties. Made from second moments, or from
 * triangular factors of the rows. One thread.
 */
final class FoldedScores {
  /** Up to this number of features, fits at more penalties take no time that counts. */
  private static final int MOST_DRAWN = 400;

  private final GroupMoments moments;
  private final List<EstimatorKind> fitted;
  private final List<EstimatorKind> heldOut;
  private final Penalties penalties;
  private final List<Penalty> judged;
  private final List<Penalty> between; // where curves are drawn as well
  private final List<String> curve;
  private final boolean ranksByEvidence;
  private final Optional<RowFactors> factors;
  private final long[] rows;
  private final GroupFits whole;
  private final HeldErrors errors;
  private final Optional<HeldErrors> selection;
  private final Optional<SampleErrors> sampled;
  private final BitSet[] paired; // by fold, the penalties whose errors need fits without a second
  private final double[][] without; // by fold, the scores in the order of the list
  private Optional<KernelRows> kernel = Optional.empty(); // until asked for
  private Optional<List<Folded>> scores = Optional.empty(); // until they are made

  /** A score of one target, and the same without each of the folds. */
  record Folded(TargetSlice target, Score score, double[] without) {}

  /**
   * Scores all rows.
   *
   * @param fitted estimators that score the fits to all rows
   * @param heldOut estimators that score errors on held-out rows
   * @param ranksByEvidence whether logme is the first estimator
   * @param factors of the rows; empty: all is made from second moments
   */
  FoldedScores(
      GroupMoments moments,
      List<EstimatorKind> fitted,
      List<EstimatorKind> heldOut,
      Penalties penalties,
      boolean ranksByEvidence,
      Optional<RowFactors> factors) {
    this.moments = moments;
    this.fitted = fitted;
    this.heldOut = heldOut;
    this.penalties = penalties;
    this.judged = penalties.of(heldOut);
    this.ranksByEvidence = ranksByEvidence;
    this.factors = factors;
    this.rows = moments.rows();
    RidgeFit.Source source = factors.isPresent() ? RidgeFit.Source.ROWS : RidgeFit.Source.MOMENTS;
    SetFolds set = moments.set();
    this.errors =
        set.isSplit()
            ? HeldErrors.ofSplit(moments.rows(set.test().orElseThrow()), source)
            : set.blocks().isEmpty()
                ? HeldErrors.ofFolds(rows, source)
                : HeldErrors.ofManyFolds(rows, source);
    this.selection = selection(source);
    this.sampled = heldOut.isEmpty() ? Optional.empty() : moments.sample().map(this::sampled);
    this.without = new double[rows.length][0];
    this.paired = new BitSet[rows.length];
    Arrays.setAll(paired, k -> new BitSet());
    RidgeProblem problem = moments.problem(moments.present());
    boolean draws = set.pairs() && problem.width() <= MOST_DRAWN;
    this.between = draws ? penalties.between(heldOut) : List.of();
    this.curve = Stream.concat(judged.stream(), between.stream()).map(Penalty::toString).toList();
    this.whole =
        factors
            .map(f -> GroupFits.ofRows(problem, penalties, f.without(problem, -1, -1)))
            .orElseGet(() -> new GroupFits(problem, penalties));
  }

  /** Makes what the fits without folds share; before these run side by side. */
  void prepare() {
    boolean regresses =
        Stream.concat(fitted.stream(), heldOut.stream()).anyMatch(EstimatorKind::penalised);
    if (regresses && factors.isEmpty()) {
      kernel = rows.length > 1 ? moments.kernelRows(whole) : Optional.empty();
      kernel.ifPresent(this::reduce);
      whole.prepare();
    }
  }

  private void reduce(KernelRows rowsOfGroup) {
    List<EstimatorKind> objectives = fitted.stream().filter(GroupFits::isMeanSquare).toList();
    long penalised =
        penalties.of(objectives).stream()
            .filter(penalty -> !penalty.isComponents() && penalty.value() > 0)
            .count();
    boolean evidence = fitted.contains(EstimatorKind.LOGME);
    rowsOfGroup.reduce((int) penalised + judged.size() + between.size(), evidence);
    if (!fitted.contains(EstimatorKind.GCV)) { // which needs more of a fit
      whole.share(rowsOfGroup);
    }
    if (evidence) {
      whole.shareOrigin(rowsOfGroup);
    }
  }

  /** Scores all rows, and judges the fits to them if there are test rows. */
  void scoreAll() {
    judgeSplit();
    addFitted();
  }

  /** The folds of test rows follow those of the rows that are fitted. */
  private SampleErrors sampled(GroupSample sample) {
    SetFolds set = moments.set();
    int outputs = moments.present().squares().length;
    return set.isSplit()
        ? new SampleErrors(sample, outputs, rows.length, set.test().orElseThrow().count())
        : new SampleErrors(sample, outputs, 0, rows.length);
  }

  /** Errors on rows that only select the penalty: of a split, the validation rows or the folds. */
  private Optional<HeldErrors> selection(RidgeFit.Source source) {
    SetFolds set = moments.set();
    if (!set.isSplit()) {
      return Optional.empty();
    }
    long[] selecting =
        set.validation().map(validation -> new long[] {moments.of(validation).rows()}).orElse(rows);
    return Optional.of(HeldErrors.ofFolds(selecting, source));
  }

  /** Judges the fits to all rows by the rows of a split that are not fitted. */
  private void judgeSplit() {
    if (!moments.set().isSplit() || heldOut.isEmpty()) {
      return;
    }
    FoldMoments test = moments.set().test().orElseThrow();
    for (int k = 0; k < test.count(); k++) {
      errors.add(k, whole.heldOut(judged, moments.present(), moments.of(test.fold(k))));
      int part = k;
      sampled
          .filter(all -> all.sample().count(all.fold(part)) > 0)
          .ifPresent(
              all -> all.add(part, whole.squares(judged, all.sample().rows(all.fold(part)))));
    }
    moments
        .set()
        .validation()
        .ifPresent(
            validation ->
                selection
                    .orElseThrow()
                    .add(0, whole.heldOut(judged, moments.present(), moments.of(validation))));
  }

  private void addFitted() {
    List<Folded> all = new ArrayList<>();
    for (EstimatorKind estimator : fitted) {
      for (TargetSlice target : moments.group().targets()) {
        for (Score score : whole.scores(estimator, firstOutput(target), target.width())) {
          all.add(new Folded(target, score, new double[0]));
        }
      }
    }
    scores = Optional.of(all);
  }

  /** One score without each of the folds; NaN without those that have not been left out. */
  private double[] without(int score) {
    double[] values = new double[rows.length];
    Arrays.setAll(values, k -> score < without[k].length ? without[k][score] : Double.NaN);
    return values;
  }

  private int firstOutput(TargetSlice target) {
    return moments.group().firstOutput(target);
  }

  /** The fits without two folds, or one of which both are the numbers. */
  private PartFits fits(Supplier<Moments> rest, int left, int alsoLeft) {
    return new PartFits(
        penalties,
        kernel.map(rowsOfGroup -> rowsOfGroup.fits(k -> k != left && k != alsoLeft)),
        () -> moments.of(rest.get()),
        others -> {
          Magnitudes.require("the rows outside a fold", moments.group().targets(), others);
          RidgeProblem problem = moments.problem(others);
          return factors
              .map(f -> GroupFits.ofRows(problem, penalties, f.without(problem, left, alsoLeft)))
              .orElseGet(() -> GroupFits.ofPart(problem, penalties, whole));
        });
  }

  private HeldOut judge(PartFits fits, List<Penalty> some, int k) {
    return fits.heldOut(
        some,
        fold -> fold == k,
        (byMoments, others, rest) ->
            factors
                .map(f -> byMoments.heldOut(rest, f.fold(k)))
                .orElseGet(() -> byMoments.heldOut(rest, others, moments.fold(k))));
  }

  /** The errors of the fits on each sampled row of a fold. */
  private double[] squares(PartFits fits, SampleErrors all, int k) {
    if (all.sample().count(k) == 0) {
      return new double[0];
    }
    return fits.squares(
        judged,
        all.sample().numbers(k),
        moments.present().outputs().length,
        () -> all.sample().rows(k));
  }

  /**
   * Chooses, once each fold has been left out, the penalties at which fits without a second fold
   * are made. If only scores at the best penalty are reported, no other errors of such fits are
   * used than those on a fold at the penalty that was chosen for it.
   */
  void choosePaired() {
    for (EstimatorKind estimator : heldOut) {
      if (!penalties.showsOnlyBest(estimator) || moments.set().isSplit()) {
        for (BitSet ofFold : paired) {
          ofFold.set(0, judged.size());
        }
        continue;
      }
      for (TargetSlice target : moments.group().targets()) {
        int first = firstOutput(target);
        errors.addChosen(judged.size(), first, target.width(), paired);
        for (int o = first; estimator.holdsOutEachOutput() && o < first + target.width(); o++) {
          errors.addChosen(judged.size(), o, 1, paired);
        }
      }
    }
  }

  private List<Penalty> some(int[] numbers) {
    return Arrays.stream(numbers).mapToObj(judged::get).toList();
  }

  /** The penalties that were chosen for the folds of a block. */
  private int[] pairedOfBlock(int block) {
    BitSet chosen = new BitSet();
    for (int k = block; k < paired.length; k += HeldErrors.BLOCKS) {
      chosen.or(paired[k]);
    }
    return chosen.stream().toArray();
  }

  /** Scores once more without fold k, and judges these fits by its rows. */
  void leaveOut(int k, Supplier<Moments> rest) {
    if (rows[k] == 0 || rows[k] == LongStream.of(rows).sum()) {
      return;
    }
    PartFits fits = fits(rest, k, k);
    List<Double> values = new ArrayList<>();
    for (EstimatorKind estimator : fitted) {
      for (TargetSlice target : moments.group().targets()) {
        values.addAll(values(fits, estimator, target));
      }
    }
    without[k] = values.stream().mapToDouble(Double::doubleValue).toArray();
    if (heldOut.isEmpty()) {
      return;
    }
    if (!moments.set().isSplit()) {
      errors.add(k, judge(fits, judged, k));
      sampled.ifPresent(all -> all.add(k, squares(fits, all, k)));
      if (!between.isEmpty()) { // apart, so that no bit of a score depends on a curve
        errors.addBetween(k, judge(fits, between, k));
      }
      return;
    }
    FoldMoments test = moments.set().test().orElseThrow();
    for (int j = 0; j < test.count(); j++) {
      if (j != k) {
        TargetMoments part = moments.of(test.fold(j));
        errors.add(k, j, fits.heldOut(judged, part));
      }
    }
    if (moments.set().validation().isEmpty()) {
      selection.orElseThrow().add(k, judge(fits, judged, k));
    }
  }

  /**
   * Judges fits without a block of folds by its rows; or, without two, by the rows of each.
   *
   * @param j less than k, or -1 for none
   */
  void leaveOutBlocks(int j, int k, Supplier<Moments> rest) {
    long last = rowsOfBlock(k);
    long first = j < 0 ? 0 : rowsOfBlock(j);
    boolean empty = last == 0 || (j >= 0 && first == 0);
    boolean all = first + last == LongStream.of(rows).sum();
    if (heldOut.isEmpty() || factors.isPresent() || empty || all) {
      return;
    }
    PartFits fits =
        new PartFits(
            penalties,
            kernel.map(
                rowsOfGroup ->
                    rowsOfGroup.fits(f -> HeldErrors.block(f) != k && HeldErrors.block(f) != j)),
            () -> moments.of(rest.get()),
            others -> GroupFits.ofPart(moments.problem(others), penalties, whole));
    if (j < 0) {
      errors.addBlock(k, judgeBlock(fits, k));
    } else {
      errors.add(j, k, judgeBlock(fits, k));
      errors.add(k, j, judgeBlock(fits, j));
    }
  }

  private long rowsOfBlock(int block) {
    return moments.of(moments.set().blocks().orElseThrow().fold(block)).rows();
  }

  private HeldOut judgeBlock(PartFits fits, int k) {
    int[] chosen = pairedOfBlock(k);
    return fits.heldOut(
            some(chosen),
            fold -> HeldErrors.block(fold) == k,
            (byMoments, others, rest) ->
                byMoments.heldOut(
                    rest, others, moments.of(moments.set().blocks().orElseThrow().fold(k))))
        .among(chosen, judged.size());
  }

  /**
   * The scores without a fold. The evidence of wide features takes an eigendecomposition for each
   * fold, about twice the cost of all other fits together, so it has an interval only if it ranks.
   */
  private List<Double> values(PartFits fits, EstimatorKind estimator, TargetSlice target) {
    boolean skipped = estimator == EstimatorKind.LOGME && !ranksByEvidence && whole.isWide();
    return skipped
        ? List.of(Double.NaN)
        : fits.values(estimator, firstOutput(target), target.width());
  }

  /** Judges fits without two folds by the rows of each. */
  void leaveOut(int j, int k, Supplier<Moments> rest) {
    boolean all = rows[j] + rows[k] == LongStream.of(rows).sum();
    if (heldOut.isEmpty() || rows[j] == 0 || rows[k] == 0 || all) {
      return;
    }
    PartFits fits = fits(rest, j, k);
    errors.add(j, k, judgePaired(fits, k));
    errors.add(k, j, judgePaired(fits, j));
  }

  private HeldOut judgePaired(PartFits fits, int k) {
    int[] chosen = paired[k].stream().toArray();
    return judge(fits, some(chosen), k).among(chosen, judged.size());
  }

  /** The fits to all rows. */
  GroupFits whole() {
    return whole;
  }

  /** For each estimator all targets, for each of these all penalties. */
  List<Folded> fitted() {
    List<Folded> all = scores.orElseThrow();
    return IntStream.range(0, all.size())
        .mapToObj(i -> new Folded(all.get(i).target(), all.get(i).score(), without(i)))
        .toList();
  }

  /** The scores by errors on held-out rows, in the same order. */
  List<Folded> heldOut(double confidence) {
    List<Folded> all = new ArrayList<>();
    for (EstimatorKind estimator : heldOut) {
      for (TargetSlice target : moments.group().targets()) {
        new CrossValidation(penalties, curve, errors, selection, sampled)
            .scores(estimator, whole, firstOutput(target), target.width(), confidence)
            .forEach(score -> all.add(new Folded(target, score, new double[0])));
      }
    }
    return all;
  }

  /** Takes residuals of the fits that were read again; what the folds say stays as it is. */
  void refine(ResidualRevisit residuals, double[] numbers) {
    whole.refine(residuals, numbers);
    addFitted();
  }
}
