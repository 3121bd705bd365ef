package org.transferability.accumulate;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.transferability.linear.Blas;
import org.transferability.linear.SymmetricMatrix;

/**
 * Accumulates blocks of rows and returns {@link Moments}.
 *
 * <p>All sums are of differences from a shift that the first block determines: its mean, computed
 * as the first row plus the mean difference from the first row, so that a constant column gives
 * differences of exactly zero. {@link #finish} moves the sums from the shift to the mean; the
 * cancellation is at most the squared distance of the first block's mean from the mean of all rows,
 * in standard deviations. If groups have missing labels, {@link GroupSides} chooses the shift and
 * the rows of these sums.
 *
 * <p>Cost a row: d^2/2 multiply-adds for the scatter (dsyrk) and d Q for the cross-products
 * (dgemm), plus d^2/2 for each group for which the row is summed a second time. Nothing is
 * allocated after the first block, unless rows must be kept separately. Blocks should have hundreds
 * of rows, because every call is a few BLAS calls for any number of rows.
 *
 * <p>Not safe for use by several threads.
 */
public final class MomentsAccumulator {
  /**
   * The default number of rows of one BLAS call. Measured from d = 256 to 3072 with kernels for
   * AVX2 and AVX-512, the centring included: within 3 % of the best number, except for up to 512
   * features with AVX-512, where 96 rows are 5 to 8 % faster; and up to 10 % faster than 384 rows,
   * because a block of 192 stays in the second-level cache longer.
   */
  public static final int BLOCK_ROWS = 192;

  /** The memory for full squares of sums in one task, which is sufficient up to d = 2,800. */
  public static final long SQUARE_BYTES = 64L << 20;

  /** Up to this number of outputs, a product for each is faster than one for all. */
  private static final int FEW_OUTPUTS = 3;

  /** Bytes of rows that are centred and multiplied at a time, so that they stay in the cache. */
  private static final int PIECE_BYTES = 1 << 17;

  private final int d;
  private final LabelLayout layout;
  private final int blockRows;
  private final int pieceRows;
  private final LabelSums labels;
  private final double[] shift;
  private final double[] sums;
  private final double[] squares; // of the features, if there is no scatter
  private final @Nullable Scatter scatter; // null: none is formed
  private final double[] cross;
  private final GroupSides sides; // null if no group has missing labels
  private long rows;
  private long taken;
  private boolean finished;

  public MomentsAccumulator(int d, LabelLayout layout) {
    this(d, layout, BLOCK_ROWS);
  }

  /**
   * @param d the features of a row
   * @param layout the labels of a row
   * @param blockRows the number of rows of one BLAS call; larger blocks of rows are split
   */
  public MomentsAccumulator(int d, LabelLayout layout, int blockRows) {
    this(d, layout, blockRows, Precision.DOUBLE, 0);
  }

  /**
   * The same in the given precision, and faster if there is memory for it.
   *
   * @param precision of the scatter; sides, which are subtracted, are always in float64
   * @param squareBytes if a full square of the sums fits into this size, twice the packed one, it
   *     is used until {@link #finish}, and one BLAS call adds a block instead of three
   */
  public MomentsAccumulator(
      int d, LabelLayout layout, int blockRows, Precision precision, long squareBytes) {
    this(d, layout, blockRows, new Scatter(checked(d, blockRows), precision, squareBytes));
  }

  private MomentsAccumulator(int d, LabelLayout layout, int blockRows, @Nullable Scatter scatter) {
    this.d = d;
    this.layout = layout;
    this.blockRows = blockRows;
    this.pieceRows = Math.max(1, PIECE_BYTES / (Double.BYTES * Math.max(1, d)));
    this.labels = new LabelSums(layout, blockRows);
    this.shift = new double[d];
    this.sums = new double[d];
    this.squares = new double[scatter == null ? d : 0];
    this.scatter = scatter;
    this.cross = new double[Math.multiplyExact(d, layout.outputs())];
    this.sides = GroupSides.of(d, layout, labels, blockRows);
  }

  /**
   * An accumulator of everything but the scatter, of which it has the diagonal. No group of the
   * layout has a side.
   */
  static MomentsAccumulator withoutScatter(int d, LabelLayout layout, int blockRows) {
    if (layout.hasSides()) {
      throw new IllegalArgumentException(
          "Cannot accumulate moments without scatters: expected groups without missing labels");
    }
    return new MomentsAccumulator(checked(d, blockRows), layout, blockRows, null);
  }

  /** d. */
  private static int checked(int d, int blockRows) {
    if (d < 0 || blockRows < 1) {
      throw new IllegalArgumentException(
          "Cannot accumulate moments: expected d >= 0 and a positive block, found d "
              + d
              + ", block "
              + blockRows);
    }
    return d;
  }

  /** The number of rows so far, with or without labels. */
  public long rows() {
    return rows;
  }

  /**
   * Adds a block; if it is refused, the state does not change.
   *
   * @param features row-major, rows x d, finite; overwritten by the differences from the shift
   * @param labelValues row-major, rows x Q, finite, or NaN where missing; not modified
   * @throws IllegalArgumentException if an array is too short, a feature is not finite, a label is
   *     infinite, or one is missing in a group of which every row has its labels
   */
  public void add(double[] features, double[] labelValues, int count) {
    if (count < 0) {
      throw new IllegalArgumentException(
          "Cannot accumulate rows: expected at least 0, found " + count);
    }
    checkLength("features", features.length, count, d);
    checkLength("labels", labelValues.length, count, layout.outputs());
    BlockCheck.require(features, d, labelValues, layout, count);
    addChecked(features, labelValues, count);
  }

