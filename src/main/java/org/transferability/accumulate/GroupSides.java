package org.transferability.accumulate;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.transferability.linear.Blas;
import org.transferability.linear.SymmetricMatrix;

/**
 * Computes for every group of targets with missing labels the moments of its own rows, with
 * rounding errors relative to these rows, whatever the rows that it lacks contain.
 *
 * <p>A row without the labels of any group is ignored. The others are added to the common sums, and
 * the sums of a group are these minus the sums of the rows that it lacks, which are fewer. That
 * keeps the digits only if the subtracted part is not much larger than the result. So a row that
 * lacks labels of a group is added to the common sums only if, for each feature,
 *
 * <pre>
 *   sum of the squares subtracted from the group, this row included
 *       &lt;= {@value #MOST_SUBTRACTED} * sum of the squares of the group's own rows so far
 * </pre>
 *
 * <p>about the common shift, for each group that lacks it. If a feature is constant in the group's
 * rows, the right side is 0, so nothing is subtracted and it remains exactly constant. Rows that
 * are not added are kept separately: each group adds those that it has to its own sums ({@link
 * OwnRows}).
 *
 * <p>The shift is the median of rows of the first block. If a group has clearly more than half of
 * these rows, the median is within the range of its own values, whatever the others are: by
 * Cantelli's inequality it is within three standard deviations of the group's mean. A group that
 * has fewer, or whose layout requires it, sums only its own rows and never subtracts.
 *
 * <p>Cost a row: 2 d multiply-adds for each group that is subtracted, d^2/2 for each of them that
 * lacks it, and d^2/2 for each group that sums its own; a separate row, d^2/2 a group.
 */
final class GroupSides {
  private static final double MOST_SUBTRACTED = 16;

  /** The number of rows for the median. */
  private static final int MOST_SAMPLED = 127;

  /** A group that is subtracted has at least this many of 16 such rows. */
  private static final int FEWEST_OF_16 = 9;

  /** A number such that sums of its square are finite. */
  private static final double LARGE = 1e140;

  private final int d;
  private final LabelLayout layout;
  private final LabelSums labels;
  private final int blockRows;
  private final OwnRows[] own;
  private final SideRows[] lacking;
  private OwnRows apart; // null until a row is kept separately
  private int[] subtracted = new int[0]; // groups that are
  private double[] squares = new double[0]; // d for each subtracted group: of its own rows
  private double[] lost = new double[0]; // the same for the subtracted rows
  private double[] blockSquares = new double[0];
  private double[] has = new double[0]; // by row, whether it has the subtracted groups' labels
  private final int[] chosen;
  private final int[] kept;
  private final int[] set;
  private boolean started;

  /**
   * @param labels the labels that are present in the rows of a block
   */
  GroupSides(int d, LabelLayout layout, LabelSums labels, int blockRows) {
    this.d = d;
    this.layout = layout;
    this.labels = labels;
    this.blockRows = blockRows;
    this.own = new OwnRows[layout.groups()];
    this.lacking = new SideRows[layout.groups()];
    this.chosen = new int[blockRows];
    this.kept = new int[blockRows];
    this.set = new int[blockRows];
  }

  /** Null if no group has missing labels. */
  static GroupSides of(int d, LabelLayout layout, LabelSums labels, int blockRows) {
    for (int g = 0; g < layout.groups(); g++) {
      if (layout.side(g) != LabelLayout.Side.NONE) {
        return new GroupSides(d, layout, labels, blockRows);
      }
    }
    return null;
  }

  /**
   * Removes from a block the rows that do not belong to the common sums, and closes the gaps in
   * features and labels.
   *
   * @param features row-major, the block begins at {@code offset}; rows are moved
   * @param shift of the common sums; set here the first time that a row remains
   * @return the number of remaining rows
   */
  int take(double[] features, int offset, int count, double[] shift) {
    int some = 0;
    for (int r = 0; r < count; r++) {
      if (hasAny(r)) {
        kept[some++] = r;
      }
    }
    if (some == 0) {
      return 0;
    }
    if (!started) {
      start(features, offset, some, shift);
    }
    for (int g = 0; g < own.length && layout.groups() > 1; g++) {
      if (layout.side(g) != LabelLayout.Side.NONE && lacking[g] == null) {
        addOwn(g, features, offset, kept, some);
      }
    }
    int left = subtracted.length == 0 ? some : keepApart(features, offset, some, shift);
    for (int r = 0; r < left; r++) {
      if (kept[r] != r) {
        System.arraycopy(features, offset + kept[r] * d, features, offset + r * d, d);
        labels.moveRow(kept[r], r);
      }
    }
    return left;
  }

