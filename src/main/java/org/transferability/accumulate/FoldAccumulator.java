package org.transferability.accumulate;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accumulates blocks of rows, each row with the number of its fold, and returns {@link
 * FoldMoments}.
 *
 * <p>Rows are gathered by fold until there are enough of a fold for the level-3 products of {@link
 * MomentsAccumulator}, which cost the same for a row of any fold. An additional fold costs its
 * buffers and its moments, and each row is copied once. With one fold nothing is copied. Nothing is
 * allocated after the first row of each fold.
 *
 * <p>Not safe for use by several threads.
 */
public final class FoldAccumulator {
  private static final int GATHERED_ROWS = MomentsAccumulator.BLOCK_ROWS;

  /** Without level-3 products, a few rows are enough. */
  private static final int FEW_ROWS = 32;

  private final int d;
  private final LabelLayout layout;
  private final @Nullable Precision precision; // null: no scatters are formed
  private final int gatheredRows;
  private final MomentsAccumulator[] folds;
  private final double[][] features;
  private final double[][] labels;
  private final int[] gathered;

  /**
   * @param d the features of a row
   * @param layout the labels of a row
   * @param count K, the number of folds, at least 1
   */
  public FoldAccumulator(int d, LabelLayout layout, int count) {
    this(d, layout, count, Precision.DOUBLE);
  }

  /** The same in the given precision. */
  public FoldAccumulator(int d, LabelLayout layout, int count, Precision precision) {
    this(d, layout, count, precision, GATHERED_ROWS);
  }

  /**
   * Accumulates everything but the scatters, see {@link FoldMoments#withDeferred}. No group of the
   * layout has a side. Cost a row: d Q multiply-adds.
   */
  public static FoldAccumulator withoutScatters(int d, LabelLayout layout, int count) {
    return new FoldAccumulator(d, layout, count, null, FEW_ROWS);
  }

  private FoldAccumulator(
      int d, LabelLayout layout, int count, @Nullable Precision precision, int gatheredRows) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "Cannot accumulate folds: expected at least one, found " + count);
    }
    this.d = d;
    this.layout = layout;
    this.precision = precision;
    this.gatheredRows = gatheredRows;
    this.folds = new MomentsAccumulator[count];
    this.features = new double[count][];
    this.labels = new double[count][];
    this.gathered = new int[count];
  }

  /**
   * Adds a block.
   *
   * @param rows row-major, count x d, finite; overwritten if there is one fold, else not modified
   * @param labelValues row-major, count x Q, NaN where missing; not modified
   * @param foldOfRow from 0 to K - 1; ignored if there is one fold
   */
  public void add(double[] rows, double[] labelValues, int[] foldOfRow, int count) {
    if (folds.length == 1) {
      fold(0).addChecked(rows, labelValues, count);
      return;
    }
    int q = layout.outputs();
    for (int r = 0; r < count; r++) {
      int k = foldOfRow[r];
      if (features[k] == null) {
        features[k] = new double[Math.multiplyExact(gatheredRows, d)];
        labels[k] = new double[Math.multiplyExact(gatheredRows, q)];
      }
      System.arraycopy(rows, r * d, features[k], gathered[k] * d, d);
      System.arraycopy(labelValues, r * q, labels[k], gathered[k] * q, q);
      gathered[k]++;
      if (gathered[k] == gatheredRows) {
        flush(k);
      }
    }
  }

  private void flush(int k) {
    fold(k).addChecked(features[k], labels[k], gathered[k]);
    gathered[k] = 0;
  }

  private MomentsAccumulator fold(int k) {
    if (folds[k] == null) {
      folds[k] =
          precision == null
              ? MomentsAccumulator.withoutScatter(d, layout, gatheredRows)
              : new MomentsAccumulator(
                  d,
                  layout,
                  gatheredRows,
                  precision,
                  MomentsAccumulator.SQUARE_BYTES / folds.length);
    }
    return folds[k];
  }

  /** Finishes: the moments of all rows, by fold. No rows can be added afterwards. */
  public FoldMoments finish() {
    List<Moments> moments = new ArrayList<>();
    for (int k = 0; k < folds.length; k++) {
      if (gathered[k] > 0) {
        flush(k);
      }
      features[k] = null;
      labels[k] = null;
      moments.add(folds[k] == null ? Moments.empty(d, layout) : folds[k].finish());
    }
    return FoldMoments.of(moments);
  }
}
