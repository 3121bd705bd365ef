package org.transferability.accumulate.reduced;

/**
 * Some features of all rows minus their means, and the means as one more row. The arrays are not
 * copied: do not modify them.
 *
 * @param values row-major, (n + 1) x b; the last row contains the means
 * @param largest the largest magnitude of each feature in the first n rows
 * @param squares the sum of squares of each feature in the first n rows
 * @param features b
 */
record FeatureBlock(double[] values, double[] largest, double[] squares, int features) {
  /** n + 1. */
  int rows() {
    return values.length / features;
  }
}
