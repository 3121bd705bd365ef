package org.transferability.run.aggregate;

import java.io.Serializable;
import org.transferability.run.chunk.ChunkResult;

/** A part of one chunk's moments, or of the merged moments of all chunks. */
sealed interface TilePart extends Serializable {
  /** Everything of a chunk but what tiles contain. */
  record Rest(ChunkResult result) implements TilePart {}

  /** The moments of all chunks but what tiles contain, merged. */
  record Merged(ChunkResult.Accumulated moments) implements TilePart {}

  /** Numbers, serialised: a tile of a scatter, without bytes if no chunk has a row; a block of
   * features of a chunk; some sums over blocks. */
  record Tile(byte[] bytes) implements TilePart {}
}
