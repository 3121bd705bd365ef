package org.transferability.read;

/** Tests of many numbers at once: x * 0 is 0 for a finite x and NaN for all others. */
public final class Finite {
  private Finite() {}

  /** Whether all of {@code values[from, to)} are finite. */
  public static boolean all(double[] values, int from, int to) {
    // Four sums, because the additions of a single one would depend on each other.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = from;
    for (; i + 4 <= to; i += 4) {
      a += values[i] * 0.0;
      b += values[i + 1] * 0.0;
      c += values[i + 2] * 0.0;
      d += values[i + 3] * 0.0;
    }
    for (; i < to; i++) {
      a += values[i] * 0.0;
    }
    return a + b + c + d == 0;
  }

  /** Index of the first value that is not finite, or -1. */
  static int firstBad(double[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Double.isFinite(values[i])) {
        return i;
      }
    }
    return -1;
  }

  static boolean anyInfinite(double[] values, int from, int to) {
    for (int i = from; i < to; i++) {
      if (Double.isInfinite(values[i])) {
        return true;
      }
    }
    return false;
  }
}
