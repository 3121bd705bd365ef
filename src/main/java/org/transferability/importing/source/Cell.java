package org.transferability.importing.source;

/** The numbers in one cell of a column, flattened, as they are read row by row. */
public interface Cell {
  /** How many numbers it has; 0 for a null or empty list. */
  int count();

  /** Whether its width is known: it has a value, or the column has one number a row. */
  boolean setsWidth();

  /**
   * Keeps the width and the lengths of its lists as those of all rows.
   *
   * @param file of the column, for messages
   * @param row the number of its row, for messages
   */
  NumberColumn keep(String file, long row);

  /** Whether its lists are as long as those that were kept. */
  boolean isKept();

  /** What was kept, in words. */
  String kept();

  /** The same of this cell. */
  String shape();

  void copyTo(double[] block, int offset);
}
