package org.transferability.run.chunk;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.transferability.accumulate.Revisit;
import org.transferability.read.FileRange;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.read.label.RowFolds;
import org.transferability.study.EstimatorKind.Input;

/** The work of one task of a second pass on one chunk: the same rows as in the first. */
public final class ChunkRevisit {
  private static final int BLOCK_ROWS = 256;

  private final ChunkSpec spec;
  private final Input input;
  private final RowLabels labels;
  private final RowFolds folds;
  private final List<Revisit.Accumulator> accumulators;

  private ChunkRevisit(ChunkSpec spec, Input input, List<Revisit> revisits, RowLabels labels) {
    int parts = revisits.stream().mapToInt(Revisit::folds).max().orElse(1);
    this.spec = spec;
    this.input = input;
    this.labels = labels;
    this.folds = parts == 1 ? new RowFolds(1) : spec.folds();
    this.accumulators = revisits.stream().map(Revisit::accumulator).toList();
  }

  /**
   * Reads a chunk again.
   *
   * @return one array for each revisit
   * @param input what the revisits are of: the predictions, or what stands in the features' place
   */
  public static TaskResult<List<double[]>> run(
      ChunkSpec spec, Input input, List<Revisit> revisits, Configuration conf) {
    return TaskResult.of(
        () -> {
          try (RowLabels labels = spec.labels().open(spec, conf)) {
            ChunkRevisit revisit = new ChunkRevisit(spec, input, revisits, labels);
            for (int range = 0; range < spec.ranges().size(); range++) {
              revisit.read(range, conf);
            }
            return revisit.accumulators.stream().map(Revisit.Accumulator::finish).toList();
          }
        });
  }

  private void read(int range, Configuration conf) throws IOException {
    FileRange rows = spec.ranges().get(range);
    RowBlock block = new RowBlock(BLOCK_ROWS);
    try (RowReader reader = new RowReader(conf, rows, spec.columns(), spec.missing())) {
      boolean more = true;
      while (more) {
        more = reader.read(block);
        if (block.rows() == block.capacity() || (!more && block.rows() > 0)) {
          add(range, block);
        }
      }
    }
  }

  private void add(int range, RowBlock block) throws IOException {
    double[] values = labels.of(block, range);
    int[] foldOfRow = new int[block.rows()];
    if (folds.count() > 1) {
      labels.folds(block, folds, spec.ranges().get(range).file(), foldOfRow);
    }
    double[] features = input == Input.PREDICTIONS ? block.predictions() : block.features();
    for (Revisit.Accumulator accumulator : accumulators) {
      accumulator.add(features, values, spec.layout().outputs(), foldOfRow, block.rows());
    }
    block.clear();
  }
}
