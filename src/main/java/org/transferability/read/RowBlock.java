package org.transferability.read;

/**
 * Rows side by side in reusable buffers. Arrays may be longer than the rows they hold; they stay
 * the same objects until the shape changes, so a caller may overwrite values in place.
 */
public final class RowBlock {
  private final int capacity;

  public RowBlock(int capacity) {
    if (capacity < 1) {
      throw new IllegalArgumentException("Cannot make a block of " + capacity + " rows");
    }
    this.capacity = capacity;
  }

  public int capacity() {
    return capacity;
  }

  /** Rows held now. */
  public int rows() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Features per row, d. */
  public int width() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Features, row-major rows x d. */
  public double[] features() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Predictions per row, p. */
  public int predictionWidth() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Predictions, row-major rows x p. */
  public double[] predictions() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Label outputs per row, Q. */
  public int outputs() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Labels, row-major rows x Q, NaN = missing. */
  public double[] labels() {
    throw new UnsupportedOperationException("not written yet");
  }

  public IdKind idKind() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Ids of kind LONG, one a row. */
  public long[] longIds() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Bytes of the ids of kind TEXT, end to end; row r ends at {@code idEnds()[r]}. */
  public byte[] idBytes() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** End of each TEXT id in {@link #idBytes()}; an id starts where the one before ends. */
  public int[] idEnds() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Row number of each row in its file, from 0, dropped rows counted. */
  public long[] rowInFile() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** The id of a row as text for a message; the row number where no ids were read. */
  public String idText(int row) {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Empties the block; buffers stay. */
  public void clear() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Keeps the first rows. */
  public void truncate(int rows) {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * Overwrites row {@code to} by row {@code from}, to <= from, everything included. To leave rows
   * out, move the kept ones forward in increasing order, then {@link #truncate}.
   */
  public void moveRow(int from, int to) {
    throw new UnsupportedOperationException("not written yet");
  }
}
