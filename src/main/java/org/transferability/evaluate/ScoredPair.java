package org.transferability.evaluate;

import java.util.Objects;

/**
 * A score of a pair; larger is better.
 *
 * @param estimator the estimator with its penalty: scores of different ones must not be mixed
 */
public record ScoredPair(Pair pair, String estimator, double score) {
  public ScoredPair {
    Objects.requireNonNull(pair, "pair");
    Objects.requireNonNull(estimator, "estimator");
  }
}
