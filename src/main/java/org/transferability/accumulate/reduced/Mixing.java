package org.transferability.accumulate.reduced;

/**
 * An orthogonal change of coordinates that makes every coordinate depend on many rows.
 *
 * <p>Coordinates from pivots are nearly a unit vector for each row if features are many more than
 * rows. Without the rows of a fold, such a coordinate hardly varies, and estimates of error from
 * the range of single features would be far too large. Walsh-Hadamard transforms of the first and
 * of the last 2^p coordinates of each group, with 2^p the largest power of two in it, cost r log r
 * additions a row. Groups are not mixed, so that features of small units keep their digits.
 */
final class Mixing {
  private Mixing() {}

  /**
   * Mixes the coordinates of a row in place.
   *
   * @param groups ends of the groups, ascending, counted from {@code at}
   */
  static void mix(double[] values, int at, int[] groups) {
    int from = 0;
    for (int to : groups) {
      int length = Integer.highestOneBit(to - from);
      transform(values, at + from, length);
      if (length < to - from) {
        transform(values, at + to - length, length);
      }
      from = to;
    }
  }

  /** The weights of coordinates before {@link #mix} from those of the mixed ones, in place. */
  static void unmixWeights(double[] weights, int at, int[] groups) {
    int from = 0;
    for (int to : groups) {
      int length = Integer.highestOneBit(to - from);
      if (length < to - from) {
        transform(weights, at + to - length, length); // each transform is its own transpose
      }
      transform(weights, at + from, length);
      from = to;
    }
  }

  private static void transform(double[] values, int at, int length) {
    for (int half = 1; half < length; half *= 2) {
      for (int first = at; first < at + length; first += 2 * half) {
        for (int i = first; i < first + half; i++) {
          double a = values[i];
          double b = values[i + half];
          values[i] = a + b;
          values[i + half] = a - b;
        }
      }
    }
    double scale = 1 / Math.sqrt(length);
    for (int i = at; i < at + length; i++) {
      values[i] *= scale;
    }
  }
}