  private boolean hasAny(int row) {
    for (int g = 0; g < own.length; g++) {
      if (labels.present(g, row)) {
        return true;
      }
    }
    return false;
  }

  private void start(double[] features, int offset, int some, double[] shift) {
    started = true;
    int sampled = Math.min(some, MOST_SAMPLED);
    for (int s = 0; s < sampled; s++) {
      set[s] = kept[(int) ((long) s * some / sampled)];
    }
    for (int g = 0; g < own.length; g++) {
      int present = 0;
      for (int s = 0; s < sampled; s++) {
        present += labels.present(g, set[s]) ? 1 : 0;
      }
      boolean most = 16 * present >= FEWEST_OF_16 * sampled;
      if (layout.groups() > 1 && layout.side(g) == LabelLayout.Side.MISSING && most) {
        lacking[g] = new SideRows(d, Math.min(blockRows, MomentsAccumulator.BLOCK_ROWS));
        subtracted = Arrays.copyOf(subtracted, subtracted.length + 1);
        subtracted[subtracted.length - 1] = g;
      }
    }
    if (subtracted.length == 0) {
      OwnRows.fixShift(shift, features, offset, kept, some);
      return;
    }
    squares = new double[Math.multiplyExact(d, subtracted.length)];
    lost = new double[squares.length];
    blockSquares = new double[Math.multiplyExact(d, blockRows)];
    has = new double[Math.multiplyExact(subtracted.length, blockRows)];
    double[] values = new double[sampled];
    for (int i = 0; i < d; i++) {
      for (int s = 0; s < sampled; s++) {
        values[s] = features[offset + set[s] * d + i];
      }
      Arrays.sort(values);
      shift[i] = values[sampled / 2];
    }
  }

  private void addOwn(int group, double[] features, int offset, int[] from, int count) {
    int present = 0;
    for (int r = 0; r < count; r++) {
      if (labels.present(group, from[r])) {
        set[present++] = from[r];
      }
    }
    if (present > 0) {
      if (own[group] == null) {
        own[group] = new OwnRows(d, layout.outputsOf(group), capacity());
      }
      own[group].add(features, offset, labels, set, present);
    }
  }

  private int capacity() {
    return Math.min(blockRows, MomentsAccumulator.BLOCK_ROWS);
  }

  /** Writes the rows for the common sums to {@link #kept}, and returns their number. */
  private int keepApart(double[] features, int offset, int some, double[] shift) {
    addSquares(features, offset, some, shift);
    int left = 0;
    int away = 0;
    for (int c = 0; c < some; c++) {
      int row = kept[c];
      if (mayBeSubtracted(row, c)) {
        kept[left++] = row;
      } else {
        chosen[away++] = row;
      }
    }
    if (away > 0) {
      for (int g : subtracted) {
        addOwn(g, features, offset, chosen, away);
      }
      if (apart == null) {
        int[] all = new int[layout.outputs()];
        Arrays.setAll(all, k -> k);
        apart = new OwnRows(d, all, capacity());
      }
      apart.add(features, offset, labels, chosen, away);
    }
    return left;
  }

  /** The squares of the chosen rows about the shift, and their sums over each group's rows. */
  private void addSquares(double[] features, int offset, int some, double[] shift) {
    int groups = subtracted.length;
    for (int c = 0; c < some; c++) {
      int from = offset + kept[c] * d;
      for (int i = 0, at = c * d; i < d; i++, at++) {
        double value = Math.min(Math.abs(features[from + i] - shift[i]), LARGE);
        blockSquares[at] = value * value;
      }
      for (int s = 0; s < groups; s++) {
        has[c * groups + s] = labels.present(subtracted[s], kept[c]) ? 1 : 0;
      }
    }
    if (d > 0) {
      Blas.blas().dgemm("N", "T", d, groups, some, 1, blockSquares, d, has, groups, 1, squares, d);
    }
  }

  /**
   * Whether each group that lacks the row permits its subtraction, which is then counted.
   *
   * @param number of the row among those whose squares are known
   */
  private boolean mayBeSubtracted(int row, int number) {
    int at = number * d;
    for (int s = 0; s < subtracted.length; s++) {
      for (int i = 0; !labels.present(subtracted[s], row) && i < d; i++) {
        double square = blockSquares[at + i];
        int of = s * d + i;
        if (square > 0 && lost[of] + square > MOST_SUBTRACTED * squares[of]) {
          return false;
        }
      }
    }
    for (int s = 0; s < subtracted.length; s++) {
      for (int i = 0; !labels.present(subtracted[s], row) && i < d; i++) {
        lost[s * d + i] += blockSquares[at + i];
      }
    }
    return true;
  }

