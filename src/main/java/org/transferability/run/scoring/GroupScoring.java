package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.QrRevisit;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.Revisit;
import org.transferability.accumulate.TargetMoments;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Flag;
import org.transferability.score.Jackknife;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.solve.HeldOut;
import org.transferability.solve.QrSolver;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Folds;
import org.transferability.study.Penalty;

/**
 * The scores of one group of targets: of all rows first, then again without each fold, for the
 * uncertainty and for errors on held-out rows. One decomposition each time serves all targets of
 * the group, all estimators and all penalties.
 *
 * <p>All is made from second moments. Where those have lost too many digits, and the rows are read
 * again, it is made once more from the triangular factors of the rows.
 */
public final class GroupScoring {
  /** The largest number of features and outputs for QR: a row costs 4 of its square. */
  private static final int MOST_QR_ORDER = 1024;

  /** The factors of all folds of a chunk, 32 MB: about twice their moments. */
  private static final long MOST_NUMBERS = 4L * MOST_QR_ORDER * MOST_QR_ORDER;

  private final TargetGroup group;
  private final List<EstimatorKind> heldOut;
  private final List<EstimatorKind> fitted;
  private final List<EstimatorKind> classified;
  private final List<Penalty> penalties;
  private final Precision precision;
  private final FoldMoments folds;
  private final TargetMoments present;
  private final long[] rows;
  private final Optional<RowFactors> factors;
  private final GroupFits whole;
  private final CrossValidation errors;
  private final List<Folded> scores = new ArrayList<>();
  private final ClassScores classes;
  private ScoreMethod.Refine refine = ScoreMethod.Refine.NEVER;
  private Optional<GroupScoring> ofRows = Optional.empty();

  /** A score of one target, and the same without each of the folds. */
  private record Folded(TargetSlice target, Score score, double[] without) {}

  /**
   * Scores all rows.
   *
   * @param estimators what is asked for
   * @param present the moments of all rows of the group
   * @param classes scores by classes of labels, or null if no estimator asks for them
   */
  public GroupScoring(
      TargetGroup group,
      List<EstimatorKind> estimators,
      List<Penalty> penalties,
      Precision precision,
      FoldMoments folds,
      TargetMoments present,
      ClassScores classes) {
    this(
        group,
        estimators.stream().filter(EstimatorKind::holdsOut).toList(),
        estimators.stream().filter(e -> !e.holdsOut() && !e.readsClasses()).toList(),
        estimators.stream().filter(EstimatorKind::readsClasses).toList(),
        penalties,
        precision,
        folds,
        present,
        Optional.empty(),
        classes);
  }

  private GroupScoring(
      TargetGroup group,
      List<EstimatorKind> heldOut,
      List<EstimatorKind> fitted,
      List<EstimatorKind> classified,
      List<Penalty> penalties,
      Precision precision,
      FoldMoments folds,
      TargetMoments present,
      Optional<RowFactors> factors,
      ClassScores classes) {
    this.group = group;
    this.classes = classes;
    this.heldOut = heldOut;
    this.fitted = fitted;
    this.classified = classified;
    this.penalties = penalties;
    this.precision = precision;
    this.folds = folds;
    this.factors = factors;
    this.rows = new long[folds.count()];
    Arrays.setAll(rows, k -> folds.fold(k).rows(group.number()));
    this.errors =
        new CrossValidation(
            rows, factors.isPresent() ? RidgeFit.Source.ROWS : RidgeFit.Source.MOMENTS);
    this.present = present;
    this.whole = fits(present, -1, -1);
    addFitted();
  }

  private void addFitted() {
    scores.clear();
    for (EstimatorKind estimator : fitted) {
      for (TargetSlice target : group.targets()) {
        for (Score score : whole.scores(estimator, group.firstOutput(target), target.width())) {
          double[] without = new double[rows.length];
          Arrays.fill(without, Double.NaN);
          scores.add(new Folded(target, score, without));
        }
      }
    }
  }

  /** Of the group in its layout. */
  int number() {
    return group.number();
  }

