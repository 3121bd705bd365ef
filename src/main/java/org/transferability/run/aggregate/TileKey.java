package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/**
 * What a part of a chunk's moments is sorted by on its way to the node that merges it: tiles come
 * together, in chunk order.
 *
 * @param tile number of the tile, {@link #REST} for everything but the scatters
 */
record TileKey(int tile, int chunk) implements Comparable<TileKey>, Serializable {
  static final int REST = -1;

  private static final Comparator<TileKey> ORDER =
      Comparator.comparingInt(TileKey::tile).thenComparingInt(TileKey::chunk);

  @Override
  public int compareTo(TileKey other) {
    return ORDER.compare(this, other);
  }

  /** A partition for the rest, then one for each tile. */
  static final class ByTile extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int tiles;

    ByTile(int tiles) {
      this.tiles = tiles;
    }

    @Override
    public int numPartitions() {
      return tiles + 1;
    }

    @Override
    public int getPartition(Object key) {
      return ((TileKey) key).tile() + 1;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ByTile that && that.tiles == tiles;
    }

    @Override
    public int hashCode() {
      return tiles;
    }
  }
}
