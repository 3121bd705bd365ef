package org.transferability.job;

import java.io.Serializable;
import org.apache.spark.broadcast.Broadcast;
import org.transferability.read.LabelTable;

/** Where a task finds the labels of the rows that it reads. */
sealed interface LabelSource extends Serializable {

  /** In the same row as the features; nothing is joined. */
  record InRow() implements LabelSource {}

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
