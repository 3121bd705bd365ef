package org.transferability.api;

import java.util.Arrays;
import java.util.Optional;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.Revisit;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.RowStore;
import org.transferability.study.InputException;

/**
 * Rows in memory, which can be read any number of times.
 *
 * @param features n x d, not modified
 * @param labels n x q, not modified
 */
record ArrayRows(double[][] features, double[][] labels) {
  /** For a second pass without folds. */
  static final int[] NO_FOLDS = {};

  private static final int BLOCK_ROWS = MomentsAccumulator.BLOCK_ROWS;

  /** Features of a block that is only kept, 8 MB. */
  private static final int KEPT_BLOCK_NUMBERS = 1 << 20;

  /** Receives a block of rows; it may overwrite the features. */
  @FunctionalInterface
  interface Block {
    void add(double[] features, double[] labels, int rows);
  }

  /**
   * @throws InputException if rows differ in length or number
   */
  static ArrayRows of(double[][] features, double[][] labels) {
    requireTable("features", features);
    requireTable("labels", labels);
    if (features.length != labels.length) {
      throw new InputException(
          "Cannot take moments: expected as many rows of labels as of features, %d, found %d"
              .formatted(features.length, labels.length));
    }
    return new ArrayRows(features, labels);
  }

  private static void requireTable(String what, double[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw new InputException(
          "Cannot take moments: expected %s of at least one row and column, found none"
              .formatted(what));
    }
    for (int r = 0; r < rows.length; r++) {
      if (rows[r].length != rows[0].length) {
        throw new InputException(
            "Cannot take moments: expected %d %s a row, as in the first, found %d (row %d)"
                .formatted(rows[0].length, what, rows[r].length, r));
      }
    }
  }

  Moments moments() {
    MomentsAccumulator moments =
        new MomentsAccumulator(
            features[0].length,
            LabelLayout.complete(labels[0].length),
            BLOCK_ROWS,
            Precision.DOUBLE,
            MomentsAccumulator.SQUARE_BYTES);
    forEachBlock(moments::add);
    return moments.finish();
  }

  /**
   * The rows with labels in coordinates of their span.
   *
   * @return empty if there are more rows than features, or none with labels
   * @throws InputException if features are too large or too small to be squared
   */
  Optional<ReducedRows> reduced() {
    if (features.length > features[0].length) {
      return Optional.empty();
    }
    RowStore store = new RowStore(features[0].length);
    int q = labels[0].length;
    double[] kept = new double[Math.multiplyExact(features.length, q)];
    forEachBlock(
        keptRows(features[0].length),
        (f, y, rows) -> {
          System.arraycopy(y, 0, kept, store.rows() * q, rows * q);
          store.add(f, rows);
        });
    if (store.rows() == 0) {
      return Optional.empty();
    }
    try {
      double[] ofRows = Arrays.copyOf(kept, store.rows() * q);
      return Optional.of(ReducedRows.of(store, q, ofRows, NO_FOLDS));
    } catch (ReducedRows.OutOfRange e) {
      throw new InputException("Cannot score moments: " + e.getMessage(), e);
    }
  }

  double[] revisit(Revisit revisit) {
    Revisit.Accumulator accumulator = revisit.accumulator();
    forEachBlock((f, y, rows) -> accumulator.add(f, y, labels[0].length, NO_FOLDS, rows));
    return accumulator.finish();
  }

  /** Rows of a block that are only kept. */
  static int keptRows(int d) {
    return Math.max(1, Math.min(BLOCK_ROWS, KEPT_BLOCK_NUMBERS / d));
  }

  private void forEachBlock(Block block) {
    forEachBlock(BLOCK_ROWS, block);
  }

  private void forEachBlock(int blockRows, Block block) {
    int d = features[0].length;
    int q = labels[0].length;
    double[] f = new double[Math.multiplyExact(blockRows, d)];
    double[] y = new double[Math.multiplyExact(blockRows, q)];
    int filled = 0;
    for (int r = 0; r < features.length; r++) {
      if (Arrays.stream(labels[r]).anyMatch(Double::isNaN)) {
        continue;
      }
      requireFinite("features", features[r], r);
      requireFinite("labels", labels[r], r);
      System.arraycopy(features[r], 0, f, filled * d, d);
      System.arraycopy(labels[r], 0, y, filled * q, q);
      filled++;
      if (filled == blockRows) {
        block.add(f, y, filled);
        filled = 0;
      }
    }
    if (filled > 0) {
      block.add(f, y, filled);
    }
  }

  /** The message of jobs/score for an infinite number. */
  private static void requireFinite(String what, double[] values, int row) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i])) {
        String wrong =
            Double.isNaN(values[i])
                ? "expected finite %s, found NaN at index %d".formatted(what, i)
                : what.equals("labels")
                    ? "expected a finite label, or null or NaN, found infinity"
                    : "expected finite numbers, found %s at index %d of the %s"
                        .formatted(values[i], i, what);
        throw new InputException("Cannot take moments: %s (row %d)".formatted(wrong, row));
      }
    }
  }
}
