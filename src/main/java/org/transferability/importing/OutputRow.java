package org.transferability.importing;

import org.transferability.importing.source.Id;

/**
 * A row on its way into a file: the id, and the numbers of each column, which lie in the blocks
 * that were read. One object serves all rows.
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
