package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.TargetMoments;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Score;
import org.transferability.solve.HeldOut;
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
  private final GroupMoments moments;
  private final List<EstimatorKind> fitted;
  private final List<EstimatorKind> heldOut;
  private final Penalties penalties;
  private final List<Penalty> judged;
  private final boolean ranksByEvidence;
  private final Optional<RowFactors> factors;
  private final long[] rows;
  private final GroupFits whole;
  private final CrossValidation errors;
  private final double[][] without; // by fold, the scores in the order of the list
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
    this.errors =
        new CrossValidation(
            penalties, rows, factors.isPresent() ? RidgeFit.Source.ROWS : RidgeFit.Source.MOMENTS);
    this.without = new double[rows.length][0];
    RidgeProblem problem = moments.problem(moments.present());
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
      whole.diagnostics();
    }
  }

  /** Scores all rows. */
  void scoreAll() {
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
  private GroupFits fits(TargetMoments others, int left, int alsoLeft) {
    Magnitudes.require("the rows outside a fold", moments.group().targets(), others);
    RidgeProblem problem = moments.problem(others);
    return factors
        .map(f -> GroupFits.ofRows(problem, penalties, f.without(problem, left, alsoLeft)))
        .orElseGet(() -> GroupFits.ofPart(problem, penalties, whole));
  }

  private HeldOut judge(GroupFits fits, TargetMoments others, int k) {
    return factors
        .map(f -> fits.heldOut(judged, f.fold(k)))
        .orElseGet(() -> fits.heldOut(judged, others, moments.fold(k)));
  }

  /** Scores once more without fold k, and judges these fits by its rows. */
  void leaveOut(int k, Moments rest) {
    TargetMoments others = moments.of(rest);
    if (rows[k] == 0 || others.rows() == 0) {
      return;
    }
    GroupFits fits = fits(others, k, k);
    List<Double> values = new ArrayList<>();
    for (EstimatorKind estimator : fitted) {
      for (TargetSlice target : moments.group().targets()) {
        values.addAll(values(fits, estimator, target));
      }
    }
    without[k] = values.stream().mapToDouble(Double::doubleValue).toArray();
    if (!heldOut.isEmpty()) {
      errors.add(k, judge(fits, others, k));
    }
  }

  /**
   * The scores without a fold. The evidence of wide features takes an eigendecomposition for each
   * fold, about twice the cost of all other fits together, so it has an interval only if it ranks.
   */
  private List<Double> values(GroupFits fits, EstimatorKind estimator, TargetSlice target) {
    boolean skipped = estimator == EstimatorKind.LOGME && !ranksByEvidence && fits.isWide();
    return skipped
        ? List.of(Double.NaN)
        : fits.values(estimator, firstOutput(target), target.width());
  }

  /** Judges fits without two folds by the rows of each. */
  void leaveOut(int j, int k, Moments rest) {
    TargetMoments others = moments.of(rest);
    if (heldOut.isEmpty() || rows[j] == 0 || rows[k] == 0 || others.rows() == 0) {
      return;
    }
    GroupFits fits = fits(others, j, k);
    errors.add(j, k, judge(fits, others, k));
    errors.add(k, j, judge(fits, others, j));
  }

  /** The fits to all rows. */
  GroupFits whole() {
    return whole;
  }

  /** For each estimator all targets, for each of these all penalties. */
  List<Folded> fitted() {
    if (scores.isEmpty()) {
      scoreAll();
    }
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
        errors
            .scores(estimator, whole, firstOutput(target), target.width(), confidence)
            .forEach(score -> all.add(new Folded(target, score, new double[0])));
      }
    }
    return all;
  }

  /** Takes residuals of the fits that were read again; what the folds say stays as it is. */
  void refine(ResidualRevisit residuals, double[] numbers) {
    whole.refine(residuals, numbers);
    scoreAll();
  }
}
