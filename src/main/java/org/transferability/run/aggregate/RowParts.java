package org.transferability.run.aggregate;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.reduced.RowStore;
import org.transferability.run.chunk.ChunkAccumulation;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.KeptRows;
import org.transferability.run.chunk.TaskCounters;
import scala.Tuple2;

/**
 * The rows of one chunk: first everything but their features, then each block of features, made
 * when it is asked for.
 */
final class RowParts implements Iterator<Tuple2<TileKey, TilePart>> {
  private final RowTiling tiling;
  private final ChunkResult result;
  private @Nullable RowStore rows;
  private int next = TileKey.REST;

  RowParts(ChunkSpec spec, RowTiling tiling, Configuration conf, TaskCounters counters) {
    this.tiling = tiling;
    this.result = ChunkAccumulation.runPart(spec, conf, this::keep);
    counters.add(result.counts());
  }

  private byte[] keep(KeptRows found) {
    // another width than planned cannot be used: the driver reports it
    rows = found.features().width() == tiling.width() ? found.features() : null;
    return found.labelBytes();
  }

  @Override
  public boolean hasNext() {
    return next < (rows == null ? 0 : tiling.count());
  }

  @Override
  public Tuple2<TileKey, TilePart> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int block = next++;
    TileKey key = new TileKey(block, result.chunk());
    if (block == TileKey.REST) {
      return new Tuple2<>(key, new TilePart.Rest(result));
    }
    byte[] bytes = Objects.requireNonNull(rows).toBytes(tiling.from(block), tiling.to(block));
    return new Tuple2<>(key, new TilePart.Tile(bytes));
  }
}
