package org.transferability.accumulate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.transferability.linear.SymmetricMatrix;

/**
 * The moments of a set of rows of d features and Q labels: mergeable and immutable. They replace
 * the rows.
 *
 * <p>Merging is a commutative monoid with {@link #empty} as its neutral element: commutative bit
 * for bit, associative up to rounding. {@link MomentsAccumulator} is the mutable half, to which
 * rows are added.
 */
public final class Moments {
  /** The largest order of a scatter, for any memory. */
  public static final int MOST_FEATURES = SymmetricMatrix.MAX_ORDER;

  private final long rows;
  private final LabelLayout layout;
  private final FeatureMoments features;
  private final GroupMoments[] groups;
  private final int featureCount;

  /** The array is not copied. */
  Moments(long rows, LabelLayout layout, FeatureMoments features, GroupMoments[] groups) {
    this(rows, layout, features, groups, features.width());
  }

  private Moments(
      long rows,
      LabelLayout layout,
      FeatureMoments features,
      GroupMoments[] groups,
      int featureCount) {
    this.rows = rows;
    this.layout = layout;
    this.features = features;
    this.groups = groups;
    this.featureCount = featureCount;
  }

  /** The moments of no rows. */
  public static Moments empty(int d, LabelLayout layout) {
    GroupMoments[] groups = new GroupMoments[layout.groups()];
    for (int g = 0; g < groups.length; g++) {
      groups[g] = GroupMoments.empty(d, layout.outputsOf(g).length, layout.side(g));
    }
    return new Moments(0, layout, FeatureMoments.empty(d), groups);
  }

  /** The moments of the rows of both. */
  public static Moments merge(Moments a, Moments b) {
    boolean reducedAlike = a.featureCount == b.featureCount || a.rows == 0 || b.rows == 0;
    if (a.width() != b.width() || !a.layout.equals(b.layout) || !reducedAlike) {
      throw new IllegalArgumentException(
          "Cannot merge moments: expected "
              + a.shape()
              + ", found "
              + b.shape()
              + (a.shape().equals(b.shape()) ? " with another layout" : ""));
    }
    if (b.rows() == 0) {
      return a;
    }
    if (a.rows() == 0) {
      return b;
    }
    GroupMoments[] groups = new GroupMoments[a.groups.length];
    for (int g = 0; g < groups.length; g++) {
      groups[g] = a.groups[g].merge(b.groups[g]);
    }
    return new Moments(
        a.rows + b.rows, a.layout, a.features.merge(b.features), groups, a.featureCount);
  }

  public LabelLayout layout() {
    return layout;
  }

  /** The rows, with or without labels. */
  public long rows() {
    return rows;
  }

  /** The rows of one group: those in which its labels are present. */
  public long rows(int group) {
    return groups[group].rows();
  }

  /** d. */
  public int width() {
    return features.width();
  }

  /** Over the rows that have the labels of a group; over all rows if there are no groups. */
  public FeatureMoments features() {
    return features;
  }

  GroupMoments group(int group) {
    return groups[group];
  }

  /** The moments over the rows of one group of targets. */
  public TargetMoments target(int group) {
    FeatureMoments ofGroup = groups[group].side().orElse(features);
    return new TargetMoments(groups[group], layout.outputsOf(group), ofGroup, featureCount);
  }

  /** The same moments for rows of more features, see {@link FoldMoments#ofReduced}. */
  Moments ofReduced(int count, PreciseMean origin) {
    GroupMoments[] moved = new GroupMoments[groups.length];
    for (int g = 0; g < groups.length; g++) {
      moved[g] = groups[g].movedBy(origin);
    }
    return new Moments(rows, layout, features.movedBy(origin), moved, count);
  }

  /** The moments with a scatter: of all rows, then of the side of each group that has one. */
  List<FeatureMoments> scattered() {
    List<FeatureMoments> all = new ArrayList<>(List.of(features));
    for (GroupMoments group : groups) {
      group.side().ifPresent(all::add);
    }
    return all;
  }

  /**
   * The same moments with other scatters, in the order of {@link #scattered}; null means none of
   * them has one: such moments can be merged and sent, but not solved.
   */
  Moments withScatters(List<SymmetricMatrix> scatters) {
    int next = 0;
    FeatureMoments all = features.withScatter(scatters == null ? null : scatters.get(next++));
    GroupMoments[] changed = new GroupMoments[groups.length];
    for (int g = 0; g < groups.length; g++) {
      changed[g] = groups[g];
      if (groups[g].side().isPresent()) {
        SymmetricMatrix scatter = scatters == null ? null : scatters.get(next++);
        changed[g] =
            groups[g].withSide(Optional.of(groups[g].side().orElseThrow().withScatter(scatter)));
      }
    }
    return new Moments(rows, layout, all, changed, featureCount);
  }

  /**
   * The same moments with a scatter that is formed only if it is asked for. No group has a side.
   */
  Moments withDeferred(Supplier<Moments> scattered) {
    return new Moments(
        rows,
        layout,
        features.withDeferred(() -> scattered.get().features.scatter()),
        groups,
        featureCount);
  }

  /** A compact form for storage, with a checksum; see {@link #fromBytes}. */
  public byte[] toBytes() {
    return KeptMoments.write(this);
  }

  /**
   * Reads the result of {@link #toBytes}, bit for bit.
   *
   * @throws IllegalArgumentException if the bytes are damaged, of another version, or not possible
   *     moments of rows
   */
  public static Moments fromBytes(byte[] bytes) {
    return KeptMoments.read(bytes);
  }

  /** The number of bytes of {@link #toBytes} for rows of d features, all with q labels. */
  public static long keptBytes(int d, int q) {
    return KeptMoments.size(d, LabelLayout.complete(q));
  }

  private String shape() {
    return width() + " features, " + layout;
  }
}
