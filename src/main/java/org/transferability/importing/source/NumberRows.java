package org.transferability.importing.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Rows of numbers of one file, in order, all as wide as the first. */
public interface NumberRows extends Closeable {
  /** The columns of a row, in order. */
  List<NumberColumn> columns();

  /** Whether the file contains the names of the columns. */
  default boolean named() {
    return true;
  }

  /** Columns of the file that are omitted although no option excludes them. */
  default List<LeftOut> leftOut() {
    return List.of();
  }

  default int width() {
    return columns().stream().mapToInt(NumberColumn::width).sum();
  }

  /** Whether every value is exactly a float, so that storing floats loses nothing. */
  boolean fitsFloat();

  /** The form of the numbers in the file, for the manifest. */
  String describe();

  /**
   * Reads the next rows.
   *
   * @param block row-major, NaN if the file has no value
   * @param most the largest number of rows
   * @return the number of rows; 0 at the end
   */
  int read(double[] block, int most) throws IOException;
}
