package org.transferability.accumulate.classes;

import java.io.Serializable;

/**
 * Divides the labels of one target into classes: the range of every output into bins of equal
 * width, with a class for each cell of the grid that has rows.
 *
 * <p>Bin b of output k holds low_k + b w &lt;= y_k &lt; low_k + (b + 1) w, with w = (high_k -
 * low_k) / bins; the last one includes high_k. An output whose labels are all equal has one bin.
 */
public final class LabelBins implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The largest number of bins for an output, which published comparisons use for two outputs. */
  private static final int MOST_BINS = 5;

  /** The largest number of cells of the grid, unless two bins for each output give more. */
  private static final int MOST_CELLS = 1024;

  private static final int EXACT_BITS = 62;

  private final int firstOutput;
  private final int bins;
  private final double[] low;
  private final double[] high;

  /**
   * @param firstOutput the target's first output in a row of labels
   * @param bins the number of bins of each output
   * @param low the smallest label of each output
   * @param high the largest
   */
  public LabelBins(int firstOutput, int bins, double[] low, double[] high) {
    if (bins < 1 || low.length != high.length) {
      throw new IllegalArgumentException(
          "Cannot divide labels into bins: expected at least one bin and as many lower as upper"
              + " ends, found "
              + bins
              + " bins, "
              + low.length
              + " and "
              + high.length
              + " ends");
    }
    this.firstOutput = firstOutput;
    this.bins = bins;
    this.low = low.clone();
    this.high = high.clone();
  }

  /**
   * The default number of bins of each output: 5 if the grid then has at most 1,024 cells, else as
   * many as that allows, at least 2. That is 5 for up to 4 outputs, and 4, 3 and 2 for 5, 6 and
   * more.
   */
  public static int usual(int outputs) {
    int bins = MOST_BINS;
    while (bins > 2 && Math.pow(bins, outputs) > MOST_CELLS) {
      bins--;
    }
    return bins;
  }

  /** q. */
  public int outputs() {
    return low.length;
  }

  /** The largest possible number of classes. */
  public double cells() {
    return Math.pow(bins, low.length);
  }

  /**
   * A number for the cell of a row, the same for rows of the same cell; -1 if a label is missing.
   *
   * @param labels row-major; the row begins at {@code row}
   */
  public long cellOf(double[] labels, int row) {
    boolean exact = low.length * Math.log(bins) / Math.log(2) <= EXACT_BITS;
    long cell = 0;
    for (int k = 0; k < low.length; k++) {
      double y = labels[row + firstOutput + k];
      if (Double.isNaN(y)) {
        return -1;
      }
      int bin = bin(k, y);
      cell = exact ? cell * bins + bin : mix(cell * 31 + bin);
    }
    return cell;
  }

  private int bin(int output, double y) {
    double width = high[output] - low[output];
    if (!(width > 0)) {
      return 0;
    }
    double bin = Math.floor((y - low[output]) / width * bins);
    return (int) Math.max(0, Math.min(bins - 1, bin));
  }

  /** Too many cells to number: a hash with a collision probability of 2^-62. */
  private static long mix(long x) {
    long h = x + 0x9e3779b97f4a7c15L;
    h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
    h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
    return (h ^ (h >>> 31)) >>> 1;
  }
}
