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
 * @param score minus the objective, with the penalty; larger (closer to zero) is better
 * @param mse the residual alone, summed over the outputs, divided by n
 * @param penalty lambda times the squared norm of the weights, so that score = -(mse + penalty)
 * @param r2 1 - mse / (label variance); NaN when the labels are constant
 * @param n rows used by this target
 * @param d features in a row (predictions, or source labels, for the label estimators)
 * @param q outputs of the target
 * @param rank numerical rank of the centred moments
 * @param condition condition number of the centred moments, perhaps estimated
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
