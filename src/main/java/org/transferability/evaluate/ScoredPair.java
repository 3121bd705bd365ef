package org.transferability.evaluate;

import java.util.Objects;

/**
 * A score of a pair; larger is better.
 *
 * @param estimator whatever tells scores apart that must not be mixed, the penalty included
 */
public record ScoredPair(Pair pair, String estimator, double score) {
  public ScoredPair {
    Objects.requireNonNull(pair, "pair");
    Objects.requireNonNull(estimator, "estimator");
  }
}
