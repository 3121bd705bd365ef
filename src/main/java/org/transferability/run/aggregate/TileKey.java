package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.Comparator;

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
  static ByNumber partitions(int tiles) {
    return new ByNumber(tiles + 1, key -> ((TileKey) key).tile() + 1);
  }
}
