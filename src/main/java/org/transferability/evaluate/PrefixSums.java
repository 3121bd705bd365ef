package org.transferability.evaluate;

/** Weights and counts by rank, with sums over all ranks above a given one (a Fenwick tree). */
final class PrefixSums {
  private final double[] weights;
  private final int[] counts;

  PrefixSums(int ranks) {
    weights = new double[ranks + 1];
    counts = new int[ranks + 1];
  }

  void add(int rank, double weight) {
    for (int i = weights.length - 1 - rank; i < weights.length; i += i & -i) {
      weights[i] += weight;
      counts[i]++;
    }
  }

  double weightAbove(int rank) {
    double sum = 0;
    for (int i = weights.length - 2 - rank; i > 0; i -= i & -i) {
      sum += weights[i];
    }
    return sum;
  }

  int countAbove(int rank) {
    int sum = 0;
    for (int i = counts.length - 2 - rank; i > 0; i -= i & -i) {
      sum += counts[i];
    }
    return sum;
  }
}