  /** Adds the remaining rows of the block, minus the shift. */
  void subtract(double[] features, int offset, int count) {
    for (int group : subtracted) {
      for (int r = 0; r < count; r++) {
        if (!labels.present(group, r)) {
          lacking[group].add(features, offset + r * d);
        }
      }
    }
  }

  /**
   * The common sums, about their shift.
   *
   * @param rows their number of rows
   * @param scatter null if none is formed, which only groups without sides allow
   * @param cross with all labels minus their shifts, d x Q column-major
   */
  record Common(
      long rows,
      double[] shift,
      double[] sums,
      @Nullable SymmetricMatrix scatter,
      double[] cross) {}

  /** The moments of the features over all rows with labels. It must be called last. */
  FeatureMoments features(Common common) {
    FeatureMoments taken =
        MomentsAccumulator.centre(common.rows, common.shift, common.sums, common.scatter);
    return apart == null ? taken : taken.merge(apart.features());
  }

  /** The moments of a group. */
  GroupMoments group(int group, Common common) {
    int[] outputs = layout.outputsOf(group);
    if (labels.rows(group) == 0) {
      return GroupMoments.empty(d, outputs.length, layout.side(group));
    }
    if (layout.side(group) == LabelLayout.Side.NONE) {
      GroupMoments taken =
          taken(outputs, common, common.sums, common.rows, apart, Optional.empty());
      return joined(group, outputs, taken, apart);
    }
    SideRows side = lacking[group];
    if (side == null && layout.groups() > 1) {
      return joined(group, outputs, null, own[group]);
    }
    double[] sums = common.sums.clone();
    SymmetricMatrix scatter = common.scatter.copy();
    long n = common.rows;
    if (side != null && side.rows() > 0) {
      side.subtractFrom(sums, scatter);
      n -= side.rows();
    }
    lacking[group] = null; // frees it
    Optional<FeatureMoments> rest =
        Optional.of(MomentsAccumulator.centre(n, common.shift, sums, scatter));
    GroupMoments taken = n == 0 ? null : taken(outputs, common, sums, n, own[group], rest);
    GroupMoments all = joined(group, outputs, taken, own[group]);
    return all.withCancellation(cancellation(group, all.side().orElseThrow().scatter()));
  }

  /** The part of a group in the common sums, n rows; its other rows are kept separately. */
  private GroupMoments taken(
      int[] outputs,
      Common common,
      double[] sums,
      long n,
      OwnRows others,
      Optional<FeatureMoments> side) {
    double[] labelSums = new double[outputs.length];
    for (int k = 0; k < outputs.length; k++) {
      double ofOthers = others == null ? 0 : others.labelSum(outputs[k]);
      labelSums[k] = labels.sum(outputs[k]) - ofOthers;
    }
    return new GroupMoments(
        n,
        PreciseMean.of(common.shift, sums, n),
        labels.mean(outputs, labelSums, n),
        GroupMoments.centredCross(common.cross, outputs, sums, labelSums, n),
        new double[outputs.length],
        side,
        1);
  }

  /** Both parts of a group, either of which may be null; the squares of all labels. */
  private GroupMoments joined(int group, int[] outputs, GroupMoments taken, OwnRows others) {
    GroupMoments all = taken;
    if (others != null) {
      FeatureMoments features = others.features();
      boolean none = layout.side(group) == LabelLayout.Side.NONE;
      GroupMoments part =
          new GroupMoments(
              features.rows(),
              features.preciseMean(),
              labels.mean(outputs, others.labelSums(outputs), features.rows()),
              others.cross(outputs),
              new double[outputs.length],
              none ? Optional.empty() : Optional.of(features),
              1);
      all = all == null ? part : all.merge(part);
    }
    long n = labels.rows(group);
    return new GroupMoments(
        n,
        all.featureMean(),
        labels.mean(outputs, n),
        all.cross(),
        labels.centredSquares(outputs, n),
        all.side(),
        1);
  }

  /**
   * The factor by which subtraction may have increased the relative error of a feature's squares.
   */
  private double cancellation(int group, SymmetricMatrix scatter) {
    double largest = 1;
    double[] after = scatter.diagonal();
    for (int s = 0; s < subtracted.length; s++) {
      for (int i = 0; subtracted[s] == group && i < d; i++) {
        if (lost[s * d + i] > 0 && after[i] > 0) {
          largest = Math.max(largest, 1 + lost[s * d + i] / after[i]);
        }
      }
    }
    return largest;
  }
}
