package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.broadcast.Broadcast;
import org.transferability.read.FeatureColumns;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;

/** Where a task finds the labels of the rows that it reads. */
public sealed interface LabelSource extends Serializable {

  /** In the same row as the features; nothing is joined. */
  record InRow() implements LabelSource {}

  /**
   * In files of their own, row for row as the features, unless reading shows that they are not.
   *
   * @param files the table of labels, in order
   * @param columns its id and labels
   * @param fileStarts by chunk, and range of the chunk: the number of the first row of the range's
   *     file among all rows of the set; in a task only those of its chunk
   * @param complete whether no label may be missing
   */
  record Beside(List<DataFile> files, FeatureColumns columns, long[][] fileStarts, boolean complete)
      implements LabelSource {
    public Beside ofChunk(int chunk) {
      return new Beside(files, columns, new long[][] {fileStarts[chunk]}, complete);
    }
  }

  /** Brought by a shuffle, beside the chunk. */
  record Shuffled() implements LabelSource {}

  /**
   * In a table that every executor holds once, found by id.
   *
   * @param tables the tables that travel together
   * @param index which of them
   * @param outputs for each output of the layout its place in a row of the table
   */
  record Joined(Broadcast<LabelTable[]> tables, int index, int[] outputs) implements LabelSource {
    LabelTable table() {
      return tables.value()[index];
    }
  }
}
