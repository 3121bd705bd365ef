package org.transferability.solve;

import org.transferability.accumulate.Precision;
import org.transferability.accumulate.TargetMoments;
import org.transferability.linear.SymmetricMatrix;

/**
 * The data of a ridge regression with an unpenalised intercept: second moments about the means.
 *
 * <pre>
 *   S = scatter / n   d x d   covariance of the features
 *   K = cross / n     d x Q   of features and labels
 *   v = squares / n   Q       variance of each output
 * </pre>
 *
 * <p>The moments are stored as sums and divided when they are used. The arrays are not copied: do
 * not modify them.
 */
public final class RidgeProblem {
  private final TargetMoments moments;
  private final double roundingUnits;
  private final RidgeProblem centred; // null: this

  private RidgeProblem(TargetMoments moments, double roundingUnits, RidgeProblem centred) {
    this.moments = moments;
    this.roundingUnits = roundingUnits;
    this.centred = centred;
  }

  /** The regression of a group's labels on the features, over the group's rows. */
  public static RidgeProblem of(TargetMoments moments) {
    return of(moments, Precision.DOUBLE);
  }

  /** The same from moments whose products were formed in the given precision. */
  public static RidgeProblem of(TargetMoments moments, Precision precision) {
    if (moments.rows() < 1) {
      throw new IllegalArgumentException(
          "Cannot fit a regression: expected at least one row, found none");
    }
    return new RidgeProblem(moments, precision.roundingUnits(), null);
  }

  /** The regression of the same rows without an intercept: S, K and v are about the origin. */
  public static RidgeProblem throughOrigin(TargetMoments moments, Precision precision) {
    RidgeProblem centred = of(moments, precision);
    return new RidgeProblem(moments.aboutOrigin(), precision.roundingUnits(), centred);
  }

  /** The regression of the same rows with an intercept. */
  public RidgeProblem centred() {
    return centred == null ? this : centred;
  }

  /** Whether there is no intercept. */
  boolean isThroughOrigin() {
    return centred != null;
  }

  /** The largest rank that S can have for this number of rows. */
  long mostRank() {
    return isThroughOrigin() ? rows() : rows() - 1;
  }

  /** n. */
  public long rows() {
    return moments.rows();
  }

  /** d: the order of S. */
  public int width() {
    return moments.width();
  }

  /** The number of features: d, or more if the rows were reduced to d coordinates. */
  public int featureCount() {
    return moments.featureCount();
  }

  /** Q. */
  public int outputs() {
    return moments.squares().length;
  }

  /** n S. */
  public SymmetricMatrix scatter() {
    return moments.scatter();
  }

  /** The diagonal of n S, for which S need not be formed: a new array. */
  double[] squares() {
    return moments.featureSquares();
  }

  /** n K, column-major. */
  public double[] cross() {
    return moments.cross();
  }

  /** v of one output. */
  public double variance(int output) {
    return moments.squares()[output] / moments.rows();
  }

  /** tr(S), divided by the number of features: their mean variance; 0 without features. */
  public double meanVariance() {
    double trace = 0;
    for (double squares : moments.featureSquares()) {
      trace += squares / moments.rows();
    }
    return width() == 0 ? 0 : trace / featureCount();
  }

  /** F'F/n = S + mean mean', about the origin: a new matrix. */
  SymmetricMatrix rawMoments() {
    SymmetricMatrix raw = scatter().copy();
    raw.scale(1.0 / rows());
    raw.addRankOne(1, featureMean());
    return raw;
  }

  /** F'y/n = K + mean(f) mean(y)', d x Q column-major: a new array. */
  double[] rawCross() {
    double[] mean = featureMean();
    double[] raw = cross().clone();
    for (int o = 0, at = 0; o < outputs(); o++) {
      for (int i = 0; i < mean.length; i++, at++) {
        raw[at] = raw[at] / rows() + mean[i] * labelMean()[o];
      }
    }
    return raw;
  }

  public double[] featureMean() {
    return moments.featureMean();
  }

  public double[] labelMean() {
    return moments.labelMean();
  }

  /** The error of the entries of S in rounding units, at least 1. */
  public double cancellation() {
    return roundingUnits * moments.scatterCancellation();
  }
}
