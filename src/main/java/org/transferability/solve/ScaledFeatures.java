package org.transferability.solve;

import java.util.stream.IntStream;
import org.transferability.linear.SymmetricMatrix;

/**
 * The features that vary, each scaled to a variance of 1 to 4.
 *
 * <p>Writing the weights as A = D x turns (S + lambda I) A = K into (D S D + lambda D^2) x = D K. A
 * decision about the rank then does not depend on the units of the features: Jacobi scaling, after
 * van der Sluis, "Condition numbers and equilibration of matrices", Numerische Mathematik 14, 1969.
 * Every entry of D is a power of two, so scaling causes no rounding. A feature of exactly zero
 * variance has weight 0 in every solution here and is excluded.
 */
final class ScaledFeatures {
  private final int width;
  private final int[] active;
  private final double[] scale;

  private ScaledFeatures(int width, int[] active, double[] scale) {
    this.width = width;
    this.active = active;
    this.scale = scale;
  }

  static ScaledFeatures of(RidgeProblem problem) {
    return of(problem.squares(), problem.rows());
  }

  /**
   * @param diagonal sums of squares about the mean
   * @param rows n
   */
  static ScaledFeatures of(double[] diagonal, long rows) {
    int[] active = IntStream.range(0, diagonal.length).filter(i -> diagonal[i] > 0).toArray();
    double[] scale = new double[active.length];
    for (int i = 0; i < active.length; i++) {
      int exponent = Math.getExponent(diagonal[active[i]] / rows);
      scale[i] = Math.scalb(1.0, -Math.floorDiv(exponent, 2));
    }
    return new ScaledFeatures(diagonal.length, active, scale);
  }

  /** The square of the largest scale over the smallest: the range of the features' units. */
  double spread() {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (double s : scale) {
      smallest = Math.min(smallest, s);
      largest = Math.max(largest, s);
    }
    return scale.length == 0 ? 1 : largest / smallest * (largest / smallest);
  }

  /** The factor between a condition in scaled features and in their own units. */
  double units() {
    return Math.sqrt(Math.sqrt(spread()));
  }

  /**
   * The diagonal of E (D S D + lambda D^2) E, with powers of two in E that bring it near 1.
   *
   * @param added lambda D^2
   * @param rescale E; null for the identity
   * @param bound an upper bound of the condition, from traces alone if S is singular
   */
  record Regularised(double[] added, double[] rescale, double bound) {}

  /**
   * @param diagonal of D S D
   */
  Regularised regularised(double[] diagonal, double lambda) {
    double[] added = identity(lambda);
    double[] e = new double[diagonal.length];
    boolean changes = false;
    double smallest = Double.POSITIVE_INFINITY;
    double trace = 0;
    for (int i = 0; i < e.length; i++) {
      double sum = diagonal[i] + added[i];
      e[i] = Math.scalb(1.0, -Math.floorDiv(Math.getExponent(sum), 2));
      changes |= e[i] != 1;
      smallest = Math.min(smallest, added[i] * e[i] * e[i]);
      trace += sum * e[i] * e[i];
    }
    return new Regularised(added, changes ? e : null, e.length == 0 ? 1 : trace / smallest);
  }

  /**
   * The range of the squared ratios of these scales to those of other rows, over the features that
   * vary here: largest by smallest, at least 1.
   *
   * @param other of rows that contain these
   */
  double unlikeness(ScaledFeatures other) {
    double smallest = Double.POSITIVE_INFINITY;
    double largest = 0;
    for (int i = 0, j = 0; i < active.length; i++) {
      while (j < other.active.length && other.active[j] < active[i]) {
        j++;
      }
      if (j == other.active.length || other.active[j] != active[i]) {
        return Double.POSITIVE_INFINITY; // it varies here by rounding alone
      }
      double ratio = scale[i] / other.scale[j];
      smallest = Math.min(smallest, ratio);
      largest = Math.max(largest, ratio);
    }
    return active.length == 0 ? 1 : largest / smallest * (largest / smallest);
  }

  /** The number of features that vary. */
  int count() {
    return active.length;
  }

  /** D S D, a new matrix. */
  SymmetricMatrix covariance(RidgeProblem problem) {
    SymmetricMatrix scatter = problem.scatter();
    SymmetricMatrix scaled = active.length == width ? scatter.copy() : scatter.select(active);
    scaled.scaleBothSides(scale);
    scaled.scale(1.0 / problem.rows());
    return scaled;
  }

  /** The diagonal of D S D, for which S need not be formed: a new array. */
  double[] variances(RidgeProblem problem) {
    double[] squares = problem.squares();
    double[] scaled = new double[active.length];
    for (int i = 0; i < scaled.length; i++) {
      scaled[i] = squares[active[i]] * (scale[i] * scale[i]) * (1.0 / problem.rows());
    }
    return scaled;
  }

  /** D K, a new array, count x Q. */
  double[] cross(RidgeProblem problem) {
    int q = problem.outputs();
    double[] cross = problem.cross();
    double[] scaled = new double[Math.multiplyExact(active.length, q)];
    for (int k = 0, at = 0; k < q; k++) {
      for (int i = 0; i < active.length; i++, at++) {
        scaled[at] = cross[active[i] + k * width] * scale[i] / problem.rows();
      }
    }
    return scaled;
  }

  /** D h on the features that vary, count x Q from d x Q; a new array. */
  double[] select(double[] h, int q) {
    double[] scaled = new double[Math.multiplyExact(active.length, q)];
    for (int k = 0, at = 0; k < q; k++) {
      for (int i = 0; i < active.length; i++, at++) {
        scaled[at] = scale[i] * h[active[i] + k * width];
      }
    }
    return scaled;
  }

  /** factor D^2, the scaled identity. */
  double[] identity(double factor) {
    double[] squares = new double[scale.length];
    for (int i = 0; i < scale.length; i++) {
      squares[i] = factor * scale[i] * scale[i];
    }
    return squares;
  }

  /** A = D x with zeros for the excluded features, d x q from count x q; a new array. */
  double[] weights(double[] x, int q) {
    double[] weights = new double[Math.multiplyExact(width, q)];
    for (int k = 0, at = 0; k < q; k++) {
      for (int i = 0; i < active.length; i++, at++) {
        weights[active[i] + k * width] = scale[i] * x[at];
      }
    }
    return weights;
  }

  /** The features that vary, ascending. Not copied. */
  int[] active() {
    return active;
  }

  /** The powers of two, D. Not copied. */
  double[] scale() {
    return scale;
  }
}
