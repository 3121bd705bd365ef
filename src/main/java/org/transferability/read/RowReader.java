package org.transferability.read;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.ParquetSource;
import org.transferability.study.InputException;

/**
 * Reads rows of one file into blocks. Every error in the file names the file, the column, the row
 * and its id, what was expected and what was found.
 */
public final class RowReader implements AutoCloseable {
  /** Of a page as writers make them by default. */
  private static final long PAGE_BYTES = 1 << 20;

  private final ParquetSource source;
  private final FeatureColumns wanted;
  private final RowColumns columns;
  private final int outputs;
  private final MissingFeatures missing;
  private final FileRange range;
  private int nextGroup;

  /** Number in the file of the first row of the next row group. */
  private long nextRow;

  /** Rows of the next row group that were passed. */
  private long passed;

  private long rowsRead;
  private long rowsDropped;
  private long idSum;

  /** The current row group, or a part of it, or null before the first and after the last. */
  private RowFiller group;

  /**
   * Opens the file and reads its first rows.
   *
   * @throws InputException if the file or its columns cannot be read
   * @throws IOException if the file system fails; may be retried
   */
  public RowReader(
      Configuration conf, FileRange range, FeatureColumns columns, MissingFeatures missing)
      throws IOException {
    source = new ParquetSource(conf, range.file());
    boolean open = false;
    try {
      this.wanted = columns;
      this.columns = new RowColumns(source, columns);
      this.outputs = columns.outputs();
      this.missing = missing;
      this.range = range;
      nextGroup = Math.min(range.firstRowGroup(), source.rowGroups().size());
      for (int g = 0; g < nextGroup; g++) {
        nextRow += source.rowGroups().get(g).getRowCount();
      }
      findWidths();
      open = true;
    } finally {
      if (!open) {
        source.close();
      }
    }
  }

  /** Goes to the first row group in which features and predictions have a row that is not null. */
  private void findWidths() throws IOException {
    while (fetchGroup() && !group.findWidths()) {
      // No row of the group has features, so it cannot be used.
      long chosen = group.chosenRows();
      rowsRead += chosen;
      rowsDropped += chosen;
    }
  }

  /** Features per row, 0 if no row of the range has any. */
  public int width() {
    return columns.features == null ? 0 : columns.features.values().width();
  }

  /** Predictions per row, 0 if none are read or no row of the range has any. */
  public int predictionWidth() {
    return columns.prediction == null ? 0 : columns.prediction.values().width();
  }

  /**
   * The same columns for the other files of the set: their rows must have the shapes that were
   * found here, if a row was found.
   */
  public FeatureColumns pinned() {
    return wanted.withShapes(
        columns.features == null ? null : columns.features.values().shape(),
        columns.prediction == null ? null : columns.prediction.values().shape());
  }

  public IdKind idKind() {
    return columns.id == null ? IdKind.NONE : columns.id.kind();
  }

  /**
   * Checks that this file agrees with another one of its set. A file without any row that has
   * features (width 0) agrees with all. It must be called before the first {@link #read}.
   *
   * @param expectedWidth features per row of the other file
   * @param other path of that file, for the message
   * @throws InputException naming file, row, id and both lengths
   */
  public void requireWidth(int expectedWidth, String other) {
    if (width() != 0 && width() != expectedWidth) {
      throw group.otherFeatures(expectedWidth, other);
    }
  }

  /** The same for predictions. */
  public void requirePredictionWidth(int expectedWidth, String other) {
    if (predictionWidth() != 0 && predictionWidth() != expectedWidth) {
      throw group.otherPrediction(expectedWidth, other);
    }
  }

  /**
   * Fills the block from {@code block.rows()} up to its capacity.
   *
   * @return false if there are no more rows and none was added
   * @throws InputException if a row cannot be used
   * @throws IOException if the file system fails; may be retried
   */
  public boolean read(RowBlock block) throws IOException {
    block.shape(width(), predictionWidth(), outputs, idKind());
    block.foldKeys(columns.fold == null ? IdKind.NONE : columns.fold.kind());
    int before = block.rows();
    while (block.rows() < block.capacity() && ready()) {
      int room = block.capacity() - block.rows();
      int n = (int) Math.min(group.rowsLeft(), Math.min(room, group.batch()));
      int kept = group.fill(block, n);
      rowsRead += group.chosen();
      rowsDropped += group.chosen() - kept;
      idSum += group.idSum();
    }
    return block.rows() > before;
  }

  /** Whether there is a row to read; moves to the next row group if necessary. */
  private boolean ready() throws IOException {
    while (group != null && group.rowsLeft() == 0) {
      group.finish();
      fetchGroup();
    }
    return group != null;
  }

  private boolean fetchGroup() throws IOException {
    closeGroup();
    int groups = source.rowGroups().size();
    while (group == null && nextGroup < range.end(groups)) {
      long rows = source.rowGroups().get(nextGroup).getRowCount();
      long end = range.to(nextGroup, groups, rows);
      long from = Math.max(passed, range.from(nextGroup, rows));
      long to = end;
      if (range.choice() instanceof RowChoice.Runs runs) {
        from = runs.firstFrom(nextRow + from, nextRow + end) - nextRow;
        to = from >= end ? end : Math.min(end, runs.endFrom(nextRow + from, gap()) - nextRow);
      }
      if (from < to) {
        PageReadStore store = source.fetch(nextGroup, columns.leaves(), from, to);
        String path = source.file().path();
        group =
            new RowFiller(columns, outputs, missing, range.choice(), path, nextRow + from, store);
      }
      passed = to;
      if (to == end) {
        passed = 0;
        nextRow += rows;
        nextGroup++;
      }
    }
    return group != null;
  }

  /** Rows between two runs of the next row group for which it is not worth to begin anew. */
  private long gap() {
    BlockMetaData block = source.rowGroups().get(nextGroup);
    long largest = 1;
    for (ColumnDescriptor leaf : columns.leaves()) {
      ColumnChunkMetaData chunk = ParquetSource.chunk(block, leaf);
      if (chunk == null || chunk.isEncrypted() || chunk.getOffsetIndexReference() == null) {
        return Long.MAX_VALUE; // a row is found by passing over those before it
      }
      largest = Math.max(largest, chunk.getTotalSize());
    }
    return (long) ((double) PAGE_BYTES / largest * block.getRowCount());
  }

  /**
   * The sum of hashes of the ids of the rows read so far, including dropped ones, if not all rows
   * of the range are: the same for the same rows in any order.
   */
  public long idSum() {
    return idSum;
  }

  /** Number of chosen rows decoded so far, including dropped ones. */
  public long rowsRead() {
    return rowsRead;
  }

  /** Number of rows dropped so far, see {@link MissingFeatures}. */
  public long rowsDropped() {
    return rowsDropped;
  }

  private void closeGroup() {
    if (group != null) {
      group.close();
      group = null;
    }
  }

  @Override
  public void close() throws IOException {
    closeGroup();
    source.close();
  }
}
