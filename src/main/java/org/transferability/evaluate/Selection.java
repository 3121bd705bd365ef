package org.transferability.evaluate;

import java.util.Arrays;

/**
 * The result of choosing by the score on one target. Goodness is the measured value with the sign
 * that makes larger better. For tied scores, every value is the expectation over breaking ties
 * uniformly at random, so a constant score is a random choice.
 */
public final class Selection {
  private Selection() {}

  /**
   * Probability that the best measured source (any of them, if several tie) is among the k sources
   * with the highest scores. Of g sources tied at the border, b of them best, s still fit in: 1 -
   * C(g - b, s) / C(g, s).
   */
  public static double topK(double[] scores, double[] goodness, int k) {
    if (k < 1) {
      throw new IllegalArgumentException("Cannot choose: expected k of at least 1, found " + k);
    }
    if (scores.length == 0) {
      return Double.NaN;
    }
    if (k >= scores.length) {
      return 1;
    }
    double best = largest(goodness);
    double[] sorted = scores.clone();
    Arrays.sort(sorted);
    double border = sorted[sorted.length - k];
    int above = 0;
    int tied = 0;
    int bestTied = 0;
    for (int i = 0; i < scores.length; i++) {
      boolean isBest = goodness[i] == best;
      if (scores[i] > border) {
        if (isBest) {
          return 1;
        }
        above++;
      } else if (scores[i] == border) {
        tied++;
        bestTied += isBest ? 1 : 0;
      }
    }
    double miss = 1;
    for (int s = 0; s < k - above; s++) {
      miss *= Math.max(0, tied - bestTied - s) / (double) (tied - s);
    }
    return 1 - miss;
  }

  /**
   * Relative excess error of the chosen source: (best - chosen) / |best| in goodness, that is
   * (error of the chosen - smallest error) / smallest error. 0 if both are 0, infinite if only the
   * best is.
   */
  public static double regret(double[] scores, double[] goodness) {
    if (scores.length == 0) {
      return Double.NaN;
    }
    double best = largest(goodness);
    double top = largest(scores);
    double shortfall = 0;
    int chosen = 0;
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] == top) {
        shortfall += best - goodness[i];
        chosen++;
      }
    }
    return shortfall == 0 ? 0 : shortfall / chosen / Math.abs(best);
  }

  private static double largest(double[] values) {
    double largest = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      largest = Math.max(largest, value);
    }
    return largest;
  }
}
