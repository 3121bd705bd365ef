package org.transferability.run.scoring;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.TargetMoments;
import org.transferability.run.plan.TargetGroup;
import org.transferability.score.CvMse;
import org.transferability.score.Gcv;
import org.transferability.score.LabelMse;
import org.transferability.score.LinearMse;
import org.transferability.score.LogMe;
import org.transferability.score.OriginGcv;
import org.transferability.score.Score;
import org.transferability.score.SharedLabelMse;
import org.transferability.solve.Diagnostics;
import org.transferability.solve.HeldOut;
import org.transferability.solve.HeldRows;
import org.transferability.solve.KernelRows;
import org.transferability.solve.OriginFactors;
import org.transferability.solve.OriginRows;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.PrincipalComponents;
import org.transferability.solve.QrSolver;
import org.transferability.solve.Refinement;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * The fits of one group of targets, each made once, when the first estimator asks for it. One
 * thread.
 */
final class GroupFits {
  private static final Set<EstimatorKind> MEAN_SQUARES =
      EnumSet.of(EstimatorKind.LINEAR_MSE, EstimatorKind.LABEL_MSE, EstimatorKind.SHARED_LABEL_MSE);

  /** Below this an eigendecomposition takes no time. */
  private static final int FEW_FEATURES = 128;

  private final RidgeProblem problem;
  private final Penalties penalties;
  private final Map<Penalty, RidgeFit> fits = new HashMap<>();
  private final Map<Penalty, RidgeFit> predictors = new HashMap<>();
  private final Map<Penalty, Diagnostics> systems = new HashMap<>();
  private final Map<Penalty, RidgeFit> refined = new LinkedHashMap<>();
  private final Optional<QrSolver> rows;
  private final Optional<GroupFits> whole;
  private Optional<KernelRows> products = Optional.empty(); // until they are shared
  private Optional<OriginRows> origin = Optional.empty(); // until products are shared
  private ScoreMethod.Refine refine = ScoreMethod.Refine.NEVER;
  private @Nullable RidgeSolver solver; // null until asked for
  private @Nullable OriginSpectrum spectrum; // null until asked for
  private @Nullable PrincipalComponents components; // null until asked for
  private @Nullable OriginFactors factors; // null until asked for

  /** Fits by second moments. */
  GroupFits(RidgeProblem problem, Penalties penalties) {
    this(problem, penalties, Optional.empty(), Optional.empty());
  }

  /**
   * Fits by second moments of a part of the rows of other fits, whose solver is ready.
   *
   * @param problem the moments of the part
   */
  static GroupFits ofPart(RidgeProblem problem, Penalties penalties, GroupFits whole) {
    return new GroupFits(problem, penalties, Optional.empty(), Optional.of(whole));
  }

  /**
   * Fits by the triangular factor of the rows.
   *
   * @param problem the moments of the same rows
   */
  static GroupFits ofRows(RidgeProblem problem, Penalties penalties, QrSolver rows) {
    return new GroupFits(problem, penalties, Optional.of(rows), Optional.empty());
  }

  private GroupFits(
      RidgeProblem problem,
      Penalties penalties,
      Optional<QrSolver> rows,
      Optional<GroupFits> whole) {
    this.problem = problem;
    this.penalties = penalties;
    this.rows = rows;
    this.whole = whole;
  }

  /** How one estimator makes the score of a target from a fit. */
  @FunctionalInterface
  private interface ScoreOfFit {
    Score of(RidgeFit fit, int firstOutput, int outputs);
  }

  /**
   * What an estimator says about the target whose outputs, within the group, are {@code first ..
   * first + outputs - 1}: a score for each penalty, or one.
   */
  List<Score> scores(EstimatorKind estimator, int first, int outputs) {
    return switch (estimator) {
      case LINEAR_MSE -> forEachPenalty(estimator, LinearMse::of, first, outputs);
      case LABEL_MSE -> forEachPenalty(estimator, LabelMse::of, first, outputs);
      case SHARED_LABEL_MSE -> forEachPenalty(estimator, SharedLabelMse::of, first, outputs);
      case GCV -> withBest(estimator, forEachPenalty(estimator, Gcv::of, first, outputs));
      case CV_MSE, LAB_CV_MSE, CV_R2, LAB_CV_R2, CV_PEARSON, LAB_CV_PEARSON ->
          throw new IllegalArgumentException(
              "Cannot score " + estimator + ": expected errors on held-out folds, found one fit");
      case ORIGIN_GCV -> List.of(OriginGcv.of(spectrum(), first, outputs));
      case LOGME -> List.of(evidence(first, outputs));
      case TRANSRATE, LAB_TRANSRATE, H_SCORE, LAB_H_SCORE ->
          throw new IllegalArgumentException("Cannot score " + estimator + " from a fit");
      case LAB_LOGME -> List.of(LogMe.of(LogMe.LABEL_NAME, spectrum(), first, outputs));
    };
  }

