package org.transferability.run.aggregate;

import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.RowCounts;

/**
 * The sum of the moments of chunks, which must be added in chunk order: the order of the additions
 * is the same wherever they are done.
 */
final class MomentsSum {
  private SetMoments.Side features = SetMoments.Side.NONE;
  private SetMoments.Side predictions = SetMoments.Side.NONE;
  private Optional<ReducedRows> reduced = Optional.empty();

  /** Begins with what an earlier run kept. */
  void begin(SetMoments earlier) {
    features = earlier.features();
    predictions = earlier.predictions();
    reduced = earlier.reduced();
  }

  void add(ChunkResult.Accumulated chunk) {
    features = features.plus(chunk.features());
    predictions = predictions.plus(chunk.predictions());
    if (chunk.reduced() != null) { // the chunk is the whole set
      reduced = Optional.of(ReducedRows.fromBytes(chunk.reduced()));
    }
  }

  /** The sum of a set with these counts. */
  SetMoments finish(RowCounts counts, long labelsWithoutFeatures, Optional<byte[]> matched) {
    return new SetMoments(features, predictions, reduced, counts, labelsWithoutFeatures, matched);
  }

  /** The sum as a chunk without any counts. */
  ChunkResult.Accumulated asChunk() {
    return new ChunkResult.Accumulated(
        0,
        0,
        features.asChunk(),
        predictions.asChunk(),
        reduced.map(ReducedRows::toBytes).orElse(null),
        RowCounts.NONE,
        null,
        List.of(),
        null);
  }
}
