package org.transferability.read;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads row groups of one file into blocks. Every error that lies in the file names the file, the
 * column, the row and its id, what was expected and what was found.
 */
public final class RowReader implements AutoCloseable {
  /**
   * Opens the file and looks at its first rows.
   *
   * @throws org.transferability.study.InputException if the file or its columns cannot be read
   * @throws IOException if the file system fails; worth another try
   */
  public RowReader(
      Configuration conf, FileRange range, FeatureColumns columns, MissingFeatures missing)
      throws IOException {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Features per row, 0 if no row of the range has any. */
  public int width() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Predictions per row, 0 if none are read or no row of the range has any. */
  public int predictionWidth() {
    throw new UnsupportedOperationException("not written yet");
  }

  public IdKind idKind() {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * Checks that this file agrees with another one of its set. A file without any row that has
   * features (width 0) agrees with all.
   *
   * @param expectedWidth features per row of the other file
   * @param other path of that file, for the message
   * @throws org.transferability.study.InputException naming file, row, id and both lengths
   */
  public void requireWidth(int expectedWidth, String other) {
    throw new UnsupportedOperationException("not written yet");
  }

  /** The same for predictions. */
  public void requirePredictionWidth(int expectedWidth, String other) {
    throw new UnsupportedOperationException("not written yet");
  }

  /**
   * Fills the block from {@code block.rows()} up to its capacity.
   *
   * @return false when there are no more rows and none was added
   */
  public boolean read(RowBlock block) throws IOException {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Rows decoded so far, dropped ones included. */
  public long rowsRead() {
    throw new UnsupportedOperationException("not written yet");
  }

  /** Rows left out so far, see {@link MissingFeatures}. */
  public long rowsDropped() {
    throw new UnsupportedOperationException("not written yet");
  }

  @Override
  public void close() throws IOException {
    throw new UnsupportedOperationException("not written yet");
  }
}
