package org.transferability.accumulate;

/**
 * A vector of means, each kept as an unevaluated sum of two doubles.
 *
 * <p>One double would do if data lay around zero. With an offset of 1e6 the rounding of each part's
 * mean would reach the merged scatter, and a score would depend on how the rows were split.
 */
public final class PreciseMean {
  private final double[] high;
  private final double[] low;

  /** The two arrays are kept, not copied. */
  PreciseMean(double[] high, double[] low) {
    this.high = high;
    this.low = low;
  }

  public static PreciseMean zeros(int length) {
    return new PreciseMean(new double[length], new double[length]);
  }

  /** shift + sums / n, where the sums are of n differences to the shift. */
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

  /** What the rounding took away. Not copied. */
  public double[] low() {
    return low;
  }

  /** other - this, component by component; exactly negated if the two change places. */
  public double[] differenceTo(PreciseMean other) {
    double[] difference = new double[high.length];
    for (int i = 0; i < high.length; i++) {
      difference[i] = (other.high[i] - high[i]) + (other.low[i] - low[i]);
    }
    return difference;
  }

  /**
   * The mean of n + otherN rows: the larger side's mean moved towards the other's, so that equal
   * means stay what they are, bit for bit, and the two sides may change places.
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
