package org.transferability.evaluate;

/** A measure of the agreement of scores with goodness, of which larger values are better. */
@FunctionalInterface
interface Agreement {
  double of(double[] scores, double[] goodness);
}
