package org.transferability.accumulate;

import java.util.Optional;

/**
 * The moments of a group of outputs in addition to those of the features, all over the group's own
 * rows, in which its labels are present.
 *
 * <p>Centred sums, not divided by n: cross is sum_i (f_i - mean f)(y_i - mean y)', d x Q_g
 * column-major; squares is sum_i (y_ij - mean y_j)^2 for each of the Q_g outputs. If the group has
 * missing labels, its side contains the moments of the features over its rows; otherwise these are
 * the moments of all rows. Immutable.
 */
final class GroupMoments {
  private final long rows;
  private final PreciseMean featureMean;
  private final PreciseMean labelMean;
  private final double[] cross;
  private final double[] squares;
  private final Optional<FeatureMoments> side;
  private final double cancellation;

  /** The arrays are not copied. */
  GroupMoments(
      long rows,
      PreciseMean featureMean,
      PreciseMean labelMean,
      double[] cross,
      double[] squares,
      Optional<FeatureMoments> side,
      double cancellation) {
    this.rows = rows;
    this.featureMean = featureMean;
    this.labelMean = labelMean;
    this.cross = cross;
    this.squares = squares;
    this.side = side;
    this.cancellation = cancellation;
  }

  static GroupMoments empty(int d, int outputs, LabelLayout.Side side) {
    return new GroupMoments(
        0,
        PreciseMean.zeros(d),
        PreciseMean.zeros(outputs),
        new double[Math.multiplyExact(d, outputs)],
        new double[outputs],
        side == LabelLayout.Side.NONE ? Optional.empty() : Optional.of(FeatureMoments.empty(d)),
        1);
  }

  long rows() {
    return rows;
  }

  PreciseMean featureMean() {
    return featureMean;
  }

  PreciseMean labelMean() {
    return labelMean;
  }

  double[] cross() {
    return cross;
  }

  double[] squares() {
    return squares;
  }

  Optional<FeatureMoments> side() {
    return side;
  }

  /** The error of the side's scatter in rounding units; 1 if it was computed by sums only. */
  double cancellation() {
    return cancellation;
  }

  GroupMoments withCancellation(double other) {
    return new GroupMoments(rows, featureMean, labelMean, cross, squares, side, other);
  }

  /**
   * Cross-products about the means from sums about shifts.
   *
   * @param cross of the features minus their shift and all outputs minus theirs, column-major
   * @param columns the requested outputs
   * @param labelSums of these, minus their shift
   */
  static double[] centredCross(
      double[] cross, int[] columns, double[] featureSums, double[] labelSums, long n) {
    int d = featureSums.length;
    double[] centred = new double[Math.multiplyExact(d, columns.length)];
    for (int k = 0, at = 0; k < columns.length; k++) {
      double labelMean = labelSums[k] / n;
      for (int i = 0; i < d; i++, at++) {
        centred[at] = cross[columns[k] * d + i] - featureSums[i] * labelMean;
      }
    }
    return centred;
  }

  /** The moments of the rows of both, by the same rule as {@link FeatureMoments#merge}. */
  GroupMoments merge(GroupMoments other) {
    if (other.rows == 0) {
      return this;
    }
    if (rows == 0) {
      return other;
    }
    double weight = FeatureMoments.mergeWeight(rows, other.rows);
    double[] f = featureMean.differenceTo(other.featureMean);
    double[] y = labelMean.differenceTo(other.labelMean);
    double[] crossSum = new double[cross.length];
    double[] squareSum = new double[squares.length];
    for (int k = 0, at = 0; k < y.length; k++) {
      double scaled = weight * y[k];
      for (int i = 0; i < f.length; i++, at++) {
        crossSum[at] = cross[at] + other.cross[at] + scaled * f[i];
      }
      squareSum[k] = squares[k] + other.squares[k] + scaled * y[k];
    }
    return new GroupMoments(
        rows + other.rows,
        featureMean.merge(rows, other.featureMean, other.rows),
        labelMean.merge(rows, other.labelMean, other.rows),
        crossSum,
        squareSum,
        side.map(mine -> mine.merge(other.side.orElseThrow())),
        Math.max(cancellation, other.cancellation));
  }

  /** The moments of the rows with features plus {@code origin} each. */
  GroupMoments movedBy(PreciseMean origin) {
    return new GroupMoments(
        rows,
        rows == 0 ? featureMean : featureMean.plus(origin),
        labelMean,
        cross,
        squares,
        side.map(mine -> mine.movedBy(origin)),
        cancellation);
  }

  GroupMoments withSide(Optional<FeatureMoments> newSide) {
    return new GroupMoments(rows, featureMean, labelMean, cross, squares, newSide, cancellation);
  }
}
