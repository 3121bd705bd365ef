package org.transferability.evaluate;

import java.util.Arrays;
import java.util.Random;

/**
 * Percentile bootstrap of a mean over targets (Efron and Tibshirani 1993, ch. 13): targets are
 * drawn with replacement, the quantiles of the means are interpolated linearly.
 *
 * <p>The same seed draws the same targets for every estimator. {@link Random} is used because the
 * Java specification defines its sequence, so intervals are the same on any machine. Targets of one
 * dataset are not independent of each other, and with few targets percentile intervals are somewhat
 * short, so they are a lower limit of the noise.
 */
public record Bootstrap(int resamples, double level, long seed) {
  public static final Bootstrap DEFAULT = new Bootstrap(10_000, 0.95, 20231201L);

  public Bootstrap {
    if (resamples < 1) {
      throw new IllegalArgumentException(
          "Cannot bootstrap: expected at least 1 resample, found " + resamples);
    }
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException(
          "Cannot bootstrap: expected a level between 0 and 1, found " + level);
    }
  }

  /**
   * NaN values are removed before anything is drawn. One value has no interval, because it has no
   * spread.
   */
  public Interval mean(double[] values) {
    double[] defined = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
    int n = defined.length;
    if (n < 2) {
      return new Interval(n == 0 ? Double.NaN : defined[0], Double.NaN, Double.NaN);
    }
    Random random = new Random(seed);
    double[] means = new double[resamples];
    for (int b = 0; b < resamples; b++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += defined[random.nextInt(n)];
      }
      means[b] = sum / n;
    }
    Arrays.sort(means);
    double mean = Arrays.stream(defined).sum() / n;
    return new Interval(mean, quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2));
  }

  private static double quantile(double[] sorted, double p) {
    double place = p * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    double low = sorted[below];
    double high = sorted[above];
    return low == high ? low : low + (place - below) * (high - low); // infinities stay infinite
  }
}
