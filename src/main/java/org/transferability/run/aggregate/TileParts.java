package org.transferability.run.aggregate;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.FoldMoments;
import org.transferability.run.chunk.ChunkAccumulation;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.TaskCounters;
import scala.Tuple2;

/**
 * The parts of one chunk's moments: first everything but the scatters of the features, then each
 * tile, made when it is asked for. Without tiles the first part contains the scatters too.
 */
final class TileParts implements Iterator<Tuple2<TileKey, TilePart>> {
  private final Tiling tiling;
  private final ChunkResult result;
  private @Nullable FoldMoments moments;
  private int next = TileKey.REST;

  TileParts(ChunkSpec spec, Tiling tiling, Configuration conf, TaskCounters counters) {
    this.tiling = tiling;
    this.result = ChunkAccumulation.run(spec, conf, this::keep);
    counters.add(result.counts());
  }

  private FoldMoments keep(FoldMoments found) {
    if (tiling.count() == 0) {
      return found;
    }
    // another width than planned cannot be merged: the driver reports it
    moments = found.fold(0).width() == tiling.width() ? found : null;
    return found.withoutScatters();
  }

  @Override
  public boolean hasNext() {
    return next < (moments == null ? 0 : tiling.count());
  }

  @Override
  public Tuple2<TileKey, TilePart> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    int tile = next++;
    TileKey key = new TileKey(tile, result.chunk());
    if (tile == TileKey.REST) {
      return new Tuple2<>(key, new TilePart.Rest(result));
    }
    FoldMoments whole = Objects.requireNonNull(moments);
    byte[] bytes = whole.tile(tiling.scatter(tile), tiling.from(tile), tiling.to(tile)).toBytes();
    return new Tuple2<>(key, new TilePart.Tile(bytes));
  }
}
