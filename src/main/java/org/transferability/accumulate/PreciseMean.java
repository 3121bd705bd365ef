package org.transferability.accumulate;

/**
 * A vector of means, each stored as an unevaluated sum of two doubles.
 *
 * <p>One double would be sufficient if data were near zero. With an offset of 1e6, the rounding of
 * each part's mean would affect the merged scatter, and a score would depend on how the rows were
 * split.
 */
public final class PreciseMean {
  private final double[] high;
  private final double[] low;

  /** The two arrays are not copied. */
  PreciseMean(double[] high, double[] low) {
    this.high = high;
    this.low = low;
  }

  public static PreciseMean zeros(int length) {
    return new PreciseMean(new double[length], new double[length]);
  }

  /** shift + sums / n, where the sums are of n differences from the shift. */
  public static PreciseMean of(double[] shift, double[] sums, long n) {
    PreciseMean mean = zeros(shift.length);
    for (int i = 0; i < shift.length; i++) {
      mean.set(i, shift[i], sums[i] / n);
    }
    return mean;
  }

  PreciseMean copy() {
    return new PreciseMean(high.clone(), low.clone());
  }

  public int length() {
    return high.length;
  }

  /** The means, rounded to double. Not copied. */
  public double[] high() {
    return high;
  }

  /** The remainder after rounding. Not copied. */
  public double[] low() {
    return low;
  }

  /** other - this, component by component; exactly negated if the two are swapped. */
  public double[] differenceTo(PreciseMean other) {
    double[] difference = new double[high.length];
    for (int i = 0; i < high.length; i++) {
      difference[i] = (other.high[i] - high[i]) + (other.low[i] - low[i]);
    }
    return difference;
  }

  /** The sum of both, component by component. */
  PreciseMean plus(PreciseMean other) {
    PreciseMean sum = zeros(high.length);
    for (int i = 0; i < high.length; i++) {
      double both = high[i] + other.high[i];
      double rounded = roundingOf(high[i], other.high[i], both);
      sum.set(i, both, rounded + (low[i] + other.low[i]));
    }
    return sum;
  }

  /**
   * The mean of n + otherN rows: the larger side's mean moved towards the other's, so that equal
   * means do not change, bit for bit, and the two sides may be swapped.
   */
  public PreciseMean merge(long n, PreciseMean other, long otherN) {
    if (otherN > n) {
      return other.merge(otherN, this, n);
    }
    PreciseMean merged = zeros(high.length);
    if (n == otherN) {
      for (int i = 0; i < high.length; i++) {
        double a = high[i] / 2;
        double b = other.high[i] / 2;
        double sum = a + b;
        merged.set(i, sum, roundingOf(a, b, sum) + (low[i] / 2 + other.low[i] / 2));
      }
      return merged;
    }
    double[] difference = differenceTo(other);
    double weight = (double) otherN / (n + otherN);
    for (int i = 0; i < high.length; i++) {
      merged.set(i, high[i], low[i] + difference[i] * weight);
    }
    return merged;
  }

  private void set(int i, double a, double b) {
    double sum = a + b;
    high[i] = sum;
    low[i] = roundingOf(a, b, sum);
  }

  /** a + b - sum without rounding: Knuth's TwoSum. */
  private static double roundingOf(double a, double b, double sum) {
    double partOfB = sum - a;
    return (a - (sum - partOfB)) + (b - partOfB);
  }
}
