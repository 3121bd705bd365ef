package org.transferability.run.chunk;

import java.io.Serializable;
import java.util.List;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;
import org.transferability.read.label.RowFolds;

/**
 * One chunk of one feature set: what to read, and what to accumulate from it. Travels with its
 * task.
 *
 * @param set number of the set within its batch
 * @param chunk number of the chunk within its set
 * @param name the set, for messages
 * @param ranges row groups in file order
 * @param folds how the rows are assigned to folds
 * @param classes the classes of labels that are told apart
 * @param keptBytes if the chunk is the whole set, and its rows are to be reduced to coordinates of
 *     their span unless they are more than its features: the memory for these rows; else 0
 * @param sample which rows are sent as they are, for their held-out errors
 */
public record ChunkSpec(
    int set,
    int chunk,
    String name,
    List<FileRange> ranges,
    FeatureColumns columns,
    MissingFeatures missing,
    LabelSource labels,
    LabelLayout layout,
    RowFolds folds,
    SetClasses classes,
    Precision precision,
    long keptBytes,
    SampleLimit sample)
    implements Serializable {

  /** The same with labels from elsewhere. */
  public ChunkSpec withLabels(LabelSource other) {
    return new ChunkSpec(
        set, chunk, name, ranges, columns, missing, other, layout, folds, classes, precision,
        keptBytes, sample);
  }
}
