package org.transferability.job;

import java.util.List;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;

/**
 * One pass over one feature set: what is read, in which chunks, for which targets.
 *
 * @param set what the pass belongs to
 * @param columns the columns that are read
 * @param missing what becomes of rows without features
 * @param labels where labels come from, or null when they stand in the same rows
 * @param targets the targets served by this pass
 * @param chunks row groups in file order, one list a task
 * @param folds into how many folds the rows are dealt, at least 1
 * @param classes the classes of labels that are told apart
 * @param width features per row as planned, 0 when only predictions are read
 * @param stored moments of an earlier run that those of the chunks join, or null
 * @param allChunks the chunks of all rows, those of an earlier run too
 */
record FeatureSetPlan(
    ScoredSet set,
    FeatureColumns columns,
    MissingFeatures missing,
    DatasetLabels labels,
    TargetLayout targets,
    List<List<FileRange>> chunks,
    int folds,
    SetClasses classes,
    int width,
    StoredMoments stored,
    List<List<FileRange>> allChunks) {

  FeatureSetPlan(
      ScoredSet set,
      FeatureColumns columns,
      MissingFeatures missing,
      DatasetLabels labels,
      TargetLayout targets,
      List<List<FileRange>> chunks,
      int folds,
      SetClasses classes,
      int width) {
    this(
        set, columns, missing, labels, targets, chunks, folds, classes, width, null, chunks);
  }

  /** The same pass when moments of an earlier run are there, with the chunks that are left. */
  FeatureSetPlan resuming(StoredMoments earlier, List<List<FileRange>> left) {
    return new FeatureSetPlan(
        set,
        columns,
        missing,
        labels,
        targets,
        left,
        folds,
        classes,
        width,
        earlier,
        allChunks);
  }

  /** The same pass over all rows, those of an earlier run too. */
  FeatureSetPlan again() {
    return new FeatureSetPlan(
        set, columns, missing, labels, targets, allChunks, folds, classes, width);
  }

  /** Whether all moments are there, so that no row need be read. */
  boolean isComplete() {
    return stored != null && chunks.isEmpty();
  }

  /** Whether the labels are too large to be held in memory. */
  boolean isShuffled() {
    return labels != null && labels.table().isEmpty();
  }

  /** Bytes of the moments that each chunk sends to the driver, predictions not counted. */
  long momentBytes() {
    long triangle = 4L * width * (width + 1L);
    return folds
            * (triangle * (1 + targets.sides())
                + (long) Double.BYTES * width * targets.layout().outputs())
        + (long) classes.bytes(targets, width);
  }
}
