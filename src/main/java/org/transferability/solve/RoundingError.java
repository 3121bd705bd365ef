package org.transferability.solve;

/**
 * The error of an objective due to rounding.
 *
 * <p>J is a minimum over A, so to first order an error (dS, dK, dv) of the moments changes it by dv
 * - 2 A'dK + A'dS A, for any change of A. The errors of the entries of the moments are about eps
 * sqrt(v), eps sqrt(S_ii v), eps sqrt(S_ii S_jj), with independent signs, and the solution adds as
 * much again. So the error is about eps (sqrt(v) + sqrt(sum_i A_i^2 S_ii))^2.
 */
final class RoundingError {
  /** Calibrated on the NIST StRD regressions: estimates are then 0.3 to 50 times the true error. */
  private static final double FACTOR = 2;

  private RoundingError() {}

  /**
   * The absolute error of J = v - u'u.
   *
   * @param magnitude sum_i A_i^2 S_ii
   * @param cancellation the error of S in rounding units
   */
  static double ofObjective(double v, double magnitude, double cancellation) {
    double root = Math.sqrt(v) + Math.sqrt(cancellation * magnitude);
    return FACTOR * Math.ulp(1.0) * root * root;
  }

  /** The absolute error due to excluded directions whose eigenvalues are rounding. */
  static double ofTruncation(double lost) {
    return 2 * FACTOR * lost;
  }

  /**
   * The absolute error of a mean of squared residuals R. The error of each residual is rounding of
   * its terms, whose squares are v and {@code magnitude}.
   */
  static double ofResiduals(double v, double magnitude, double residual) {
    double rounding = Math.ulp(1.0) * (Math.sqrt(v) + Math.sqrt(magnitude));
    return FACTOR * (Math.sqrt(residual) + rounding) * rounding;
  }

  /** The absolute error of a J from products only, as accurate as the solution of the system. */
  static double ofSolution(double objective, double condition) {
    return FACTOR * Math.ulp(1.0) * condition * objective;
  }
}
