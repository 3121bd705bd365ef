package org.transferability.evaluate;

import java.util.Arrays;
import org.transferability.study.Better;

/**
 * How much the measured values of the sources of one target differ. If they hardly do, no ranking
 * of these sources can be right or wrong.
 *
 * @param sources the number of measured sources
 * @param best the best measured value
 * @param median that of the sources, the mean of two if their number is even
 * @param worst the worst measured value
 */
public record Dispersion(
    String transfer,
    String dataset,
    String target,
    int sources,
    double best,
    double median,
    double worst) {

  static Dispersion of(
      String transfer, String dataset, String target, double[] goodness, Better better) {
    double[] sorted = goodness.clone();
    Arrays.sort(sorted);
    int m = sorted.length;
    return new Dispersion(
        transfer,
        dataset,
        target,
        m,
        better.goodness(sorted[m - 1]),
        better.goodness((sorted[(m - 1) / 2] + sorted[m / 2]) / 2),
        better.goodness(sorted[0]));
  }

  /** |median - best| / |best|; NaN if both are 0. */
  public double medianFromBest() {
    return Math.abs(median - best) / Math.abs(best);
  }

  /** |worst - best| / |best|; NaN if both are 0. */
  public double worstFromBest() {
    return Math.abs(worst - best) / Math.abs(best);
  }
}
