package org.transferability.solve;

import org.transferability.linear.Cholesky;
import org.transferability.linear.SymmetricMatrix;

/**
 * The inverse of a positive semidefinite matrix M (d x d, scaled) as it is applied to right-hand
 * sides B (d x q, column-major), or its pseudo-inverse where M is singular to working precision.
 */
sealed interface ScaledInverse permits DefiniteInverse, RangeInverse {
  /** A condition estimate this many times better than the tolerance settles full rank by itself. */
  double MARGIN = 10;

  /**
   * A factorisation of {@code m}, which is not modified. The Cholesky factor settles the rank
   * unless its condition comes near the tolerance; only then, or if fewer rows than features settle
   * it the other way, the eigenvalues are computed.
   *
   * @param tolerance eigenvalues not above this share of the largest count as zero
   * @param mostRank an upper bound of the rank, known beforehand
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

  /** u with u'u = b'M^-1 b for each column; {@code b} is modified and may be what is returned. */
  double[] half(double[] b, int q);

  /** x = M^-1 b from the u of {@link #half}, which is modified and may be what is returned. */
  double[] finish(double[] u, int q);
}
