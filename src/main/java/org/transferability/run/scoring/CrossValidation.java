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
    List<Score> fitted = whole.trainingErrors(estimator, first, outputs);
    List<FoldErrors> joint = new ArrayList<>();
    List<Score> jointly = new ArrayList<>();
    for (int p = 0; p < fitted.size(); p++) {
      joint.add(errors(p, first, outputs));
      jointly.add(CvMse.of(name, fitted.get(p), joint.get(p), confidence));
    }
    boolean eachOutput = estimator.holdsOutEachOutput();
    List<List<FoldErrors>> apart = eachOutput ? apart(first, outputs) : List.of();
    List<Score> scores = new ArrayList<>();
    for (int p = 0; p < fitted.size() && !penalties.showsOnlyBest(estimator); p++) {
      int at = p;
      List<FoldErrors> atPenalty = apart.stream().map(output -> output.get(at)).toList();
      Score score = jointly.get(p);
      score = eachOutput ? CvR2.of(name, score, atPenalty, confidence) : score;
      scores.add(estimator.correlates() ? CvPearson.of(name, score, atPenalty) : score);
    }
    if (penalties.hasBest(estimator)) {
      Score best = CvMse.best(name, fitted, joint, confidence);
      int lost = 0; // of those that may have been the best
      for (int p = 0; p < joint.size(); p++) {
        boolean rival = joint.get(p).least() <= -best.score() * best.n();
        lost = rival ? Math.max(lost, jointly.get(p).flags().digitsLost()) : lost;
      }
      best = eachOutput ? CvR2.best(name, best, apart, confidence) : best;
      best = estimator.correlates() ? CvPearson.best(name, best, apart) : best;
      scores.add(best.withDigitsLost(lost));
    }
    return scores.stream().map(CrossValidation::known).toList();
  }

  /** Without an interval that is rounding. */
  private static Score known(Score score) {
    return score.resolves(score.uncertainty().standardError())
        ? score
        : score.withUncertainty(Uncertainty.UNKNOWN);
  }

  /** For each output its errors at each penalty. */
  private List<List<FoldErrors>> apart(int first, int outputs) {
    int count = penalties.of(EstimatorKind.CV_R2).size();
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
