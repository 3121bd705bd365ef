package org.transferability.run.plan;

import java.util.List;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.read.label.LabelTable;

/** Finds the rows of a label table for which all sources have features. */
@FunctionalInterface
public interface CommonRows {
  /**
   * The numbers of the rows whose id is in every set. A set that cannot be read does not count: its
   * error is reported when it is scored.
   *
   * @param sets feature sets of the dataset of these labels
   */
  RoaringBitmap of(LabelTable labels, List<ScoredSet> sets);
}
