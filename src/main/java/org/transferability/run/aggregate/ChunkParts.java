package org.transferability.run.aggregate;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.reduced.RowStore;
import org.transferability.run.chunk.ChunkAccumulation;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.TaskCounters;
import scala.Tuple2;

/**
 * The parts of one chunk: first everything but what tiles contain, then each tile, made when it is
 * asked for. Tiles of another width than planned cannot be used: there are none, and the driver
 * reports it.
 */
final class ChunkParts implements Iterator<Tuple2<TileKey, TilePart>> {
  private final ChunkResult result;
  private final int tiles;
  private final IntFunction<byte[]> tile;
  private int next = TileKey.REST;

  private ChunkParts(ChunkResult result, int tiles, IntFunction<byte[]> tile) {
    this.result = result;
    this.tiles = tiles;
    this.tile = tile;
  }

  /** Tiles are those of the scatters of the features; without any the first part contains these. */
  static ChunkParts ofMoments(
      ChunkSpec spec, Tiling tiling, Configuration conf, TaskCounters counters) {
    AtomicReference<@Nullable FoldMoments> kept = new AtomicReference<>();
    ChunkResult result =
        ChunkAccumulation.run(
            spec,
            conf,
            found -> {
              if (tiling.count() == 0) {
                return found;
              }
              kept.set(found);
              return found.withoutScatters();
            });
    counters.add(result.counts());
    FoldMoments whole = kept.get();
    return whole == null || whole.fold(0).width() != tiling.width()
        ? new ChunkParts(result, 0, none -> new byte[0])
        : new ChunkParts(
            result,
            tiling.count(),
            t -> whole.tile(tiling.scatter(t), tiling.from(t), tiling.to(t)).toBytes());
  }

  /** Tiles are blocks of features of all rows. */
  static ChunkParts ofRows(
      ChunkSpec spec, RowTiling tiling, Configuration conf, TaskCounters counters) {
    AtomicReference<@Nullable RowStore> kept = new AtomicReference<>();
    ChunkResult result =
        ChunkAccumulation.runPart(
            spec,
            conf,
            found -> {
              kept.set(found.features());
              return found.labelBytes();
            });
    counters.add(result.counts());
    RowStore rows = kept.get();
    return rows == null || rows.width() != tiling.width()
        ? new ChunkParts(result, 0, none -> new byte[0])
        : new ChunkParts(
            result, tiling.count(), block -> rows.toBytes(tiling.from(block), tiling.to(block)));
  }

  @Override
  public boolean hasNext() {
    return next < tiles;
  }

  @Override
  public Tuple2<TileKey, TilePart> next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    TileKey key = new TileKey(next++, result.chunk());
    TilePart part =
        key.tile() == TileKey.REST
            ? new TilePart.Rest(result)
            : new TilePart.Tile(tile.apply(key.tile()));
    return new Tuple2<>(key, part);
  }
}
