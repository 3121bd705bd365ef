package org.transferability.accumulate.classes;

import java.io.Serializable;
import java.util.List;

/**
 * The targets whose rows are divided into classes of labels, and the statistics that are kept for a
 * class.
 *
 * @param targets the bins of each target
 * @param groups for each target the group of targets with the same rows, as in the label layout
 * @param keep the statistics of a class in addition to the number and mean of its rows
 */
public record ClassLayout(List<LabelBins> targets, List<Integer> groups, Keep keep)
    implements Serializable {

  /** The statistics of a class. */
  public enum Keep {
    /** Only its mean. */
    MEANS,
    /** Its scatter too, or its rows as long as they are fewer numbers than a scatter. */
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

  /** The number of groups. */
  int groupCount() {
    return groups.stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
  }

  /**
   * The largest number of bytes for the classes of one target: a mean each, and rows or a triangle,
   * with the buffers of their accumulation.
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
