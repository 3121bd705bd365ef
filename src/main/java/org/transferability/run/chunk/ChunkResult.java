package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.transferability.read.id.IdSpan;
import org.transferability.study.InputException;

/** What a chunk sends back to the driver. */
public sealed interface ChunkResult extends Serializable {
  /** Number of the set within its batch. */
  int set();

  /** Number of the chunk within its set. */
  int chunk();

  /** What was read and joined. */
  default RowCounts counts() {
    return RowCounts.NONE;
  }

  /**
   * The moments of the chunk.
   *
   * @throws InputException the user's error that ended the chunk
   * @throws BesideLabels.Misplaced if the labels are not in the order of the features
   */
  Accumulated orElseThrow();

  /**
   * What was accumulated of the features, or of the predictions.
   *
   * @param width numbers per row, 0 when the chunk has no joined row
   * @param moments serialised moments by fold, or null
   * @param classes serialised class moments, or null
   * @param sample serialised sample of rows, of reduced rows only their numbers, or null
   */
  record Side(
      int width, byte @Nullable [][] moments, byte @Nullable [] classes, byte @Nullable [] sample)
      implements Serializable {
    private Side withoutMoments() {
      return new Side(width, null, null, null);
    }
  }

  /**
   * The chunk was read.
   *
   * @param reduced serialised rows in coordinates of their span, instead of moments and classes of
   *     the features, or null; of a part of a set the labels and folds of its rows
   * @param matched serialised bitmap of the label rows that found features, or null without a join
   * @param strangers ids without labels, a few of them as examples
   * @param ids where the ids lie of a chunk whose labels are in its own rows, or null
   */
  record Accumulated(
      int set,
      int chunk,
      Side features,
      Side predictions,
      byte @Nullable [] reduced,
      RowCounts counts,
      byte @Nullable [] matched,
      List<String> strangers,
      @Nullable IdSpan ids)
      implements ChunkResult {
    /** The same without its moments, which are merged elsewhere. */
    public Accumulated withoutMoments() {
      return new Accumulated(
          set,
          chunk,
          features.withoutMoments(),
          predictions.withoutMoments(),
          null,
          counts,
          matched,
          strangers,
          ids);
    }

    /** The same without its rows, which are reduced with those of other chunks. */
    public Accumulated withoutReduced() {
      return new Accumulated(
          set, chunk, features, predictions, null, counts, matched, strangers, ids);
    }

    @Override
    public Accumulated orElseThrow() {
      return this;
    }
  }

  /** The user's error ended the chunk; another try would find the same. */
  record Failed(int set, int chunk, String error) implements ChunkResult {
    @Override
    public Accumulated orElseThrow() {
      throw new InputException(error);
    }
  }

  /** The labels are not in the order of the features, as was assumed. */
  record Misplaced(int set, int chunk) implements ChunkResult {
    @Override
    public Accumulated orElseThrow() {
      throw new BesideLabels.Misplaced();
    }
  }
}
