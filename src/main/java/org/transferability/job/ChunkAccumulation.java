package org.transferability.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.read.FileRange;
import org.transferability.read.LabelTable;
import org.transferability.read.RowBlock;
import org.transferability.read.RowReader;
import org.transferability.study.InputException;

/** The work of one task on one chunk: rows = read and join; moments = add. Runs on an executor. */
final class ChunkAccumulation {
  /** Bytes of features in a block: large enough for level-3 BLAS, small enough for the cache. */
  private static final int BLOCK_BYTES = 4 << 20;

  private static final int FEWEST_BLOCK_ROWS = 256;
  private static final int MOST_BLOCK_ROWS = 4096;
  private static final int EXAMPLES = 3;

  private final ChunkSpec spec;
  private final Configuration conf;
  private final int outputs;
  private final RoaringBitmap matched = new RoaringBitmap();
  private final List<String> strangers = new ArrayList<>();
  private RowBlock block;
  private double[] labels;
  private MomentsAccumulator features;
  private MomentsAccumulator predictions;
  private int width;
  private int predictionWidth;
  private String widthFrom;
  private int hint;
  private long rowsRead;
  private long rowsDropped;
  private long rowsUnmatched;
  private long rowsJoined;
  private long readNanos;
  private long accumulateNanos;

  private ChunkAccumulation(ChunkSpec spec, Configuration conf) {
    this.spec = spec;
    this.conf = conf;
    this.outputs = spec.layout().outputs();
  }

  /**
   * Reads and accumulates a chunk. A user's error is a result, not an exception: another try would
   * find the same.
   */
  static ChunkResult run(ChunkSpec spec, Configuration conf) {
    try {
      return new ChunkAccumulation(spec, conf).run();
    } catch (InputException e) {
      return ChunkResult.failed(spec, e.getMessage());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChunkResult run() throws IOException {
    for (FileRange range : spec.ranges()) {
      long start = System.nanoTime();
      try (RowReader rows = new RowReader(conf, range, spec.columns(), spec.missing())) {
        RowBlock into = blockFor(rows, range);
        while (rows.read(into)) {
          if (into.rows() == into.capacity()) {
            readNanos += System.nanoTime() - start;
            addBlock(range);
            start = System.nanoTime();
          }
        }
        readNanos += System.nanoTime() - start;
        if (block != null && block.rows() > 0) {
          addBlock(range);
        }
        rowsRead += rows.rowsRead();
        rowsDropped += rows.rowsDropped();
      }
    }
    return result();
  }

  /** The block to fill, sized by the first range that has rows; later ones must have its widths. */
  private RowBlock blockFor(RowReader rows, FileRange range) {
    if (block != null) {
      rows.requireWidth(width, widthFrom);
      rows.requirePredictionWidth(predictionWidth, widthFrom);
      return block;
    }
    if (rows.width() == 0 && rows.predictionWidth() == 0) {
      return new RowBlock(1); // reading on counts and checks the rows, none of which can be kept
    }
    width = rows.width();
    predictionWidth = rows.predictionWidth();
    widthFrom = range.file().path();
    long rowBytes = (long) Double.BYTES * Math.max(width, predictionWidth);
    int capacity =
        (int) Math.max(FEWEST_BLOCK_ROWS, Math.min(MOST_BLOCK_ROWS, BLOCK_BYTES / rowBytes));
    block = new RowBlock(capacity);
    labels = new double[Math.multiplyExact(capacity, outputs)];
    return block;
  }

  private void addBlock(FileRange range) {
    long start = System.nanoTime();
    double[] blockLabels =
        spec.labels() instanceof LabelSource.Joined joined ? join(joined, range) : block.labels();
    long joinedAt = System.nanoTime();
    readNanos += joinedAt - start;
    int rows = block.rows();
    if (rows > 0) {
      if (block.width() > 0) {
        if (features == null) {
          features = new MomentsAccumulator(block.width(), spec.layout());
        }
        features.add(block.features(), blockLabels, rows);
      }
      if (block.predictionWidth() > 0) {
        if (predictions == null) {
          predictions = new MomentsAccumulator(block.predictionWidth(), spec.layout());
        }
        predictions.add(block.predictions(), blockLabels, rows);
      }
    }
    rowsJoined += rows;
    block.clear();
    accumulateNanos += System.nanoTime() - joinedAt;
  }

  /** Leaves only the rows whose id has labels in the block, and returns their labels. */
  private double[] join(LabelSource.Joined joined, FileRange range) {
    LabelTable table = joined.table();
    int[] places = joined.outputs();
    boolean whole = isWholeRow(places, table.outputs());
    double[] row = whole ? null : new double[table.outputs()];
    int kept = 0;
    int rows = block.rows();
    for (int r = 0; r < rows; r++) {
      int found = table.rowOf(block, r, hint);
      if (found < 0) {
        rowsUnmatched++;
        if (strangers.size() < EXAMPLES) {
          strangers.add(block.idText(r));
        }
        continue;
      }
      hint = found + 1;
      if (!matched.checkedAdd(found)) {
        throw new InputException(
            "Cannot join %s: expected every id once, found id %s twice (second time in %s, row %d)"
                .formatted(
                    spec.name(), block.idText(r), range.file().path(), block.rowInFile()[r]));
      }
      if (whole) {
        table.copyLabels(found, labels, kept * outputs);
      } else {
        table.copyLabels(found, row, 0);
        for (int k = 0; k < outputs; k++) {
          labels[kept * outputs + k] = row[places[k]];
        }
      }
      if (kept < r) {
        block.moveRow(r, kept);
      }
      kept++;
    }
    block.truncate(kept);
    return labels;
  }

  private static boolean isWholeRow(int[] places, int tableOutputs) {
    if (places.length != tableOutputs) {
      return false;
    }
    for (int k = 0; k < places.length; k++) {
      if (places[k] != k) {
        return false;
      }
    }
    return true;
  }

  private ChunkResult result() throws IOException {
    long start = System.nanoTime();
    byte[] featureBytes = features == null ? null : features.finish().toBytes();
    byte[] predictionBytes = predictions == null ? null : predictions.finish().toBytes();
    accumulateNanos += System.nanoTime() - start;
    return new ChunkResult(
        spec.set(),
        spec.chunk(),
        null,
        width,
        featureBytes,
        predictionWidth,
        predictionBytes,
        new RowCounts(
            rowsRead, rowsDropped, rowsUnmatched, rowsJoined, readNanos, accumulateNanos),
        spec.labels() instanceof LabelSource.Joined ? bytes(matched) : null,
        strangers);
  }

  private static byte[] bytes(RoaringBitmap bitmap) {
    bitmap.runOptimize();
    byte[] bytes = new byte[bitmap.serializedSizeInBytes()];
    bitmap.serialize(ByteBuffer.wrap(bytes));
    return bytes;
  }
}
