package org.transferability.accumulate;

import org.transferability.linear.SymmetricMatrix;

/**
 * The moments that the targets of one group share, from which a fit of their labels to the features
 * is computed. Sums over the n rows in which the labels are present, centred, not divided by n.
 *
 * <p>Arrays are copies of those of the {@link Moments}; the scatter may be shared with them: do not
 * modify it.
 */
public final class TargetMoments {
  private final long rows;
  private final int[] outputs;
  private final FeatureMoments features;
  private final double scatterCancellation;
  private final PreciseMean featureMean;
  private final PreciseMean labelMean;
  private final double[] cross;
  private final double[] squares;
  private final int featureCount;

  /**
   * @param features over the rows of the group
   */
  TargetMoments(GroupMoments group, int[] outputs, FeatureMoments features, int featureCount) {
    this.featureCount = featureCount;
    this.rows = group.rows();
    this.outputs = outputs;
    this.features = features;
    this.scatterCancellation = group.cancellation();
    this.featureMean = group.featureMean().copy();
    this.labelMean = group.labelMean().copy();
    this.cross = group.cross().clone();
    this.squares = group.squares().clone();
  }

  private TargetMoments(
      TargetMoments centred, SymmetricMatrix scatter, double[] cross, double[] squares) {
    this.rows = centred.rows;
    this.featureCount = centred.featureCount;
    this.outputs = centred.outputs;
    this.features = new FeatureMoments(centred.rows, PreciseMean.zeros(centred.width()), scatter);
    this.scatterCancellation = centred.scatterCancellation;
    this.featureMean = PreciseMean.zeros(centred.width());
    this.labelMean = PreciseMean.zeros(squares.length);
    this.cross = cross;
    this.squares = squares;
  }

  /**
   * The moments of the same rows about the origin, as if their means were 0: sum f f', sum f y',
   * sum y_j^2. A new matrix.
   */
  public TargetMoments aboutOrigin() {
    double[] f = featureMean();
    double[] y = labelMean();
    SymmetricMatrix raw = scatter().copy();
    raw.addRankOne((double) rows, f);
    double[] rawCross = cross.clone();
    double[] rawSquares = squares.clone();
    for (int o = 0, at = 0; o < y.length; o++) {
      rawSquares[o] += rows * y[o] * y[o];
      for (int i = 0; i < f.length; i++, at++) {
        rawCross[at] += rows * f[i] * y[o];
      }
    }
    return new TargetMoments(this, raw, rawCross, rawSquares);
  }

  /** n. */
  public long rows() {
    return rows;
  }

  /** d: the order of the scatter. */
  public int width() {
    return featureMean.length();
  }

  /**
   * The number of features of the rows: d, or more if the moments are of reduced rows, that is in d
   * coordinates of rows with more features. What depends on the number of features, and not on the
   * size of the matrices, must use this.
   */
  public int featureCount() {
    return featureCount;
  }

  /** The outputs, as numbered by the layout, in the order of the arrays here. */
  public int[] outputs() {
    return outputs;
  }

  /** sum (f - mean f)(f - mean f)', d x d. */
  public SymmetricMatrix scatter() {
    return features.scatter();
  }

  /** The diagonal of the scatter, for which the scatter need not be formed: a new array. */
  public double[] featureSquares() {
    return features.squares().clone();
  }

  /**
   * The factor by which the relative rounding error of the scatter may have grown when rows were
   * subtracted: the largest ratio of a feature's sum of squares before and after, 1 without
   * subtraction. Rows that would make it large are not subtracted, so it is at most some hundreds.
   */
  public double scatterCancellation() {
    return scatterCancellation;
  }

  public double[] featureMean() {
    return featureMean.high();
  }

  public double[] labelMean() {
    return labelMean.high();
  }

  /** The features' mean of other rows minus that of these, with the remainders of both means. */
  public double[] featureShift(TargetMoments other) {
    return featureMean.differenceTo(other.featureMean);
  }

  /** The same for the labels. */
  public double[] labelShift(TargetMoments other) {
    return labelMean.differenceTo(other.labelMean);
  }

  /** sum (f - mean f)(y - mean y)', d x Q_g, column-major. */
  public double[] cross() {
    return cross;
  }

  /** sum (y_j - mean y_j)^2, Q_g numbers. */
  public double[] squares() {
    return squares;
  }
}
