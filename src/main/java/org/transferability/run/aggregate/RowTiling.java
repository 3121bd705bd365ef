package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.reduced.RowStore;
import scala.Tuple2;

/**
 * How the features of a set with no more rows than features are cut into blocks, and how sums over
 * them are cut. Depends on the size of the set and the limit alone.
 *
 * @param width d
 * @param features of a block; the last one may have fewer
 * @param sliceBytes sums that a task holds at most
 * @param piece sums that go together to the node that merges them
 */
record RowTiling(int width, int features, long sliceBytes, int piece) implements Serializable {
  /** Of a block as float32. */
  private static final long MOST_BLOCK_BYTES = 32L << 20;

  private static final long MOST_SLICE_BYTES = 256L << 20;
  private static final long MOST_PIECE_BYTES = 8L << 20;
  private static final int BLOCKS_IN_LIMIT = 16;
  private static final int PIECES_IN_LIMIT = 64;

  /** Tasks that compute sums: enough for a small cluster. */
  private static final int TASKS = 32;

  /**
   * @param rows n at most
   * @param limit what may be merged in one place; a small one makes small blocks and slices
   */
  static RowTiling of(int width, long rows, long limit) {
    long block = Math.min(MOST_BLOCK_BYTES, limit / BLOCKS_IN_LIMIT);
    long piece = Math.min(MOST_PIECE_BYTES, limit / PIECES_IN_LIMIT);
    return new RowTiling(
        width,
        (int) Math.max(1, Math.min(width, block / Float.BYTES / Math.max(1, rows))),
        Math.min(MOST_SLICE_BYTES, limit / 2),
        (int) Math.max(1, piece / Double.BYTES));
  }

  /** The number of blocks. */
  int count() {
    return (width + features - 1) / features;
  }

  int from(int block) {
    return block * features;
  }

  int to(int block) {
    return Math.min(width, from(block) + features);
  }

  /** Into how many groups the blocks are dealt, each of which is summed by one task. */
  int groups(int slices) {
    return Math.min(count(), Math.max(1, TASKS / slices));
  }

  /** The first block of a group. */
  int groupFrom(int group, int groups) {
    return (int) ((long) count() * group / groups);
  }

  /** The number of pieces of so many sums. */
  int pieces(int length) {
    return (length + piece - 1) / piece;
  }

  /**
   * Blocks of features of all rows, put together from the parts of chunks, which must be sorted.
   */
  static final class Blocks implements Iterator<RowStore> {
    private final Iterator<Tuple2<TileKey, TilePart>> parts;
    private final RowTiling tiling;
    private @Nullable Tuple2<TileKey, TilePart> ahead;
    private int block;

    Blocks(Iterator<Tuple2<TileKey, TilePart>> parts, RowTiling tiling) {
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
}
