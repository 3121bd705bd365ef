package org.transferability.read;

import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;

/**
 * Rows in reusable row-major buffers. Arrays may be longer than their rows; they stay the same
 * objects until the shape changes, so a caller may overwrite values in place.
 */
public final class RowBlock {
  private final int capacity;
  private final long[] rowInFile;
  private int rows;
  private int width;
  private int predictionWidth;
  private int outputs;
  private double[] features = new double[0];
  private double[] predictions = new double[0];
  private double[] labels = new double[0];
  private IdStore ids = new IdStore(IdKind.NONE);
  private IdStore foldKeys = new IdStore(IdKind.NONE);

  public RowBlock(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("Cannot make a block of " + capacity + " rows");
    }
    this.capacity = capacity;
    this.rowInFile = new long[capacity];
  }

  /** Resizes the buffers; only an empty block can change its shape. */
  public void shape(int newWidth, int newPredictionWidth, int newOutputs, IdKind kind) {
    if (newWidth == width
        && newPredictionWidth == predictionWidth
        && newOutputs == outputs
        && kind == ids.kind) {
      return;
    }
    if (rows > 0) {
      throw new IllegalStateException(
          "Cannot add rows of another shape to a block: expected "
              + width
              + " features, "
              + predictionWidth
              + " predictions, "
              + outputs
              + " labels, ids "
              + ids.kind
              + ", found "
              + newWidth
              + ", "
              + newPredictionWidth
              + ", "
              + newOutputs
              + ", "
              + kind);
    }
    width = newWidth;
    predictionWidth = newPredictionWidth;
    outputs = newOutputs;
    features = fit(features, width);
    predictions = fit(predictions, predictionWidth);
    labels = fit(labels, outputs);
    ids = kind == ids.kind ? ids : new IdStore(kind);
  }

  /** Makes room for fold keys of a kind; only an empty block can change it. */
  public void foldKeys(IdKind kind) {
    if (kind != foldKeys.kind) {
      if (rows > 0) {
        throw new IllegalStateException(
            "Cannot add rows with other fold keys to a block: expected "
                + foldKeys.kind
                + ", found "
                + kind);
      }
      foldKeys = new IdStore(kind);
    }
  }

  private double[] fit(double[] array, int each) {
    int length = Math.multiplyExact(capacity, each);
    return array.length >= length ? array : new double[length];
  }

  public int capacity() {
    return capacity;
  }

  /** The current number of rows. */
  public int rows() {
    return rows;
  }

  /** Features per row, d. */
  public int width() {
    return width;
  }

  /** Features, row-major rows x d. */
  public double[] features() {
    return features;
  }

  /** Predictions per row, p. */
  public int predictionWidth() {
    return predictionWidth;
  }

  /** Predictions, row-major rows x p. */
  public double[] predictions() {
    return predictions;
  }

  /** Label outputs per row, Q. */
  public int outputs() {
    return outputs;
  }

  /** Labels, row-major rows x Q, NaN = missing. */
  public double[] labels() {
    return labels;
  }

  public IdKind idKind() {
    return ids.kind;
  }

  /** Ids of kind LONG or UNSIGNED_LONG, one a row. */
  public long[] longIds() {
    return ids.longs();
  }

  /** Bytes of the ids of kind TEXT, end to end. */
  public byte[] idBytes() {
    return ids.bytes();
  }

  /** Row number of each row in its file, from 0, including dropped rows. */
  public long[] rowInFile() {
    return rowInFile;
  }

  /** The id of a row as text for a message; empty if no ids were read. */
  public String idText(int row) {
    return ids.text(row);
  }

  /** Whether a row has the id of a row of another block. */
  public boolean isSameId(int row, RowBlock other, int otherRow) {
    return ids.kind.joins(other.ids.kind)
        && ids.kind != IdKind.NONE
        && ids.sameId(row, other.ids, otherRow);
  }

  /**
   * Whether each id is greater than the one before it, and the first one greater than the last one
   * of the previous block, so that there are no duplicates. Texts are compared by their bytes.
   */
  public boolean idsGrowFrom(RowBlock before) {
    return (before.rows == 0 || rows == 0 || ids.compare(0, before.ids, before.rows - 1) > 0)
        && ids.growsFrom(0);
  }

  /** Whether any label is missing. */
  public boolean lacksLabels() {
    return !Finite.all(labels, 0, rows * outputs); // infinite ones were refused
  }

  /** Empties the block; buffers are kept. */
  public void clear() {
    rows = 0;
    ids.clear();
    foldKeys.clear();
  }

  /** Keeps the first rows. */
  public void truncate(int kept) {
    rows = Math.min(rows, kept);
    ids.truncate(rows);
    foldKeys.truncate(rows);
  }

  /**
   * Overwrites row {@code to} by row {@code from}, to &lt;= from, everything included. To drop
   * rows, move the kept ones forward in increasing order, then {@link #truncate}.
   */
  public void moveRow(int from, int to) {
    if (from == to) {
      return;
    }
    System.arraycopy(features, from * width, features, to * width, width);
    System.arraycopy(
        predictions, from * predictionWidth, predictions, to * predictionWidth, predictionWidth);
    System.arraycopy(labels, from * outputs, labels, to * outputs, outputs);
    rowInFile[to] = rowInFile[from];
    ids.move(from, to);
    foldKeys.move(from, to);
  }

  public IdStore ids() {
    return ids;
  }

  /** The keys that determine which rows stay together; of kind NONE without a fold column. */
  public IdStore foldKeys() {
    return foldKeys;
  }

  /** Adds rows that were written after the last one. */
  public void added(int n) {
    rows += n;
  }
}
