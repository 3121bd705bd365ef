package org.transferability.solve;

import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.classes.TargetClasses;
import org.transferability.linear.SymmetricMatrix;

/**
 * The covariance of features shrunk towards a multiple of I: Ledoit and Wolf, "A well-conditioned
 * estimator for large-dimensional covariance matrices", Journal of Multivariate Analysis 88, 2004.
 *
 * <pre>
 *   S_a = (1 - a) S + a mu I,   mu = tr(S)/d,   S divided by n
 *   a = min(b^2, g^2) / g^2,    g^2 = ||S - mu I||^2 / d
 *   b^2 = ( sum_i ||f_i - mean||^4 / n - ||S||^2 ) / (n d)
 * </pre>
 *
 * <p>and 0 for one feature or if S is a multiple of I.
 */
public final class ShrunkCovariance {
  private final TargetMoments moments;
  private final double shrinkage;
  private final ScaledInverse inverse;

  private ShrunkCovariance(TargetMoments moments, double shrinkage, ScaledInverse inverse) {
    this.moments = moments;
    this.shrinkage = shrinkage;
    this.inverse = inverse;
  }

  /**
   * Cost: one Cholesky factorisation; an eigendecomposition if nothing is shrunk and S is singular.
   *
   * @param fourth sum_i ||f_i - mean||^4
   */
  public static ShrunkCovariance of(TargetMoments moments, double fourth) {
    int d = moments.width();
    int features = moments.featureCount();
    SymmetricMatrix m = moments.scatter().copy();
    m.scale(1.0 / moments.rows());
    double mu = 0;
    for (double diagonal : m.diagonal()) {
      mu += diagonal / Math.max(1, features);
    }
    double a = shrinkage(m, mu, features, fourth / moments.rows(), moments.rows());
    m.scale(1 - a);
    m.addToDiagonal(a * mu);
    double tolerance = Math.max(32, d) * Math.ulp(1.0) * moments.scatterCancellation();
    long mostRank = a > 0 ? d : moments.rows() - 1;
    return new ShrunkCovariance(moments, a, ScaledInverse.of(m, tolerance, mostRank));
  }

  /**
   * @param d the number of features; those beyond the order of {@code s} have no variance
   */
  private static double shrinkage(SymmetricMatrix s, double mu, int d, double meanFourth, long n) {
    if (d <= 1) {
      return 0;
    }
    SymmetricMatrix deviation = s.copy();
    deviation.addToDiagonal(-mu);
    double distance = (deviation.squaredNorm() + (d - s.order()) * mu * mu) / d;
    double noise = Math.max(0, meanFourth - s.squaredNorm()) / ((double) n * d);
    return distance == 0 ? 0 : Math.min(noise, distance) / distance;
  }

  /** a, from 0 to 1. */
  public double shrinkage() {
    return shrinkage;
  }

  /**
   * tr(S_a^+ (1 - a) B), B = sum_c (n_c/n)(m_c - m)(m_c - m)' the covariance of the classes' means:
   * a sum of terms that are not negative.
   */
  public double betweenClasses(TargetClasses classes) {
    int d = classes.width();
    double[] offsets = new double[Math.multiplyExact(d, classes.count())];
    for (int c = 0; c < classes.count(); c++) {
      double root = Math.sqrt((double) classes.rows(c) / moments.rows());
      double[] offset = classes.offset(c);
      for (int i = 0; i < d; i++) {
        offsets[c * d + i] = root * offset[i];
      }
    }
    double sum = 0;
    for (double square :
        ColumnSums.squares(inverse.half(offsets, classes.count()), classes.count())) {
      sum += square;
    }
    return (1 - shrinkage) * sum;
  }
}
