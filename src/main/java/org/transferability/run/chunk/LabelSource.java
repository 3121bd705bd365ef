package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.broadcast.Broadcast;
import org.transferability.read.FeatureColumns;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import scala.Tuple2;

/** Where a task finds the labels of the rows that it reads. */
public sealed interface LabelSource extends Serializable {
  /** Begins to find the labels of a chunk, in its task. */
  RowLabels open(ChunkSpec spec, Configuration conf);

  /** The same with what concerns only one chunk of the set, numbered 0. */
  default LabelSource ofChunk(int chunk) {
    return this;
  }

  /** In the same row as the features; nothing is joined. */
  record InRow() implements LabelSource {
    @Override
    public RowLabels open(ChunkSpec spec, Configuration conf) {
      return new OwnLabels(spec);
    }
  }

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
    @Override
    public RowLabels open(ChunkSpec spec, Configuration conf) {
      return new BesideLabels(this, conf);
    }

    @Override
    public Beside ofChunk(int chunk) {
      return new Beside(files, columns, new long[][] {fileStarts[chunk]}, complete);
    }
  }

  /** In files, to be brought by a shuffle. */
  record Shuffled() implements LabelSource {
    @Override
    public RowLabels open(ChunkSpec spec, Configuration conf) {
      throw new IllegalStateException("Cannot read labels before they are shuffled");
    }
  }

  /**
   * Brought by a shuffle to the task. Does not travel.
   *
   * @param sorted labels by place, ascending
   */
  record Arrived(Iterator<Tuple2<RowPlace, double[]>> sorted) implements LabelSource {
    @Override
    public RowLabels open(ChunkSpec spec, Configuration conf) {
      return new AlignedLabels(spec.layout().outputs(), sorted);
    }
  }

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

    @Override
    public RowLabels open(ChunkSpec spec, Configuration conf) {
      return new TableLabels(spec, this);
    }
  }
}
