package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.List;
import org.transferability.read.id.IdSpan;

/**
 * What a chunk sends back to the driver.
 *
 * @param set number of the set within its batch
 * @param chunk number of the chunk within its set
 * @param error the user's error that ended the chunk, or null
 * @param width features per row, 0 when the chunk has no joined row
 * @param features serialised moments of the features by fold, or null
 * @param featureClasses serialised class moments of the features, or null
 * @param predictionWidth predictions per row
 * @param predictions serialised moments of the predictions by fold, or null
 * @param predictionClasses serialised class moments of the predictions, or null
 * @param counts what was read and joined
 * @param matched serialised bitmap of the label rows that found features, or null without a join
 * @param strangers ids without labels, a few of them as examples
 * @param ids where the ids lie of a chunk whose labels are in its own rows, or null
 */
public record ChunkResult(
    int set,
    int chunk,
    String error,
    int width,
    byte[][] features,
    byte[] featureClasses,
    int predictionWidth,
    byte[][] predictions,
    byte[] predictionClasses,
    RowCounts counts,
    byte[] matched,
    List<String> strangers,
    IdSpan ids)
    implements Serializable {

  /** The error of a chunk whose labels do not stand beside its features. */
  private static final String MISPLACED = "labels are not in the order of the features";

  static ChunkResult misplaced(ChunkSpec spec) {
    return failed(spec, MISPLACED);
  }

  public boolean isMisplaced() {
    return MISPLACED.equals(error);
  }

  static ChunkResult failed(ChunkSpec spec, String error) {
    return new ChunkResult(
        spec.set(),
        spec.chunk(),
        error,
        0,
        null,
        null,
        0,
        null,
        null,
        RowCounts.NONE,
        null,
        List.of(),
        null);
  }
}
