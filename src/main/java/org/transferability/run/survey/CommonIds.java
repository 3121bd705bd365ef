package org.transferability.run.survey;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.label.LabelTable;
import org.transferability.read.page.DataFile;
import org.transferability.run.chunk.TaskResult;
import org.transferability.run.plan.CommonRows;
import org.transferability.run.plan.ScoredSet;

/** Reads the ids of all sets of a dataset, one task for each set; the features are not fetched. */
public record CommonIds(
    JavaSparkContext spark, Broadcast<SerializableConfiguration> conf, String idColumn)
    implements CommonRows {
  private static final int BLOCK_ROWS = 4096;

  @Override
  public RoaringBitmap of(LabelTable labels, List<ScoredSet> sets) {
    List<List<DataFile>> files = sets.stream().map(ScoredSet::files).toList();
    Broadcast<LabelTable> table = spark.broadcast(labels);
    Broadcast<SerializableConfiguration> hadoop = conf;
    FeatureColumns id = new FeatureColumns(idColumn, null, null);
    try {
      return spark
          .parallelize(files, files.size())
          .map(set -> rows(hadoop.value().value(), set, id, table.value()))
          .reduce((one, other) -> RoaringBitmap.and(one, other));
    } finally {
      table.destroy();
    }
  }

  private static RoaringBitmap rows(
      Configuration conf, List<DataFile> files, FeatureColumns id, LabelTable labels) {
    return TaskResult.of(() -> found(conf, files, id, labels))
            instanceof TaskResult.Done<RoaringBitmap> done
        ? done.value()
        : RoaringBitmap.bitmapOfRange(0, labels.rows());
  }

  private static RoaringBitmap found(
      Configuration conf, List<DataFile> files, FeatureColumns id, LabelTable labels)
      throws IOException {
    RoaringBitmap found = new RoaringBitmap();
    RowBlock block = new RowBlock(BLOCK_ROWS);
    for (DataFile file : files) {
      try (RowReader reader = new RowReader(conf, FileRange.all(file), id, MissingFeatures.ERROR)) {
        int hint = 0;
        while (reader.read(block)) {
          for (int row = 0; row < block.rows(); row++) {
            int at = labels.rowOf(block, row, hint);
            hint = at + 1;
            if (at >= 0) {
              found.add(at);
            }
          }
          block.clear();
        }
      }
    }
    return found;
  }
}
