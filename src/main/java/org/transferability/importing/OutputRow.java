package org.transferability.importing;

import org.transferability.importing.source.Id;

/**
 * A row to be written: the id, and the numbers of each column, which are in the blocks that were
 * read. One object is used for all rows.
 */
final class OutputRow {
  Id id;
  final double[][] blocks;
  final int[] offsets;

  OutputRow(int columns) {
    blocks = new double[columns][];
    offsets = new int[columns];
  }
}
