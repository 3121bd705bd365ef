package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.transferability.score.CvMse;
import org.transferability.score.CvPearson;
import org.transferability.score.CvR2;
import org.transferability.score.FoldErrors;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.solve.HeldOut;
import org.transferability.solve.RidgeFit;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;

/**
 * Collects, fold by fold, the errors that the fits of one group of targets make on held-out rows.
 */
final class CrossValidation {
  /** A sum of squares of one output on held-out rows. */
  @FunctionalInterface
  private interface OfOutput {
    double of(HeldOut errors, int output);
  }

  private final Penalties penalties;
  private final long[] rows;
  private final RidgeFit.Source source;
  private final HeldOut[] folds;
  private final HeldOut[][] beside;

  /**
   * @param rows of the group, by fold
   * @param source what the fits and the errors are made of
   */
  CrossValidation(Penalties penalties, long[] rows, RidgeFit.Source source) {
    this.penalties = penalties;
    this.source = source;
    this.rows = rows;
    this.folds = new HeldOut[rows.length];
    this.beside = new HeldOut[rows.length][rows.length];
  }

  /** The errors on fold k of the fits to all others. */
  void add(int k, HeldOut errors) {
    folds[k] = errors;
  }

  /** The errors on fold k of the fits that lack fold {@code other} too. */
  void add(int other, int k, HeldOut errors) {
    beside[other][k] = errors;
  }

  /**
   * The scores of one target: at each penalty, and with the best where there are several; or only
   * the latter.
   *
   * @param whole the fits to all rows
   */
  List<Score> scores(
      EstimatorKind estimator, GroupFits whole, int first, int outputs, double confidence) {
    String name = estimator.label();
    List<Score> fitted = whole.regressions(estimator, first, outputs);
    List<FoldErrors> joint = new ArrayList<>();
    List<Score> jointly = new ArrayList<>();
    for (int p = 0; p < fitted.size(); p++) {
      joint.add(errors(p, first, outputs));
      jointly.add(CvMse.of(name, fitted.get(p), joint.get(p), confidence));
    }
    List<List<FoldErrors>> apart =
        estimator.holdsOutEachOutput() ? apart(joint.size(), first, outputs) : List.of();
    List<Score> scores = new ArrayList<>();
    for (int p = 0; p < fitted.size() && !penalties.showsOnlyBest(estimator); p++) {
      int at = p;
      List<FoldErrors> atPenalty = apart.stream().map(output -> output.get(at)).toList();
      scores.add(score(estimator, jointly.get(p), atPenalty, confidence));
    }
    if (penalties.hasBest(estimator)) {
      Score best = CvMse.best(name, fitted, joint, confidence);
      int lost = 0; // of those that may have been the best
      for (int p = 0; p < joint.size(); p++) {
        boolean rival = joint.get(p).least() <= -best.score() * best.n();
        lost = rival ? Math.max(lost, jointly.get(p).flags().digitsLost()) : lost;
      }
      List<FoldErrors> atBest = apart.stream().map(FoldErrors::best).toList();
      scores.add(score(estimator, best, atBest, confidence).withDigitsLost(lost));
    }
    return scores.stream().map(CrossValidation::known).toList();
  }

  /**
   * The score of an estimator.
   *
   * @param joint minus the error summed over the outputs
   * @param outputs the errors of each output, if the estimator averages over outputs
   */
  private static Score score(
      EstimatorKind estimator, Score joint, List<FoldErrors> outputs, double confidence) {
    if (!estimator.holdsOutEachOutput()) {
      return joint;
    }
    Score r2 = CvR2.of(estimator.label(), joint, outputs, confidence);
    return estimator.correlates() ? CvPearson.of(estimator.label(), r2, outputs) : r2;
  }

  /** Without an interval that is rounding. */
  private static Score known(Score score) {
    return score.resolves(score.uncertainty().standardError())
        ? score
        : score.withUncertainty(Uncertainty.UNKNOWN);
  }

  /** For each output its errors at each penalty. */
  private List<List<FoldErrors>> apart(int count, int first, int outputs) {
    return IntStream.range(first, first + outputs)
        .mapToObj(o -> IntStream.range(0, count).mapToObj(p -> errors(p, o, 1)).toList())
        .toList();
  }

  private FoldErrors errors(int penalty, int first, int outputs) {
    int count = rows.length;
    double[] products = new double[count];
    double[] predictions = new double[count];
    double[] labels = new double[count];
    double[] labelShifts = new double[count]; // and these, only of one output
    double[] meanResiduals = new double[count];
    double rounding = 0;
    for (int k = 0; k < count; k++) {
      for (int o = first; o < first + outputs && folds[k] != null; o++) {
        rounding += folds[k].errorEstimate(penalty, o);
        products[k] += folds[k].products(penalty, o);
        predictions[k] += folds[k].predictions(penalty, o);
        labels[k] += folds[k].labels(o);
        labelShifts[k] = folds[k].labelShift(o);
        meanResiduals[k] = folds[k].meanResidual(penalty, o);
      }
    }
    return new FoldErrors(
        rows,
        squares((errors, output) -> errors.squares(penalty, output), first, outputs),
        squares(HeldOut::squaresOfMean, first, outputs),
        new FoldErrors.Relation(products, predictions, labels, labelShifts, meanResiduals),
        rounding,
        source);
  }

  private FoldErrors.Squares squares(OfOutput ofOutput, int first, int outputs) {
    int count = rows.length;
    double[] held = new double[count];
    double[][] pairs = new double[count][count];
    for (int k = 0; k < count; k++) {
      held[k] = sum(folds[k], ofOutput, first, outputs);
      for (int j = 0; j < count; j++) {
        pairs[k][j] = sum(beside[k][j], ofOutput, first, outputs);
      }
    }
    return new FoldErrors.Squares(held, pairs);
  }

  private static double sum(HeldOut errors, OfOutput ofOutput, int first, int outputs) {
    if (errors == null) {
      return Double.NaN;
    }
    double sum = 0;
    for (int o = first; o < first + outputs; o++) {
      sum += ofOutput.of(errors, o);
    }
    return sum;
  }
}