  /** The fits without two folds; -1 stands for no fold. */
  private GroupFits fits(TargetMoments moments, int left, int alsoLeft) {
    if (left >= 0 || alsoLeft >= 0) {
      Magnitudes.require("the rows outside a fold", group.targets(), moments);
    }
    RidgeProblem problem = RidgeProblem.of(moments, precision);
    return factors
        .map(f -> GroupFits.ofRows(problem, penalties, f.without(problem, left, alsoLeft)))
        .orElseGet(() -> new GroupFits(problem, penalties));
  }

  private HeldOut judge(GroupFits fits, TargetMoments others, int k) {
    return factors
        .map(f -> fits.heldOut(f.fold(k)))
        .orElseGet(() -> fits.heldOut(others, folds.fold(k).target(group.number())));
  }

  /** Scores once more without fold k, and judges these fits by its rows. */
  public void leaveOut(int k, Moments rest) {
    TargetMoments others = rest.target(group.number());
    if (rows[k] == 0 || others.rows() == 0) {
      return;
    }
    GroupFits fits = fits(others, k, k);
    int at = 0;
    for (EstimatorKind estimator : fitted) {
      for (TargetSlice target : group.targets()) {
        int first = group.firstOutput(target);
        for (double value : fits.values(estimator, first, target.width())) {
          scores.get(at++).without()[k] = value;
        }
      }
    }
    if (!heldOut.isEmpty()) {
      errors.add(k, judge(fits, others, k));
    }
  }

  /** Judges fits without two folds by the rows of each. */
  public void leaveOut(int j, int k, Moments rest) {
    TargetMoments others = rest.target(group.number());
    if (heldOut.isEmpty() || rows[j] == 0 || rows[k] == 0 || others.rows() == 0) {
      return;
    }
    GroupFits fits = fits(others, j, k);
    errors.add(j, k, judge(fits, others, k));
    errors.add(k, j, judge(fits, others, j));
  }

  /**
   * What must be read again once all scores are made; empty if nothing. Triangular factors of the
   * rows, of each fold if there is room for them, where residuals of the fits would not do and
   * there are few enough features; else these residuals.
   *
   * @param outputs those of the group in a row of labels
   */
  public Optional<Revisit> revisit(ScoreMethod.Refine when, int[] outputs) {
    refine = when;
    boolean fitsLost = false;
    boolean othersLost = false;
    for (Folded folded : scores) {
      boolean needed = needsRows(folded.score());
      fitsLost |= needed && !folded.score().lambda().isEmpty();
      othersLost |= needed && folded.score().lambda().isEmpty();
    }
    for (Score score : heldOutScores(Folds.DEFAULT.confidence())) {
      othersLost |= score.flags().has(Flag.DIGITS_LOST);
      fitsLost |= refine == ScoreMethod.Refine.ALWAYS;
    }
    if (!fitsLost && !othersLost) {
      return Optional.empty();
    }
    int order = 1 + folds.fold(0).width() + outputs.length;
    if (order <= MOST_QR_ORDER && (othersLost || whole.isBeyondMoments())) {
      boolean roomForFolds = (long) rows.length * order * order <= MOST_NUMBERS;
      RidgeProblem problem = RidgeProblem.of(present, precision);
      return Optional.of(
          QrSolver.revisit(
              problem,
              outputs,
              roomForFolds ? rows.length : 1,
              centre(TargetMoments::featureMean),
              centre(TargetMoments::labelMean)));
    }
    return whole.residuals(when, group, outputs).map(r -> r);
  }

  /** The median of the folds' means: no row of one fold, however large, moves it. */
  private double[] centre(Function<TargetMoments, double[]> mean) {
    List<double[]> means = new ArrayList<>();
    for (int k = 0; k < rows.length; k++) {
      if (rows[k] > 0) {
        means.add(mean.apply(folds.fold(k).target(group.number())));
      }
    }
    double[] centre = mean.apply(present).clone();
    if (means.size() > 2) {
      double[] sorted = new double[means.size()];
      for (int i = 0; i < centre.length; i++) {
        for (int k = 0; k < sorted.length; k++) {
          sorted[k] = means.get(k)[i];
        }
        Arrays.sort(sorted);
        centre[i] = sorted[sorted.length / 2];
      }
    }
    return centre;
  }

