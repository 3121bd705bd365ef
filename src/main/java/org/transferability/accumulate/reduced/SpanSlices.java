package org.transferability.accumulate.reduced;

import java.io.Serializable;
import java.util.Optional;

/**
 * How sums over the features, see {@link SpanSums}, are cut into slices, each of which is computed
 * from all features on its own: rows of E X_P', columns of E E'. The cut depends on the sizes alone.
 *
 * @param residuals E, with t rows
 * @param kind which sums
 * @param rows of E in a slice; the last one may have fewer
 */
public record SpanSlices(Residuals residuals, Kind kind, int rows) implements Serializable {
  /** Which sums. */
  public enum Kind {
    CROSS,
    GRAM
  }

  /**
   * Cuts.
   *
   * @param mostBytes of the sums of a slice, which has at least one row
   */
  public static SpanSlices of(Residuals residuals, Kind kind, long mostBytes) {
    long other = kind == Kind.GRAM ? residuals.rows().length : residuals.pivots().length;
    return new SpanSlices(
        residuals,
        kind,
        (int) Math.max(1, Math.min(residuals.rows().length, mostBytes / Double.BYTES / other)));
  }

  /** The number of slices. */
  public int count() {
    return (residuals.rows().length + rows - 1) / rows;
  }

  private int from(int slice) {
    return slice * rows;
  }

  private int to(int slice) {
    return Math.min(residuals.rows().length, from(slice) + rows);
  }

  /** The rows of E that enter the products of a slice: with those before it, E E' has them. */
  private Residuals part(int slice) {
    return kind == Kind.GRAM
        ? residuals.part(from(slice), residuals.rows().length)
        : residuals.part(from(slice), to(slice));
  }

  /** The number of sums of a slice. */
  public int length(int slice) {
    int width = to(slice) - from(slice);
    return kind == Kind.GRAM
        ? Math.addExact(Math.multiplyExact(residuals.rows().length - from(slice), width), 1)
        : Math.multiplyExact(width, residuals.pivots().length);
  }

  /** Adds the sums of a slice over blocks of features, in their order. */
  public final class Adder {
    private final Residuals part;
    private final int columns;
    private final double[] sum;

    private Adder(int slice) {
      this.part = part(slice);
      this.columns = to(slice) - from(slice);
      this.sum = new double[length(slice)];
    }

    /** Adds those of some features of all rows. */
    public void add(RowStore block) {
      new StoredSums(block)
          .forEach(
              (features, into) -> {
                if (kind == Kind.GRAM) {
                  part.addColumns(features, columns, into);
                } else {
                  part.addCross(features, into);
                }
              },
              sum);
    }

    /** The sums so far. Not copied. */
    public double[] sum() {
      return sum;
    }
  }

  /** Starts with sums of 0. */
  public Adder adder(int slice) {
    return new Adder(slice);
  }

  /** The sums of all slices, as {@link SpanSums} has them, still 0. */
  public double[] zeros() {
    int t = residuals.rows().length;
    return new double
        [kind == Kind.GRAM
            ? Math.addExact(Math.multiplyExact(t, t), 1)
            : Math.multiplyExact(t, residuals.pivots().length)];
  }

  /**
   * Copies some sums of a slice to their place among those of all slices.
   *
   * @param first the number of the first one in its slice
   */
  public void copy(int slice, int first, double[] sums, double[] into) {
    if (kind == Kind.CROSS) {
      int at = from(slice) * residuals.pivots().length + first;
      System.arraycopy(sums, 0, into, at, sums.length);
      return;
    }
    int t = residuals.rows().length;
    int height = t - from(slice);
    int end = length(slice) - 1;
    for (int i = 0; i < sums.length; i++) {
      int number = first + i;
      if (number < end) {
        into[(from(slice) + number / height) * t + from(slice) + number % height] = sums[i];
      } else if (slice == 0) { // of all rows
        into[t * t] = sums[i];
      }
    }
  }

  /**
   * Why squares of features cannot be used, as the end of a sentence; empty if they can.
   *
   * @param block some features of all rows
   * @param first the number of the first one
   */
  public static Optional<String> violation(RowStore block, int first) {
    return new StoredSums(block).violation(first);
  }
}
