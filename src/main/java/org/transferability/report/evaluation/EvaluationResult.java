package org.transferability.report.evaluation;

import java.util.List;
import org.transferability.evaluate.Comparison;
import org.transferability.evaluate.Dispersion;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.MissingPair;
import org.transferability.evaluate.TargetEvaluation;

/**
 * The result of one evaluation.
 *
 * @param evaluations one row for each estimator, transfer and statistic
 * @param byTarget the within-target statistics target by target
 * @param comparisons pairs of estimators
 * @param missing pairs that lack a score or a measurement
 * @param dispersions how much the measured sources of each target differ
 * @param level of the intervals and of the verdicts of the comparisons, such as 0.95
 */
public record EvaluationResult(
    List<Evaluation> evaluations,
    List<TargetEvaluation> byTarget,
    List<Comparison> comparisons,
    List<MissingPair> missing,
    List<Dispersion> dispersions,
    double level) {
  public EvaluationResult {
    evaluations = List.copyOf(evaluations);
    byTarget = List.copyOf(byTarget);
    comparisons = List.copyOf(comparisons);
    missing = List.copyOf(missing);
    dispersions = List.copyOf(dispersions);
  }

  /** The kinds of transfer, in the order of the evaluations. */
  List<String> transfers() {
    return evaluations.stream().map(Evaluation::transfer).distinct().toList();
  }
}
