package org.transferability.evaluate;

import java.util.Arrays;
import java.util.Random;

/** Two-sided tests that paired differences are as likely positive as negative. */
final class SignTests {
  private static final int EXACT = 16;
  private static final int DRAWS = 100_000;

  private SignTests() {}

  /** The exact sign test: 2 P(X <= min(plus, minus)), X binomial(plus + minus, 1/2), at most 1. */
  static double sign(int plus, int minus) {
    int n = plus + minus;
    double logTerm = -n * Math.log(2);
    double tail = 0;
    for (int i = 0; i <= Math.min(plus, minus); i++) {
      tail += Math.exp(logTerm);
      logTerm += Math.log(n - i) - Math.log(i + 1);
    }
    return Math.min(1, 2 * tail);
  }

  /**
   * The permutation test that flips the signs of the differences: the share of flips whose sum is
   * at least as far from 0 as the observed. It uses all 2^n flips for up to 16 differences that are
   * not 0 (0 and NaN are excluded); otherwise 100,000 random flips, among which the observed one is
   * counted.
   */
  static double flips(double[] differences, long seed) {
    double[] d = Arrays.stream(differences).filter(x -> x < 0 || x > 0).toArray();
    double size = Arrays.stream(d).map(Math::abs).sum();
    // sums of the same numbers in another order differ by rounding
    double observed = Math.abs(Arrays.stream(d).sum()) - 1e-12 * size;
    if (d.length == 0 || Double.isInfinite(size)) {
      return d.length == 0 ? 1 : Double.NaN;
    }
    if (d.length <= EXACT) {
      int extreme = 0;
      for (int signs = 0; signs < 1 << d.length; signs++) {
        extreme += Math.abs(flippedSum(d, signs)) >= observed ? 1 : 0;
      }
      return extreme / (double) (1 << d.length);
    }
    Random random = new Random(seed);
    int extreme = 1;
    for (int draw = 0; draw < DRAWS; draw++) {
      double sum = 0;
      for (double x : d) {
        sum += random.nextBoolean() ? x : -x;
      }
      extreme += Math.abs(sum) >= observed ? 1 : 0;
    }
    return extreme / (DRAWS + 1.0);
  }

  private static double flippedSum(double[] d, int signs) {
    double sum = 0;
    for (int i = 0; i < d.length; i++) {
      sum += (signs >> i & 1) == 0 ? d[i] : -d[i];
    }
    return sum;
  }
}
