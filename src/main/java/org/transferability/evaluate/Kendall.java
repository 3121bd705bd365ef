package org.transferability.evaluate;

import java.util.Arrays;

/**
 * Kendall's tau-b and its weighted form, in O(n log n).
 *
 * <p>Each item i has a weight w_i and a pair of items the weight w_i + w_j. With P the weight of
 * all pairs, U, V and T that of the pairs tied in x, in y and in both, and D that of the discordant
 * pairs,
 *
 * <pre>tau = (P - U - V + T - 2 D) / sqrt((P - U) (P - V))</pre>
 *
 * (Vigna, "A weighted correlation index for rankings with ties", WWW 2015, Eq. 5 and Sec. 4). Equal
 * weights give tau-b. Agrees with scipy.stats.kendalltau and weightedtau (their defaults).
 */
public final class Kendall {
  private Kendall() {}

  /** Tau-b. NaN for fewer than two values, for a constant x or y, and if any value is NaN. */
  public static double tauB(double[] x, double[] y) {
    checkLengths(x, y);
    for (int i = 0; i < x.length; i++) {
      if (Double.isNaN(x[i]) || Double.isNaN(y[i])) {
        return Double.NaN;
      }
    }
    double[] weights = new double[x.length];
    Arrays.fill(weights, 0.5); // a pair weighs 1 and every sum is exact
    return tau(DenseRanks.of(x), DenseRanks.of(y), weights);
  }

  /**
   * The weighted tau with additive hyperbolic weights: the item at place r from the top (r = 0, 1,
   * ...) weighs 1 / (r + 1). It is the mean of two taus: places by decreasing x, ties by decreasing
   * y; and the other way round. NaN counts as the smallest value; a constant x or y gives NaN.
   */
  public static double weighted(double[] x, double[] y) {
    checkLengths(x, y);
    DenseRanks rx = DenseRanks.of(x);
    DenseRanks ry = DenseRanks.of(y);
    return (tau(rx, ry, hyperbolic(ry.order(rx.order())))
            + tau(rx, ry, hyperbolic(rx.order(ry.order()))))
        / 2;
  }

  private static double[] hyperbolic(int[] ascending) {
    double[] weights = new double[ascending.length];
    for (int p = 0; p < weights.length; p++) {
      weights[ascending[p]] = 1.0 / (weights.length - p);
    }
    return weights;
  }

  private static double tau(DenseRanks x, DenseRanks y, double[] w) {
    int n = w.length;
    if (x.count() < 2 || y.count() < 2) {
      return Double.NaN;
    }
    int[] byXThenY = x.order(y.order());
    double all = 0;
    for (double weight : w) {
      all += weight;
    }
    all *= n - 1;
    double tiedX = tied(byXThenY, w, x, x);
    double tiedBoth = tied(byXThenY, w, x, y);
    double tiedY = tied(y.order(), w, y, y);
    double discordant = discordant(byXThenY, w, x, y);
    double tau =
        ((all - (tiedY + tiedX - tiedBoth)) - 2 * discordant)
            / Math.sqrt(all - tiedX)
            / Math.sqrt(all - tiedY);
    return Math.min(1, Math.max(-1, tau));
  }

  /** Weight of the pairs that are equal in both rankings; each group is contiguous in the order. */
  private static double tied(int[] order, double[] w, DenseRanks a, DenseRanks b) {
    double total = 0;
    double group = 0;
    int first = 0;
    for (int p = 0; p < order.length; p++) {
      int item = order[p];
      int leader = order[first];
      if (a.rank(item) != a.rank(leader) || b.rank(item) != b.rank(leader)) {
        total += group * (p - first - 1);
        group = 0;
        first = p;
      }
      group += w[item];
    }
    return total + group * (order.length - first - 1);
  }

  /** Weight of the pairs with x_i < x_j and y_i > y_j: one sweep by x over sums by y. */
  private static double discordant(int[] byXThenY, double[] w, DenseRanks x, DenseRanks y) {
    PrefixSums sums = new PrefixSums(y.count());
    double total = 0;
    int first = 0;
    while (first < byXThenY.length) {
      int end = first;
      while (end < byXThenY.length && x.rank(byXThenY[end]) == x.rank(byXThenY[first])) {
        int item = byXThenY[end++];
        total += sums.weightAbove(y.rank(item)) + w[item] * sums.countAbove(y.rank(item));
      }
      for (; first < end; first++) {
        sums.add(y.rank(byXThenY[first]), w[byXThenY[first]]);
      }
    }
    return total;
  }

  private static void checkLengths(double[] x, double[] y) {
    if (x.length != y.length) {
      throw new IllegalArgumentException(
          "Cannot correlate: expected equal lengths, found " + x.length + " and " + y.length);
    }
  }
}
