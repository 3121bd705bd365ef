package org.transferability.solve;

/**
 * The errors of a ridge regression through the origin at a penalty: by an eigendecomposition that
 * serves all penalties with all digits, or by a factorisation for each penalty, which is several
 * times faster and loses digits at small penalties.
 */
public sealed interface OriginRegression permits OriginSpectrum, OriginFactors {
  /** n. */
  long rows();

  /** tr(U)/d, with U the raw second moments of the features: the unit of a relative penalty. */
  double meanEigenvalue();

  /** The variance of one output about its mean. */
  double variance(int output);

  /** The mean squared error at a penalty. */
  double residual(double penalty, int output);

  /** n - df at a penalty. */
  double freeRows(double penalty);
}
