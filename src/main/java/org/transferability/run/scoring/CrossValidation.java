package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.transferability.score.CvMse;
import org.transferability.score.CvPearson;
import org.transferability.score.CvR2;
import org.transferability.score.FoldErrors;
import org.transferability.score.FoldScores;
import org.transferability.score.PenaltyCurve;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;

/**
 * Scores the errors that the fits of one group of targets make on held-out rows.
 *
 * @param curve the names of the penalties of curves, which all scores share: those of the
 *     estimators first
 * @param errors what is scored
 * @param selection errors on other rows, which select the penalty; empty: each fold has the penalty
 *     with the smallest error on the other folds
 * @param sampled errors on sampled rows, if there are any
 */
record CrossValidation(
    Penalties penalties,
    List<String> curve,
    HeldErrors errors,
    Optional<HeldErrors> selection,
    Optional<SampleErrors> sampled) {

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
    List<FoldErrors> joint = errors.of(fitted.size(), first, outputs);
    List<Score> jointly = new ArrayList<>();
    for (int p = 0; p < fitted.size(); p++) {
      jointly.add(CvMse.of(name, fitted.get(p), joint.get(p), confidence));
    }
    List<List<FoldErrors>> apart =
        estimator.holdsOutEachOutput() ? apart(errors, joint.size(), first, outputs) : List.of();
    List<Score> scores = new ArrayList<>();
    for (int p = 0; p < fitted.size() && !penalties.showsOnlyBest(estimator); p++) {
      int at = p;
      List<FoldErrors> atPenalty = apart.stream().map(output -> output.get(at)).toList();
      Score score = score(estimator, jointly.get(p), joint.get(p), atPenalty, confidence);
      scores.add(withBlocks(estimator, score, (fold, output) -> at, first, outputs));
    }
    if (penalties.hasBest(estimator)) {
      scores.add(best(estimator, fitted, joint, jointly, apart, first, outputs, confidence));
    }
    return scores.stream().map(CrossValidation::known).toList();
  }

  private Score best(
      EstimatorKind estimator,
      List<Score> fitted,
      List<FoldErrors> joint,
      List<Score> jointly,
      List<List<FoldErrors>> apart,
      int first,
      int outputs,
      double confidence) {
    List<FoldErrors> judges =
        selection.map(other -> other.of(joint.size(), first, outputs)).orElse(joint);
    int least = FoldErrors.least(judges, -1);
    FoldErrors chosen = selection.isPresent() ? joint.get(least) : FoldErrors.best(joint);
    Score best =
        CvMse.of(estimator.label(), fitted.get(least), chosen, confidence).withLambda(CvMse.BEST);
    double sum = selection.isPresent() ? judges.get(least).sum() : -best.score() * best.n();
    int lost = 0; // of those that may have been the best
    for (int p = 0; p < joint.size(); p++) {
      boolean rival = judges.get(p).least() <= sum;
      lost = rival ? Math.max(lost, jointly.get(p).flags().digitsLost()) : lost;
    }
    List<FoldErrors> atBest = apart.stream().map(FoldErrors::best).toList();
    IntBinaryOperator choice =
        apart.isEmpty()
            ? (fold, output) -> selection.isPresent() ? least : FoldErrors.least(joint, fold)
            : (fold, output) -> FoldErrors.least(apart.get(output - first), fold);
    if (selection.isPresent() && !apart.isEmpty()) {
      List<List<FoldErrors>> judged = apart(selection.orElseThrow(), joint.size(), first, outputs);
      atBest =
          IntStream.range(0, outputs)
              .mapToObj(o -> apart.get(o).get(FoldErrors.least(judged.get(o), -1)))
              .toList();
      choice = (fold, output) -> FoldErrors.least(judged.get(output - first), -1);
    }
    Score alone = score(estimator, best, chosen, atBest, confidence).withDigitsLost(lost);
    Score score = withBlocks(estimator, alone, choice, first, outputs);
    return penalties.showsOnlyBest(estimator) && !estimator.correlates()
        ? score.with(curve(estimator, first, outputs))
        : score;
  }

  /**
   * The score with the effects of blocks of sampled rows.
   *
   * @param choice the penalty of each fold and output
   */
  private Score withBlocks(
      EstimatorKind estimator, Score score, IntBinaryOperator choice, int first, int outputs) {
    if (sampled.isEmpty() || estimator.correlates()) {
      return score;
    }
    double[] weights = new double[outputs];
    double unit = 0;
    long varying =
        IntStream.range(first, first + outputs).filter(o -> errors.sumOfMean(o) > 0).count();
    for (int o = 0; o < outputs; o++) {
      double ofMean = errors.sumOfMean(first + o) / errors.n();
      weights[o] = 1;
      unit += ofMean;
      if (estimator.holdsOutEachOutput()) {
        weights[o] = ofMean > 0 ? 1 / (ofMean * varying) : 0;
      }
    }
    return score.with(
        sampled
            .get()
            .shifts(
                choice,
                first,
                weights,
                errors.n(),
                estimator.holdsOutEachOutput() && varying > 0 ? 1 : unit));
  }

  private PenaltyCurve curve(EstimatorKind estimator, int first, int outputs) {
    int own = penalties.of(estimator).size();
    double[] scores = new double[curve.size()];
    for (int p = 0; p < scores.length; p++) {
      int at = p < own ? p : p - own;
      IntToDoubleFunction ofFit = p < own ? o -> errors.sum(at, o) : o -> errors.sumBetween(at, o);
      scores[p] = value(estimator, ofFit, first, outputs);
    }
    return new PenaltyCurve(curve, scores);
  }

  /**
   * The score at a penalty without anything else.
   *
   * @param squares the sum of squared errors of an output
   */
  private double value(
      EstimatorKind estimator, IntToDoubleFunction squares, int first, int outputs) {
    double sum = 0;
    int counted = 0;
    for (int o = first; o < first + outputs; o++) {
      double ofFit = squares.applyAsDouble(o);
      if (!estimator.holdsOutEachOutput()) {
        sum -= ofFit / errors.n();
      } else if (errors.sumOfMean(o) > 0) {
        sum += 1 - ofFit / errors.sumOfMean(o);
        counted++;
      }
    }
    return estimator.holdsOutEachOutput() ? sum / counted : sum; // NaN if no output varies
  }

  /**
   * The score of an estimator.
   *
   * @param joint minus the error summed over the outputs
   * @param summed the same by fold
   * @param outputs the errors of each output, if the estimator averages over outputs
   */
  private Score score(
      EstimatorKind estimator,
      Score joint,
      FoldErrors summed,
      List<FoldErrors> outputs,
      double confidence) {
    if (!estimator.holdsOutEachOutput()) {
      FoldErrors reported = errors.reported(List.of(summed)).get(0);
      return joint.with(FoldScores.ofSum(reported, joint.q()));
    }
    Score r2 =
        CvR2.of(estimator.label(), joint, outputs, confidence)
            .with(FoldScores.of(errors.reported(outputs)));
    return estimator.correlates() ? CvPearson.of(estimator.label(), r2, outputs) : r2;
  }

  /** Without an interval that is rounding. */
  private static Score known(Score score) {
    return score.resolves(score.uncertainty().standardError())
        ? score
        : score.withUncertainty(Uncertainty.UNKNOWN);
  }

  /** For each output its errors at each penalty. */
  private static List<List<FoldErrors>> apart(
      HeldErrors errors, int count, int first, int outputs) {
    return IntStream.range(first, first + outputs).mapToObj(o -> errors.of(count, o, 1)).toList();
  }
}
