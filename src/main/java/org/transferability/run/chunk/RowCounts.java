package org.transferability.run.chunk;

import java.io.Serializable;

/**
 * What became of the rows of features, and where the time went.
 *
 * @param read rows in the files
 * @param dropped left out for features that are not finite
 * @param unmatched left out for want of labels with their id
 * @param joined rows that count
 * @param readNanos task time spent on reading and joining
 * @param accumulateNanos task time spent on moments
 * @param mergeNanos driver time spent on merging the chunks' moments
 * @param idSum the sum of hashes of the ids of the rows that were read, if not all were: the same
 *     for the same rows; else 0
 */
public record RowCounts(
    long read,
    long dropped,
    long unmatched,
    long joined,
    long readNanos,
    long accumulateNanos,
    long mergeNanos,
    long idSum)
    implements Serializable {
  public static final RowCounts NONE = new RowCounts(0, 0, 0, 0, 0, 0, 0, 0);

  public RowCounts plus(RowCounts other) {
    return new RowCounts(
        read + other.read,
        dropped + other.dropped,
        unmatched + other.unmatched,
        joined + other.joined,
        readNanos + other.readNanos,
        accumulateNanos + other.accumulateNanos,
        mergeNanos + other.mergeNanos,
        idSum + other.idSum);
  }

  /** The same with the time of a merge added. */
  public RowCounts plusMerge(long nanos) {
    return plus(new RowCounts(0, 0, 0, 0, 0, 0, nanos, 0));
  }
}
