package org.transferability.solve;

import org.transferability.linear.Cholesky;

/** M^-1 through M = L L': u = L^-1 b, x = L^-T u. Both in place. */
record DefiniteInverse(Cholesky cholesky, double condition) implements ScaledInverse {
  @Override
  public int rank() {
    return cholesky.order();
  }

  @Override
  public double[] half(double[] b, int q) {
    cholesky.solveLower(b, q);
    return b;
  }

  @Override
  public double[] finish(double[] u, int q) {
    cholesky.solveLowerTransposed(u, q);
    return u;
  }
}
