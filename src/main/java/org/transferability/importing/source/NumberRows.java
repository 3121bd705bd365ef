package org.transferability.importing.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Rows of numbers of one file, in order, all as wide as the first. */
public interface NumberRows extends Closeable {
  /** What a row consists of, side by side. */
  List<NumberColumn> columns();

  /** Whether the names of the columns stand in the file. */
  default boolean named() {
    return true;
  }

  /** Columns of the file that are not among them although nothing excludes them. */
  default List<LeftOut> leftOut() {
    return List.of();
  }

  /** Numbers a row. */
  int width();

  /** Whether every value is a float exactly, so that nothing is lost by keeping floats. */
  boolean fitsFloat();

  /** How the file holds them, for the manifest. */
  String describe();

  /**
   * Reads the next rows.
   *
   * @param block row-major, NaN where the file has no value
   * @param most how many rows at most
   * @return how many; 0 at the end
   */
  int read(double[] block, int most) throws IOException;
}
