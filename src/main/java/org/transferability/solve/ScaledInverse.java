package org.transferability.solve;

import org.transferability.linear.Cholesky;
import org.transferability.linear.SymmetricMatrix;

/**
 * The inverse of a positive semidefinite matrix M (d x d, scaled), applied to right-hand sides B (d
 * x q, column-major), or its pseudo-inverse if M is singular to working precision.
 */
sealed interface ScaledInverse permits DefiniteInverse, RangeInverse {
  /** A condition estimate better than the tolerance by this factor proves full rank. */
  double MARGIN = 10;

  /**
   * A factorisation of {@code m}, which is not modified. The Cholesky factor determines the rank
   * unless its condition is near the tolerance. Only then, or if there are fewer rows than
   * features, eigenvalues are computed.
   *
   * @param tolerance eigenvalues not above this share of the largest count as zero
   * @param mostRank a known upper bound of the rank
   */
  static ScaledInverse of(SymmetricMatrix m, double tolerance, long mostRank) {
    if (mostRank >= m.order() && Cholesky.of(m.copy()) instanceof Cholesky cholesky) {
      double reciprocal = cholesky.reciprocalCondition(m.norm1());
      if (reciprocal > MARGIN * tolerance) {
        return new DefiniteInverse(cholesky, 1 / reciprocal, null);
      }
    }
    return RangeInverse.of(m, tolerance, mostRank);
  }

  /** Numerical rank of M. */
  int rank();

  /** Condition number of M on its range. */
  double condition();

  /** u with u'u = b'M^-1 b for each column; {@code b} is modified and may be returned. */
  double[] half(double[] b, int q);

  /** x = M^-1 b from the u of {@link #half}, which is modified and may be returned. */
  double[] finish(double[] u, int q);
}
