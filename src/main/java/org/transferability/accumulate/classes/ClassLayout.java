package org.transferability.accumulate.classes;

import java.io.Serializable;
import java.util.List;

/**
 * For which targets the rows are told apart by classes of labels, and what is kept of a class.
 *
 * @param targets the bins of each target
 * @param groups for each target the group of targets with the same rows, as in the label layout
 * @param keep what is kept of a class beside its rows' number and mean
 */
public record ClassLayout(List<LabelBins> targets, List<Integer> groups, Keep keep)
    implements Serializable {

  /** What is kept of a class. */
  public enum Keep {
    /** Its mean only. */
    MEANS,
    /** Its scatter too, or its rows while they are fewer numbers than a scatter. */
    SCATTERS
  }

  public ClassLayout {
    targets = List.copyOf(targets);
    groups = List.copyOf(groups);
    if (targets.size() != groups.size()) {
      throw new IllegalArgumentException(
          "Cannot lay out classes: expected a group for each of "
              + targets.size()
              + " targets, found "
              + groups.size());
    }
  }

  /** Groups are numbered below this. */
  int groupCount() {
    return groups.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
  }

  /**
   * Bytes that the classes of one target take, at most: a mean each, and rows or a triangle, with
   * the buffers of their accumulation.
   *
   * @param rows of the target
   * @param d features
   */
  public static double bytes(LabelBins bins, double rows, int d, Keep keep) {
    double classes = Math.min(rows, bins.cells());
    double means = 2.0 * d * classes;
    double triangles = 1.25 * classes * d * (d + 1.0) / 2;
    double kept = keep == Keep.MEANS ? 0 : Math.min(2 * rows * d, triangles);
    return Double.BYTES * (means + kept);
  }
}
