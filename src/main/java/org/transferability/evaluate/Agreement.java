package org.transferability.evaluate;

/**
 * A number for how well scores agree with goodness; larger is better for both, in the same order.
 */
@FunctionalInterface
interface Agreement {
  double of(double[] scores, double[] goodness);
}
