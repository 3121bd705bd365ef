package org.transferability.solve;

import org.transferability.linear.Cholesky;

/**
 * M^-1 through E M E = L L': u = L^-1 E b, x = E L^-T u. Both in place. E is diagonal with powers
 * of two, which cause no rounding; it affects only the condition.
 *
 * @param condition of E M E
 * @param scale E; null for the identity
 */
record DefiniteInverse(Cholesky cholesky, double condition, double[] scale)
    implements ScaledInverse {
  @Override
  public int rank() {
    return cholesky.order();
  }

  @Override
  public double[] half(double[] b, int q) {
    rescale(b, q);
    cholesky.solveLower(b, q);
    return b;
  }

  @Override
  public double[] finish(double[] u, int q) {
    cholesky.solveLowerTransposed(u, q);
    rescale(u, q);
    return u;
  }

  private void rescale(double[] columns, int q) {
    if (scale == null) {
      return;
    }
    for (int k = 0, at = 0; k < q; k++) {
      for (int i = 0; i < scale.length; i++, at++) {
        columns[at] *= scale[i];
      }
    }
  }
}
