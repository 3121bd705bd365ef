package org.transferability.evaluate;

/** A number that says how scores agree with goodness; both larger is better, same order. */
@FunctionalInterface
interface Agreement {
  double of(double[] scores, double[] goodness);
}