  private boolean needsRows(Score score) {
    boolean ridge = !score.lambda().isEmpty();
    return score.flags().has(Flag.DIGITS_LOST) || (refine == ScoreMethod.Refine.ALWAYS && ridge);
  }

  /**
   * Takes what the second pass found.
   *
   * @return the scores by triangular factors, to be made without each fold as well; empty if there
   *     are none
   */
  public Optional<GroupScoring> refine(Revisit revisit, double[] numbers) {
    if (revisit instanceof ResidualRevisit residuals) {
      whole.refine(residuals, numbers);
      List<Folded> before = List.copyOf(scores);
      addFitted();
      for (int i = 0; i < before.size(); i++) {
        System.arraycopy(before.get(i).without(), 0, scores.get(i).without(), 0, rows.length);
      }
      return Optional.empty();
    }
    ofRows =
        Optional.of(
            new GroupScoring(
                group,
                revisit.folds() == rows.length ? heldOut : List.of(),
                fitted,
                List.of(),
                penalties,
                precision,
                folds,
                present,
                Optional.of(RowFactors.of((QrRevisit) revisit, numbers)),
                null));
    return revisit.folds() == rows.length ? ofRows : Optional.empty();
  }

  /** The rows of all targets, with what the folds say. */
  public void addRows(String source, String dataset, double confidence, List<ScoreRow> into) {
    for (int i = 0; i < scores.size(); i++) {
      int at = i;
      Folded mine = scores.get(i);
      Folded folded = ofRows.map(r -> r.scores.get(at)).filter(r -> better(r, mine)).orElse(mine);
      Score score = folded.score();
      if (rows.length > 1) {
        Uncertainty known = Jackknife.of(score.score(), folded.without(), rows, confidence);
        score = score.resolves(known.standardError()) ? score.withUncertainty(known) : score;
      }
      into.add(row(source, dataset, folded.target(), score));
    }
    for (EstimatorKind estimator : classified) { // classes are not kept by fold: no interval
      for (TargetSlice target : group.targets()) {
        Score score = classes.score(estimator, target, whole.diagnostics());
        into.add(row(source, dataset, target, score));
      }
    }
    int at = 0;
    List<Score> mine = heldOutScores(confidence);
    List<Score> theirs = ofRows.map(r -> r.heldOutScores(confidence)).orElse(List.of());
    for (int e = 0; e < heldOut.size(); e++) { // in the order of heldOutScores
      for (TargetSlice target : group.targets()) {
        int count = penalties.size() > 1 ? penalties.size() + 1 : 1;
        for (int p = 0; p < count; p++, at++) {
          boolean refined = !theirs.isEmpty() && better(theirs.get(at), mine.get(at));
          into.add(row(source, dataset, target, refined ? theirs.get(at) : mine.get(at)));
        }
      }
    }
  }

  /**
   * Whether a score by rows stands for the one by moments: a target is refined for its own sake.
   */
  private boolean better(Folded ofRows, Folded mine) {
    return better(ofRows.score(), mine.score());
  }

  private boolean better(Score ofRows, Score mine) {
    return needsRows(mine) && ofRows.flags().digitsLost() <= mine.flags().digitsLost();
  }

  /** The scores by errors on held-out rows, for each estimator all targets. */
  private List<Score> heldOutScores(double confidence) {
    List<Score> all = new ArrayList<>();
    for (EstimatorKind estimator : heldOut) {
      for (TargetSlice target : group.targets()) {
        int first = group.firstOutput(target);
        all.addAll(errors.scores(estimator.label(), whole, first, target.width(), confidence));
      }
    }
    return all;
  }

  private ScoreRow row(String source, String dataset, TargetSlice target, Score score) {
    Score flagged = precision == Precision.MIXED ? score.with(Flag.MIXED_PRECISION) : score;
    return new ScoreRow(source, dataset, target.name(), flagged);
  }
}
