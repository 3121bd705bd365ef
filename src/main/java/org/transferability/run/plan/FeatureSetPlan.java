package org.transferability.run.plan;

import java.util.List;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;
import org.transferability.run.resume.StoredMoments;

/**
 * One pass over one feature set: what is read, in which chunks, for which targets.
 *
 * @param set what the pass belongs to
 * @param columns the columns that are read
 * @param missing what becomes of rows without features
 * @param labels where labels come from, or null when they stand in the same rows
 * @param targets the targets served by this pass
 * @param chunks row groups in file order, one list a task
 * @param fileStarts by chunk and range, the number of the first row of the range's file among all
 *     rows of the set; null where labels cannot stand beside them row for row
 * @param assumesLabels whether no label was looked at before: they are taken to be all there, and
 *     must be read beside the features by a pass that gives up where one is not
 * @param folds into how many folds the rows are dealt, at least 1
 * @param classes the classes of labels that are told apart
 * @param precision of the products of features
 * @param width features per row as planned, 0 when only predictions are read
 * @param tileLimit bytes of moments of all chunks that are still merged in one place
 * @param stored moments of an earlier run that those of the chunks join, or null
 */
public record FeatureSetPlan(
    ScoredSet set,
    FeatureColumns columns,
    MissingFeatures missing,
    DatasetLabels labels,
    TargetLayout targets,
    List<List<FileRange>> chunks,
    long[][] fileStarts,
    boolean assumesLabels,
    int folds,
    SetClasses classes,
    Precision precision,
    int width,
    long tileLimit,
    StoredMoments stored) {

  /** The same pass when moments of an earlier run are there, with the chunks that are left. */
  public FeatureSetPlan resuming(StoredMoments earlier, List<List<FileRange>> left) {
    return new FeatureSetPlan(
        set,
        columns,
        missing,
        labels,
        targets,
        left,
        null,
        assumesLabels,
        folds,
        classes,
        precision,
        width,
        tileLimit,
        earlier);
  }

  /** The same pass as if nothing was there: all chunks. */
  public FeatureSetPlan whole() {
    return stored == null ? this : stored.plan();
  }

  /** Whether all moments are there, so that no row need be read. */
  public boolean isComplete() {
    return stored != null && chunks.isEmpty();
  }

  /** Whether the labels are too large to be held in memory. */
  public boolean isShuffled() {
    return labels != null && labels.table().isEmpty();
  }

  /**
   * Whether the scatters are merged in tiles: depends on the input and the limit alone. Classes of
   * labels are merged with the scatters at hand, and so never in tiles.
   */
  public boolean isTiled() {
    long bytes = momentBytes();
    return width > 0
        && classes.areNone()
        && stored == null // what is there is whole
        && (bytes > tileLimit / 4 || bytes * chunks.size() > tileLimit);
  }

  /** Whether no other pass may be in its batch. */
  public boolean isAlone() {
    return isShuffled() || isTiled();
  }

  /** Bytes of the moments that each chunk sends to the driver, predictions not counted. */
  public long momentBytes() {
    long triangle = 4L * width * (width + 1L);
    return folds
            * (triangle * (1 + targets.sides())
                + (long) Double.BYTES * width * targets.layout().outputs())
        + (long) classes.bytes(targets, width);
  }
}
