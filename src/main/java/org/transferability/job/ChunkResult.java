package org.transferability.job;

import java.io.Serializable;
import java.util.List;

/**
 * What a chunk sends back to the driver.
 *
 * @param set number of the set within its batch
 * @param chunk number of the chunk within its set
 * @param error the user's error that ended the chunk, or null
 * @param width features per row, 0 when the chunk has no joined row
 * @param features serialised moments of the features by fold, or null
 * @param predictionWidth predictions per row
 * @param predictions serialised moments of the predictions by fold, or null
 * @param counts what was read and joined
 * @param matched serialised bitmap of the label rows that found features, or null without a join
 * @param strangers ids without labels, a few of them as examples
 */
record ChunkResult(
    int set,
    int chunk,
    String error,
    int width,
    byte[][] features,
    int predictionWidth,
    byte[][] predictions,
    RowCounts counts,
    byte[] matched,
    List<String> strangers)
    implements Serializable {

  /** The error of a chunk whose labels do not stand beside its features. */
  private static final String MISPLACED = "labels are not in the order of the features";

  static ChunkResult misplaced(ChunkSpec spec) {
    return failed(spec, MISPLACED);
  }

  boolean isMisplaced() {
    return MISPLACED.equals(error);
  }

  static ChunkResult failed(ChunkSpec spec, String error) {
    return new ChunkResult(
        spec.set(), spec.chunk(), error, 0, null, 0, null, RowCounts.NONE, null, List.of());
  }
}
