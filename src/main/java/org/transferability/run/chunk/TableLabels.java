package org.transferability.run.chunk;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.accumulate.sample.RowSampler;
import org.transferability.read.RowBlock;
import org.transferability.read.label.LabelTable;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** Labels looked up by id in a table that the executor holds. */
final class TableLabels extends RowLabels {
  private final ChunkSpec spec;
  private final LabelTable table;
  private final int[] places;
  private final double @Nullable [] tableRow;
  private final RoaringBitmap matched = new RoaringBitmap();
  private double[] labels = new double[0];
  private int[] tableRows = new int[0];
  private int hint;

  /**
   * @param spec the chunk, for messages
   */
  TableLabels(ChunkSpec spec, LabelSource.Joined source) {
    this.spec = spec;
    this.table = source.table();
    this.places = source.outputs();
    this.tableRow = isWholeRow() ? null : new double[table.outputs()];
  }

  @Override
  double[] of(RowBlock block, int range) {
    int outputs = places.length;
    if (labels.length < block.capacity() * outputs) {
      labels = new double[Math.multiplyExact(block.capacity(), outputs)];
    }
    if (tableRows.length < block.capacity()) {
      tableRows = new int[block.capacity()];
    }
    int kept = 0;
    int rows = block.rows();
    if (rows > 0) {
      requireKind(spec.name(), table.idKind(), block.idKind(), file(range));
    }
    for (int row = 0; row < rows; row++) {
      int found = table.rowOf(block, row, hint);
      if (found < 0) {
        addStranger(block, row);
        continue;
      }
      hint = found + 1;
      if (!matched.checkedAdd(found)) {
        throw new InputException(
            "Cannot join %s: expected every id once, found id %s twice (the second one in row %d of %s)"
                .formatted(
                    spec.name(), block.idText(row), block.rowInFile()[row], file(range).path()));
      }
      copyLabels(found, kept * outputs);
      tableRows[kept] = found;
      if (kept < row) {
        block.moveRow(row, kept);
      }
      kept++;
    }
    block.truncate(kept);
    return labels;
  }

  @Override
  void folds(RowBlock block, RowFolds folds, DataFile file, int[] foldOfRow) {
    if (!table.hasFoldKeys()) {
      super.folds(block, folds, file, foldOfRow);
      return;
    }
    for (int row = 0; row < block.rows(); row++) {
      foldOfRow[row] = folds.of(table, tableRows[row]);
    }
  }

  @Override
  boolean hasGroups(RowBlock block) {
    return table.hasFoldKeys();
  }

  @Override
  int group(RowBlock block, RowFolds folds, int row, int fold) {
    return folds.blockOfGroup(table, tableRows[row], fold, RowSampler.BLOCKS);
  }

  private DataFile file(int range) {
    return spec.ranges().get(range).file();
  }

  private void copyLabels(int found, int offset) {
    if (tableRow == null) {
      table.copyLabels(found, labels, offset);
      return;
    }
    table.copyLabels(found, tableRow, 0);
    for (int k = 0; k < places.length; k++) {
      labels[offset + k] = tableRow[places[k]];
    }
  }

  private boolean isWholeRow() {
    boolean whole = places.length == table.outputs();
    for (int k = 0; whole && k < places.length; k++) {
      whole = places[k] == k;
    }
    return whole;
  }

  @Override
  byte[] matched() {
    matched.runOptimize();
    byte[] bytes = new byte[matched.serializedSizeInBytes()];
    matched.serialize(ByteBuffer.wrap(bytes));
    return bytes;
  }
}
