package org.transferability.run.aggregate;

import java.io.Serializable;
import org.transferability.linear.SymmetricMatrix;

/**
 * How the scatters of a feature set are cut into tiles: ranges of storage columns, the same for
 * each scatter. Depends on the width and the limit alone.
 *
 * @param width d
 * @param scatters how many d x d matrices there are
 * @param columns storage columns of a tile; the last one of a scatter may have fewer
 */
record Tiling(int width, int scatters, int columns) implements Serializable {
  /** A tile is merged with what came before it while the next one is on its way: three of these. */
  private static final long MOST_BYTES = 8L << 20;

  private static final int TILES_IN_LIMIT = 64;

  /**
   * @param limit what may be merged in one place; a small one makes small tiles
   */
  static Tiling of(int width, int scatters, long limit) {
    long columnBytes = Double.BYTES * (width + 1L);
    long tileBytes = Math.min(MOST_BYTES, limit / TILES_IN_LIMIT);
    return new Tiling(width, scatters, (int) Math.max(1, tileBytes / columnBytes));
  }

  /** No scatter is cut into tiles. */
  static Tiling none(int width) {
    return new Tiling(width, 0, 1);
  }

  private int tilesOfScatter() {
    return (SymmetricMatrix.storageColumns(width) + columns - 1) / columns;
  }

  int count() {
    return scatters * tilesOfScatter();
  }

  int scatter(int tile) {
    return tile / tilesOfScatter();
  }

  int from(int tile) {
    return tile % tilesOfScatter() * columns;
  }

  int to(int tile) {
    return Math.min(SymmetricMatrix.storageColumns(width), from(tile) + columns);
  }
}
