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
    int half = 1;
    for (; 8 * half <= length; half *= 8) {
      threeLevels(values, at, length, half);
    }
    for (; half < length; half *= 2) {
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

  /** The levels of half, 2 half and 4 half: each number is read and written once. */
  private static void threeLevels(double[] values, int at, int length, int half) {
    for (int first = at; first < at + length; first += 8 * half) {
      for (int i = first; i < first + half; i++) {
        double a0 = values[i] + values[i + half];
        double a1 = values[i] - values[i + half];
        double a2 = values[i + 2 * half] + values[i + 3 * half];
        double a3 = values[i + 2 * half] - values[i + 3 * half];
        double a4 = values[i + 4 * half] + values[i + 5 * half];
        double a5 = values[i + 4 * half] - values[i + 5 * half];
        double a6 = values[i + 6 * half] + values[i + 7 * half];
        double a7 = values[i + 6 * half] - values[i + 7 * half];
        double b0 = a0 + a2;
        double b1 = a1 + a3;
        double b2 = a0 - a2;
        double b3 = a1 - a3;
        double b4 = a4 + a6;
        double b5 = a5 + a7;
        double b6 = a4 - a6;
        double b7 = a5 - a7;
        values[i] = b0 + b4;
        values[i + half] = b1 + b5;
        values[i + 2 * half] = b2 + b6;
        values[i + 3 * half] = b3 + b7;
        values[i + 4 * half] = b0 - b4;
        values[i + 5 * half] = b1 - b5;
        values[i + 6 * half] = b2 - b6;
        values[i + 7 * half] = b3 - b7;
      }
    }
  }
}