  /** From the rows if there is a tridiagonal form of their products, and it has the digits. */
  private Score evidence(int first, int outputs) {
    return origin
        .flatMap(ofRows -> LogMe.of(LogMe.NAME, ofRows, first, outputs))
        .orElseGet(() -> LogMe.of(LogMe.NAME, spectrum(), first, outputs));
  }

  private List<Score> forEachPenalty(
      EstimatorKind estimator, ScoreOfFit score, int first, int outputs) {
    return penalties.of(estimator).stream()
        .map(
            penalty ->
                score
                    .of(fit(penalty, first, outputs), first, outputs)
                    .withLambda(penalty.toString()))
        .toList();
  }

  /** The fit of one penalty, refined if the target at these outputs needs it. */
  private RidgeFit fit(Penalty penalty, int first, int outputs) {
    RidgeFit fit = fit(penalty);
    @Nullable RidgeFit better = refined.get(penalty);
    boolean needed = refine == ScoreMethod.Refine.ALWAYS || fit.isDoubtful(first, outputs);
    return better != null && needed ? better : fit;
  }

  /** Whether an estimator is the objective of a regression. */
  static boolean isMeanSquare(EstimatorKind estimator) {
    return MEAN_SQUARES.contains(estimator);
  }

  /** See {@link KernelRows}: the arrays are of the rows of these fits. */
  KernelRows kernelRows(double[] x, double[] y, int[] fold, int[] numbers, int folds) {
    return new KernelRows(solver(), problem.featureCount(), x, y, fold, numbers, folds);
  }

  /** Takes the scalar products of the rows of these fits, before they are made. */
  void share(KernelRows ofRows) {
    products = Optional.of(ofRows);
  }

  /** The same for regressions through the origin. */
  void shareOrigin(KernelRows ofRows) {
    origin = ofRows.origin(problem.centred());
  }

  /** Makes what fits to parts of the rows need, before these run side by side. */
  void prepare() {
    solver().rank();
  }

  /** Whether an eigendecomposition takes time that counts. */
  boolean isWide() {
    return problem.width() > FEW_FEATURES;
  }

  /** Whether second moments do not tell the features apart: only the rows may. */
  boolean isBeyondMoments() {
    return solver().isBeyondMoments();
  }

  /**
   * What must be read again for residuals of the fits that have lost digits; empty if none has.
   *
   * @param estimators those that score the fits to all rows
   * @param outputs those of the group in a row of labels
   */
  Optional<ResidualRevisit> residuals(
      ScoreMethod.Refine when, TargetGroup group, List<EstimatorKind> estimators, int[] outputs) {
    refine = when;
    for (Penalty penalty : penalties.of(estimators)) {
      RidgeFit fit = fit(penalty);
      if (!penalty.isComponents() && needsRefining(fit, group)) {
        refined.put(penalty, fit);
      }
    }
    return refined.isEmpty()
        ? Optional.empty()
        : Optional.of(Refinement.revisit(problem, List.copyOf(refined.values()), outputs));
  }

  private boolean needsRefining(RidgeFit fit, TargetGroup group) {
    return refine == ScoreMethod.Refine.ALWAYS
        || group.targets().stream().anyMatch(t -> fit.isDoubtful(group.firstOutput(t), t.width()));
  }

  /** Takes what the second pass found. */
  void refine(ResidualRevisit residuals, double[] numbers) {
    int number = 0;
    for (Map.Entry<Penalty, RidgeFit> lost : refined.entrySet()) {
      lost.setValue(Refinement.refine(solver(), lost.getValue(), residuals, number++, numbers));
    }
  }

  /** Rank and condition of the features. */
  Diagnostics diagnostics() {
    return solver().diagnostics();
  }

  private RidgeSolver solver() {
    if (solver == null) {
      solver =
          whole.map(fits -> fits.solver().ofPart(problem)).orElseGet(() -> RidgeSolver.of(problem));
    }
    return solver;
  }

  /**
   * The scores and, of several, the largest once more: the choice is made by the score itself, and
   * is as doubtful as the most doubtful of them.
   */
  private List<Score> withBest(EstimatorKind estimator, List<Score> scores) {
    if (!penalties.hasBest(estimator)) {
      return scores;
    }
    Score best = scores.get(0);
    int lost = 0;
    for (Score score : scores) {
      best = score.score() > best.score() || Double.isNaN(best.score()) ? score : best;
      lost = Math.max(lost, score.flags().digitsLost());
    }
    best = best.withDigitsLost(lost).withLambda(CvMse.BEST);
    return penalties.showsOnlyBest(estimator)
        ? List.of(best)
        : Stream.concat(scores.stream(), Stream.of(best)).toList();
  }

