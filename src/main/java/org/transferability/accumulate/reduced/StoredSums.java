package org.transferability.accumulate.reduced;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.transferability.accumulate.PreciseMean;
import org.transferability.accumulate.SquareRange;

/**
 * Sums over the features of rows in memory, in blocks of features. Not safe for several threads.
 */
final class StoredSums implements SpanSums {
  /** Bytes of a block, which should stay in the third-level cache. */
  private static final int BLOCK_BYTES = 8 << 20;

  private static final int FEWEST_FEATURES = 128;

  private final RowStore rows;
  private final int blockFeatures;
  private final double[] high;
  private final double[] low;
  private final double[] largest;
  private final double[] squares;
  private final double[] values; // of a block, written for each
  private final Optional<FeatureBlock> only;

  StoredSums(RowStore rows) {
    this.rows = rows;
    int d = rows.width();
    int fits = BLOCK_BYTES / Double.BYTES / (rows.rows() + 1);
    int blocks = (d - 1) / Math.max(FEWEST_FEATURES, fits) + 1;
    this.blockFeatures = Math.max(1, (d + blocks - 1) / blocks); // blocks of nearly equal size
    this.high = new double[d];
    this.low = new double[d];
    this.largest = new double[d];
    this.squares = new double[d];
    this.values = new double[Math.multiplyExact(rows.rows() + 1, blockFeatures)];
    for (int from = 0; from < d; from += blockFeatures) {
      int to = Math.min(d, from + blockFeatures);
      PreciseMean mean = rows.centre(from, to, values, largest, squares);
      System.arraycopy(mean.high(), 0, high, from, to - from);
      System.arraycopy(mean.low(), 0, low, from, to - from);
    }
    this.only = blockFeatures == d && d > 0 ? Optional.of(only()) : Optional.empty();
  }

  /** The block of all features, which is kept. */
  private FeatureBlock only() {
    System.arraycopy(high, 0, values, rows.rows() * high.length, high.length);
    return new FeatureBlock(values, largest, squares, high.length);
  }

  /** Why the squares of the features cannot be used, as the end of a sentence. */
  Optional<String> violation() {
    return violation(0);
  }

  /**
   * The same for rows of which these are some features.
   *
   * @param first the number of the first one
   */
  Optional<String> violation(int first) {
    return SquareRange.ofFeatures(
        squares, high, feature -> "number " + (first + feature + 1) + " of its features");
  }

  @Override
  public double[] cross(Residuals residuals) {
    double[] sum = new double[residuals.weights().length];
    forEach((block, into) -> residuals.addCross(block, into), sum);
    return sum;
  }

  @Override
  public double[] gram(Residuals residuals) {
    int t = residuals.rows().length;
    double[] sum = new double[Math.addExact(Math.multiplyExact(t, t), 1)];
    forEach((block, into) -> residuals.addGram(block, into), sum);
    return sum;
  }

  /** Gives the blocks in the order of the features; the next one may overwrite the values. */
  void forEach(BiConsumer<FeatureBlock, double[]> add, double[] sum) {
    if (only.isPresent()) {
      add.accept(only.get(), sum);
      return;
    }
    int d = rows.width();
    int n = rows.rows();
    for (int from = 0; from < d; from += blockFeatures) {
      int to = Math.min(d, from + blockFeatures);
      int b = to - from;
      double[] block = values.length == (n + 1) * b ? values : new double[(n + 1) * b];
      double[] means = Arrays.copyOfRange(high, from, to);
      PreciseMean mean = PreciseMean.of(means, Arrays.copyOfRange(low, from, to), 1);
      rows.centred(from, to, mean, block);
      System.arraycopy(means, 0, block, n * b, b);
      add.accept(
          new FeatureBlock(
              block,
              Arrays.copyOfRange(largest, from, to),
              Arrays.copyOfRange(squares, from, to),
              b),
          sum);
    }
  }
}
