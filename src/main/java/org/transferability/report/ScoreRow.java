package org.transferability.report;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One line of the result: how well a source is expected to transfer to a target, by one estimator.
 *
 * @param source the source model, or for shared-label-mse the column of the source task's labels
 * @param dataset where both are compared
 * @param target the target column
 * @param estimator the estimator's name in options
 * @param lambda the penalty; empty for an estimator that has none
 * @param score larger is better; for the estimators of the paper minus the objective, with the
 *     penalty
 * @param mse the residual alone, summed over the outputs, divided by n; NaN, as penalty and r2, for
 *     logme, lab-logme and origin-gcv, which are not made of one fit
 * @param penalty lambda times the squared norm of the weights; for the estimators of the paper
 *     score = -(mse + penalty)
 * @param r2 1 - mse / (label variance); NaN when the labels are constant
 * @param n rows used by this target
 * @param d features in a row (predictions, or source labels, for the label estimators)
 * @param q outputs of the target
 * @param rank numerical rank of the moments: centred, but raw for logme, lab-logme, origin-gcv
 * @param condition condition number of those moments, perhaps estimated
 * @param flags labels of warnings, {@code ;} between them; empty when there is none
 */
public record ScoreRow(
    String source,
    String dataset,
    String target,
    String estimator,
    OptionalDouble lambda,
    double score,
    double mse,
    double penalty,
    double r2,
    long n,
    int d,
    int q,
    int rank,
    double condition,
    String flags) {

  public ScoreRow {
    Objects.requireNonNull(source);
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(target);
    Objects.requireNonNull(estimator);
    Objects.requireNonNull(lambda);
    Objects.requireNonNull(flags);
  }
}