  /**
   * The same scores as numbers, as accurate as standard errors need: of few features or with an
   * estimator that needs all eigenvalues they are made alike. NaN where rounding has taken so many
   * digits that a difference of two of them says nothing.
   */
  List<Double> values(EstimatorKind estimator, int first, int outputs) {
    if (estimator == EstimatorKind.ORIGIN_GCV && problem.width() > FEW_FEATURES && rows.isEmpty()) {
      if (factors == null) {
        factors = OriginFactors.of(problem.centred());
      }
      return List.of(OriginGcv.value(factors, first, outputs));
    }
    if (isMeanSquare(estimator)) {
      return penalties.of(estimator).stream()
          .map(penalty -> LinearMse.value(fit(penalty), first, outputs))
          .toList();
    }
    return scores(estimator, first, outputs).stream()
        .map(score -> score.carriesDifferences() ? score.score() : Double.NaN)
        .toList();
  }

  /**
   * Size and flags of the regressions of a target at each penalty of an estimator of held-out
   * errors.
   */
  List<Score> regressions(EstimatorKind estimator, int first, int outputs) {
    if (rows.isPresent()) {
      return forEachPenalty(estimator, LinearMse::of, first, outputs);
    }
    double sum = 0;
    for (int o = first; o < first + outputs; o++) {
      sum += problem.centred().variance(o);
    }
    double variance = sum;
    return penalties.of(estimator).stream()
        .map(
            penalty -> {
              if (penalty.isComponents()) {
                return LinearMse.of(fit(penalty), first, outputs).withLambda(penalty.toString());
              }
              double lambda = penalty.lambda(problem.meanVariance());
              Diagnostics system =
                  systems.computeIfAbsent(penalty, p -> solver().diagnostics(lambda));
              return LinearMse.withoutFit(system, lambda, variance, outputs)
                  .withLambda(penalty.toString());
            })
        .toList();
  }

  private RidgeFit fit(Penalty penalty) {
    return fits.computeIfAbsent(
        penalty,
        p ->
            p.isComponents()
                ? components().solve((int) p.value())
                : solve(p.lambda(problem.meanVariance())));
  }

  private PrincipalComponents components() {
    if (components == null) {
      components = PrincipalComponents.of(problem);
    }
    return components;
  }

  /**
   * A fit that only predicts. Its factor is not kept, because those of all penalties together need
   * many times the memory of the moments.
   */
  private RidgeFit predictor(Penalty penalty) {
    @Nullable RidgeFit known = fits.get(penalty);
    return known != null ? known : predictors.computeIfAbsent(penalty, this::newPredictor);
  }

  private RidgeFit newPredictor(Penalty penalty) {
    if (penalty.isComponents()) {
      return components().solve((int) penalty.value());
    }
    double lambda = penalty.lambda(problem.meanVariance());
    return rows.isPresent() ? rows.orElseThrow().solve(lambda) : solver().predictor(lambda);
  }

  private RidgeFit solve(double lambda) {
    return rows.isPresent()
        ? rows.orElseThrow().solve(lambda)
        : products.flatMap(ofRows -> ofRows.fit(lambda)).orElseGet(() -> solver().solve(lambda));
  }

  private OriginSpectrum spectrum() {
    if (spectrum == null) {
      spectrum =
          rows.map(OriginSpectrum::ofRows).orElseGet(() -> OriginSpectrum.of(problem.centred()));
    }
    return spectrum;
  }

  /** The squared errors of the fits at some penalties on held-out rows, from their moments. */
  HeldOut heldOut(List<Penalty> judged, TargetMoments trained, TargetMoments heldOut) {
    return HeldOut.of(judged.stream().map(this::predictor).toList(), trained, heldOut);
  }

  /** The squared errors of the same fits on some held-out rows, each, column-major. */
  double[] squares(List<Penalty> judged, HeldRows heldOut) {
    return heldOut.squares(
        judged.stream().map(p -> rows.isPresent() ? fit(p) : predictor(p)).toList());
  }

  /** The same from the triangular factor of the held-out rows. */
  HeldOut heldOut(List<Penalty> judged, double[] heldOut) {
    return HeldOut.ofRows(judged.stream().map(this::fit).toList(), rows.orElseThrow(), heldOut);
  }
}
