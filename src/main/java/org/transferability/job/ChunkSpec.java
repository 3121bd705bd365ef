package org.transferability.job;

import java.io.Serializable;
import java.util.List;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Precision;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;

/**
 * One chunk of one feature set: what to read, and what to accumulate from it. Travels with its
 * task.
 *
 * @param set number of the set within its batch
 * @param chunk number of the chunk within its set
 * @param name the set, for messages
 * @param ranges row groups in file order
 * @param folds into how many folds the rows are dealt, at least 1
 */
record ChunkSpec(
    int set,
    int chunk,
    String name,
    List<FileRange> ranges,
    FeatureColumns columns,
    MissingFeatures missing,
    LabelSource labels,
    LabelLayout layout,
    int folds,
    Precision precision)
    implements Serializable {}
