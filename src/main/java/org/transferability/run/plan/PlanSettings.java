package org.transferability.run.plan;

import java.util.OptionalInt;
import java.util.OptionalLong;
import org.transferability.accumulate.Precision;
import org.transferability.study.Study;

/**
 * The options of a run that planning depends on.
 *
 * @param study what is compared
 * @param precision in which products of features are formed
 * @param chunkBytes bytes of Parquet that one task reads; empty: chosen from the width of features
 * @param broadcastLimit labels of a dataset that take more bytes than this are joined by a shuffle
 * @param tileLimit bytes of moments of all chunks of a set beyond which they are merged in tiles
 * @param bins bins of each output for classes of labels; empty: the usual ones
 * @param keepsState whether moments are kept for later runs
 */
public record PlanSettings(
    Study study,
    Precision precision,
    OptionalLong chunkBytes,
    long broadcastLimit,
    long tileLimit,
    OptionalInt bins,
    boolean keepsState) {

  /**
   * Whether labels that look complete are taken to be so until a pass finds one that is missing.
   * What is kept between runs must not depend on what a run knew of the labels.
   */
  boolean mayAssumeLabels() {
    return !keepsState && study.folds().column() == null;
  }
}
