package org.transferability.solve;

/**
 * A ridge regression through the origin, as far as its errors at a penalty go: by an
 * eigendecomposition that serves all penalties with all their digits, or by a factorisation for
 * each, which is several times faster and loses digits at small penalties.
 */
public sealed interface OriginRegression permits OriginSpectrum, OriginFactors {
  /** n. */
  long rows();

  /**
   * tr(U)/d, U the raw second moments of the features: what a relative penalty is a multiple of.
   */
  double meanEigenvalue();

  /** The variance of one output about its mean. */
  double variance(int output);

  /** The mean squared error at a penalty. */
  double residual(double penalty, int output);

  /** n - df at a penalty. */
  double freeRows(double penalty);
}
