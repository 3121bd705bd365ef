package org.transferability.run.aggregate;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.reduced.RowStore;
import scala.Tuple2;

/** Blocks of features of all rows, put together from the parts of chunks, which must be sorted. */
final class FeatureBlocks implements Iterator<RowStore> {
  private final Iterator<Tuple2<TileKey, TilePart>> parts;
  private final RowTiling tiling;
  private @Nullable Tuple2<TileKey, TilePart> ahead;
  private int block;

  FeatureBlocks(Iterator<Tuple2<TileKey, TilePart>> parts, RowTiling tiling) {
    this.parts = parts;
    this.tiling = tiling;
    advance();
  }

  private void advance() {
    ahead = parts.hasNext() ? parts.next() : null;
  }

  @Override
  public boolean hasNext() {
    return ahead != null;
  }

  @Override
  public RowStore next() {
    if (ahead == null) {
      throw new NoSuchElementException();
    }
    block = ahead._1().tile();
    RowStore rows = new RowStore(tiling.to(block) - tiling.from(block));
    while (ahead != null && ahead._1().tile() == block) {
      rows.addBytes(((TilePart.Tile) ahead._2()).bytes());
      advance();
    }
    return rows;
  }

  /** The number of the first feature of the block that was returned last. */
  int firstFeature() {
    return tiling.from(block);
  }
}
