package org.transferability.run.plan;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.classes.ClassLayout;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;
import org.transferability.read.label.RowFolds;

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
 * @param folds how the rows are assigned to folds
 * @param classes the classes of labels that are told apart
 * @param precision of the products of features
 * @param reducedRows the most rows that can have features and labels, if they are no more than the
 *     features, so that they are reduced to coordinates of their span; else 0
 * @param width features per row as planned, 0 when only predictions are read
 * @param tileLimit bytes of moments of all chunks that the driver merges at most
 * @param sampledRows the rows that are read, or null: all
 * @param sample which rows are sent to the driver as they are, for their held-out errors
 * @param planned the pass as it was planned, where an earlier run kept the moments of the other
 *     chunks; null where all chunks are read
 */
public record Pass(
    ScoredSet set,
    FeatureColumns columns,
    MissingFeatures missing,
    @Nullable DatasetLabels labels,
    TargetLayout targets,
    List<List<FileRange>> chunks,
    long @Nullable [][] fileStarts,
    boolean assumesLabels,
    RowFolds folds,
    SetClasses classes,
    Precision precision,
    long reducedRows,
    int width,
    long tileLimit,
    @Nullable SampledRows sampledRows,
    SampleLimit sample,
    @Nullable Pass planned) {
  /** The same pass where the moments of all chunks but these were kept by an earlier run. */
  public Pass remaining(List<List<FileRange>> left) {
    return new Pass(
        set,
        columns,
        missing,
        labels,
        targets,
        left,
        sampledRows == null || fileStarts == null ? null : sampledRows.fileStarts(left),
        assumesLabels,
        folds,
        classes,
        precision,
        reducedRows,
        width,
        tileLimit,
        sampledRows,
        sample,
        this);
  }

  /**
   * The labels of a pass that joins them.
   *
   * @throws NullPointerException if labels stand in the same rows
   */
  public DatasetLabels joinedLabels() {
    return Objects.requireNonNull(labels, "labels");
  }

  /** Whether an earlier run kept moments of this pass. */
  public boolean isResumed() {
    return planned != null;
  }

  /** The pass with all its chunks, whatever an earlier run kept. */
  public Pass whole() {
    return planned == null ? this : planned;
  }

  /** Whether an earlier run kept all moments, so that no row is read. */
  public boolean isComplete() {
    return isResumed() && chunks.isEmpty();
  }

  /** Whether the rows are reduced to coordinates of their span. */
  public boolean isReduced() {
    return reducedRows > 0;
  }

  /**
   * Bytes of the rows that a task keeps, with their scalar products if it reduces them; else 0.
   * Rows that are reduced by several tasks are kept twice, once in blocks of features.
   */
  public long keptBytes() {
    long ofRows = reducedRows * width * Float.BYTES;
    return isSpread()
        ? 2 * ofRows / chunks.size()
        : ofRows + 3 * Double.BYTES * reducedRows * reducedRows;
  }

  /** Whether the rows are reduced by several tasks. */
  public boolean isSpread() {
    return isReduced() && chunks.size() > 1;
  }

  /** The order of the moments of the features: their number, or that of the rows if reduced. */
  public int momentWidth() {
    return isReduced() ? (int) Math.min(width, reducedRows) : width;
  }

  /** Whether the labels are too large to be held in memory. */
  public boolean isShuffled() {
    return labels != null && labels.table().isEmpty();
  }

  /** Whether executors merge the moments of the chunks, not the driver. */
  public boolean mergesOnExecutors() {
    // what was kept is whole
    boolean many = width > 0 && !isReduced() && sentMoments().mergedByExecutors();
    return isSpread() || (many && !isResumed());
  }

  /** Whether the scatters are so many, or so wide, that they are merged in tiles only. */
  public boolean exceedsTileLimit() {
    return width > 0 && !isReduced() && classes.areNone() && sentMoments().exceedsLimit();
  }

  private SentMoments sentMoments() {
    return new SentMoments(momentBytes(), chunks.size(), tileLimit, classes.areNone());
  }

  /** Bytes of the files that are read, about. */
  public long readBytes() {
    return sampledRows == null ? set.bytes() : Math.round(set.bytes() * sampledRows.readShare());
  }

  /** Whether no other pass may be in its batch. */
  public boolean isAlone() {
    return isShuffled() || mergesOnExecutors();
  }

  /** Bytes of the moments that each chunk sends to the driver, predictions not counted. */
  public long momentBytes() {
    return SentMoments.bytes(
            momentWidth(), targets.layout().outputs(), folds.count(), targets.sides())
        + (long) classBytes();
  }

  /** Bytes of the features' classes that each chunk sends to the driver, at most. */
  private double classBytes() {
    ClassLayout kept = classes.features();
    double bytes = 0;
    for (int t = 0; kept != null && t < targets.targets().size(); t++) {
      double rows = targets.targets().get(t).rows();
      bytes += ClassLayout.bytes(kept.targets().get(t), rows, momentWidth(), kept.keep());
    }
    return bytes;
  }
}
