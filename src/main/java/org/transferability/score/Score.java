package org.transferability.score;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * A transferability score and what it is made of.
 *
 * @param estimator the estimator's name in options
 * @param lambda the penalty; empty for an estimator that has none
 * @param score larger is better; for the estimators of the paper minus the objective
 * @param mse the residual alone, summed over the outputs, divided by n; NaN, as penalty and r2, for
 *     an estimator that is not made of one fit (logme, lab-logme, origin-gcv)
 * @param penalty lambda times the squared norm of the weights; for the estimators of the paper
 *     score = -(mse + penalty)
 * @param r2 1 - mse / (variance of the labels summed over the outputs); NaN where that is 0
 * @param n rows
 * @param d features (or predictions, or source labels)
 * @param q outputs
 * @param rank numerical rank of the features' covariance; of the raw features, through the origin,
 *     for logme, lab-logme and origin-gcv
 * @param condition of that covariance after scaling (of F'F as it is, through the origin); infinite
 *     where rank is below d
 * @param flags what must be known before ranking on the score
 */
public record Score(
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
    Flags flags) {

  public Score {
    Objects.requireNonNull(estimator);
    Objects.requireNonNull(lambda);
    Objects.requireNonNull(flags);
  }
}
