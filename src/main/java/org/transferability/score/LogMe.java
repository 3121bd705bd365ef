package org.transferability.score;

import org.transferability.solve.OriginSpectrum;

/**
 * LogME: the logarithm of the largest evidence of a Bayesian linear regression, divided by n. You
 * et al., "LogME: Practical Assessment of Pre-trained Models for Transfer Learning", ICML 2021.
 *
 * <p>For one output y and raw features F, neither centred nor with an intercept, with sigma_j the k
 * eigenvalues of F'F that are not zero, x_j^2 = (v_j'F'y)^2 / sigma_j and r = ||y||^2 - sum x_j^2:
 *
 * <pre>
 *   alpha = beta = 1, then at most 11 times, t = alpha / beta:
 *     gamma = sum sigma_j / (sigma_j + t)
 *     m     = sum sigma_j x_j^2 / (sigma_j + t)^2
 *     res   = r + sum x_j^2 / (1 + sigma_j / t)^2
 *     alpha = gamma / (m + 1e-5),  beta = (n - gamma) / (res + 1e-5)
 *   until t changes by no more than 1e-3 of itself;
 *   score = [ k/2 ln alpha + n/2 ln beta - 1/2 sum_k ln(alpha + beta sigma_j)
 *             - beta/2 res - alpha/2 m - n/2 ln 2 pi ] / n
 * </pre>
 *
 * <p>averaged over the outputs of a target. Larger is better. The published program has d/2 ln
 * alpha with k logarithms, which is wrong if k &lt; d; this is the evidence itself. The constants
 * 1e-5 are those of the program; they make the value depend slightly on the scale of the labels.
 */
public final class LogMe {
  /** The name in options, from features. */
  public static final String NAME = "logme";

  /** The name in options, from predictions. */
  public static final String LABEL_NAME = "lab-logme";

  private static final int MOST_ITERATIONS = 11;
  private static final double ENOUGH = 1e-3;
  private static final double GUARD = 1e-5;

  private LogMe() {}

  /**
   * The score of one target.
   *
   * @param name under which it is reported, which depends on F
   * @param spectrum of F and the labels
   * @param firstOutput the target's first output among those of the spectrum
   * @param outputs q
   */
  public static Score of(String name, OriginSpectrum spectrum, int firstOutput, int outputs) {
    double sum = 0;
    double error = 0;
    boolean constant = true;
    for (int o = firstOutput; o < firstOutput + outputs; o++) {
      Evidence evidence = evidence(spectrum, o);
      sum += evidence.value();
      error = Math.max(error, evidence.relativeError());
      constant &= spectrum.variance(o) == 0;
    }
    Flags flags = constant ? Flags.none().with(Flag.CONSTANT_LABELS) : Flags.none();
    if (!constant && spectrum.rows() < 2L * spectrum.rank()) {
      flags = flags.with(Flag.FEW_ROWS);
    }
    flags = RegularisedMse.withDigitsLost(flags, error);
    return OriginScore.of(name, sum / outputs, spectrum, outputs, Scope.SOURCES, flags);
  }

  /** Divided by n, and the error of the residual in it from rounding. */
  private record Evidence(double value, double relativeError) {}

  private static Evidence evidence(OriginSpectrum spectrum, int output) {
    long n = spectrum.rows();
    int k = spectrum.rank();
    double alpha = 1;
    double beta = 1;
    double t = 1;
    double m = 0;
    double res = 0;
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      double gamma = 0;
      m = 0;
      res = n * spectrum.rest(output);
      for (int j = 0; j < k; j++) {
        double sigma = n * spectrum.value(j);
        double x2 = n * spectrum.explained(j, output);
        double kept = 1 / (sigma + t);
        gamma += sigma * kept;
        m += sigma * x2 * kept * kept;
        res += x2 * (t * kept) * (t * kept);
      }
      alpha = gamma / (m + GUARD);
      beta = (n - gamma) / (res + GUARD);
      double before = t;
      t = alpha / beta;
      if (Math.abs(t - before) <= ENOUGH * before) {
        break;
      }
    }
    double determinant = 0;
    for (int j = 0; j < k; j++) {
      determinant += Math.log(alpha + beta * n * spectrum.value(j));
    }
    double prior =
        k == 0 ? 0 : k * Math.log(alpha); // without features there is no prior, and alpha is 0
    double twice =
        prior
            + n * Math.log(beta)
            - determinant
            - beta * res
            - alpha * m
            - n * Math.log(2 * Math.PI);
    double error =
        spectrum.isSettled(output)
            ? n * spectrum.errorEstimate(t / n, output) / (res + GUARD)
                + (spectrum.logarithmsError(t / n) + spectrum.freeRowsError(t / n)) / n
            : 1;
    return new Evidence(twice / (2.0 * n), error);
  }
}