  /** The same for rows that were already checked. */
  public void addChecked(double[] features, double[] labelValues, int count) {
    checkLength("features", features.length, count, d);
    checkLength("labels", labelValues.length, count, layout.outputs());
    if (finished) {
      throw new IllegalStateException(
          "Cannot add rows: expected open moments, found finished ones");
    }
    for (int first = 0; first < count; first += blockRows) {
      addBlock(features, labelValues, first, Math.min(blockRows, count - first));
    }
  }

  private void addBlock(double[] features, double[] labelValues, int first, int count) {
    int offset = first * d;
    int q = layout.outputs();
    if (q > 0) {
      labels.add(labelValues, first, count);
    }
    rows += count;
    int left = count;
    if (sides != null) {
      left = sides.take(features, offset, count, shift);
    } else if (taken == 0) {
      fixShift(features, offset, count);
    }
    if (left > 0) {
      addToAll(features, offset, left, q);
    }
  }

  /** Adds the common rows of a block, whose labels are the block's first. */
  private void addToAll(double[] features, int offset, int count, int q) {
    for (int r = 0; r < count; r += pieceRows) {
      int piece = Math.min(pieceRows, count - r);
      int at = offset + r * d;
      centre(features, at, piece);
      if (scatter == null) {
        addSquares(features, at, piece);
      } else {
        scatter.gather(features, at, piece);
      }
      if (d > 0 && q <= FEW_OUTPUTS) {
        addCross(features, at, piece, r, q);
      }
    }
    taken += count;
    if (d > 0 && q > FEW_OUTPUTS) {
      double[] y = labels.shifted();
      Blas.blas().dgemm("N", "T", d, q, count, 1.0, features, offset, d, y, 0, q, 1.0, cross, 0, d);
    }
    if (scatter != null) {
      scatter.add(features, offset, count);
    }
    if (sides != null) {
      sides.subtract(features, offset, count);
    }
  }

  private void centre(double[] features, int offset, int count) {
    for (int r = 0, at = offset; r < count; r++, at += d) {
      for (int i = 0; i < d; i++) {
        double value = features[at + i] - shift[i];
        features[at + i] = value;
        sums[i] += value;
      }
    }
  }

  private void addSquares(double[] features, int offset, int count) {
    for (int r = 0, at = offset; r < count; r++, at += d) {
      for (int i = 0; i < d; i++) {
        squares[i] += features[at + i] * features[at + i];
      }
    }
  }

  /** Rows from {@code offset} on times their labels, from row {@code first} of the block on. */
  private void addCross(double[] features, int offset, int count, int first, int q) {
    double[] y = labels.shifted();
    for (int k = 0; k < q; k++) {
      Blas.blas()
          .dgemv(
              "N", d, count, 1.0, features, offset, d, y, first * q + k, q, 1.0, cross, k * d, 1);
    }
  }

  private void fixShift(double[] features, int offset, int count) {
    for (int i = 0; i < d; i++) {
      double first = features[offset + i];
      double difference = 0;
      for (int r = 1; r < count; r++) {
        difference += features[offset + r * d + i] - first;
      }
      shift[i] = first + difference / count;
    }
  }

  /** Finishes: the moments of all rows. No rows can be added afterwards. */
  public Moments finish() {
    if (finished) {
      throw new IllegalStateException("Cannot finish moments: expected open ones, found finished");
    }
    finished = true;
    GroupMoments[] groups = new GroupMoments[layout.groups()];
    GroupSides.Common common =
        new GroupSides.Common(taken, shift, sums, scatter == null ? null : scatter.finish(), cross);
    for (int g = 0; g < groups.length; g++) {
      groups[g] = sides == null ? finishGroup(g) : sides.group(g, common);
    }
    return new Moments(rows, layout, features(common), groups);
  }

  private FeatureMoments features(GroupSides.Common common) {
    if (sides != null) {
      return sides.features(common);
    }
    if (common.scatter() != null || taken == 0) {
      return centre(taken, shift, sums, common.scatter());
    }
    for (int i = 0; i < d; i++) {
      squares[i] = Math.max(0, squares[i] - sums[i] * sums[i] / taken);
    }
    return FeatureMoments.withoutScatter(taken, PreciseMean.of(shift, sums, taken), squares);
  }

  private GroupMoments finishGroup(int group) {
    int[] outputs = layout.outputsOf(group);
    long n = labels.rows(group);
    if (n == 0) {
      return GroupMoments.empty(d, outputs.length, layout.side(group));
    }
    double[] labelSums = new double[outputs.length];
    Arrays.setAll(labelSums, k -> labels.sum(outputs[k]));
    return new GroupMoments(
        n,
        PreciseMean.of(shift, sums, n),
        labels.mean(outputs, n),
        GroupMoments.centredCross(cross, outputs, sums, labelSums, n),
        labels.centredSquares(outputs, n),
        Optional.empty(),
        1);
  }

  /**
   * Moves the sums of n rows from the shift to their mean; {@code scatter} is modified and kept.
   */
  static FeatureMoments centre(long n, double[] shift, double[] sums, SymmetricMatrix scatter) {
    if (n == 0) {
      return FeatureMoments.empty(shift.length);
    }
    scatter.addRankOne(-1.0 / n, sums);
    for (int i = 0; i < shift.length; i++) {
      scatter.set(i, i, Math.max(0, scatter.get(i, i)));
    }
    return new FeatureMoments(n, PreciseMean.of(shift, sums, n), scatter);
  }

  private static void checkLength(String what, int found, int rows, int width) {
    if (found < (long) rows * width) {
      throw new IllegalArgumentException(
          "Cannot accumulate "
              + what
              + ": expected "
              + (long) rows * width
              + " values, found "
              + found
              + " ("
              + rows
              + " rows of "
              + width
              + ")");
    }
  }
}
