package org.transferability.score;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleFunction;
import org.transferability.solve.OriginRegression;
import org.transferability.solve.OriginRows;
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

  /** Relative errors of sums from scalar products of rows, at most. */
  private static final double MOST_ERROR = 1e-10;

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
    Evidence[] all = new Evidence[outputs];
    Arrays.setAll(all, o -> evidence(spectrum, firstOutput + o));
    return score(name, spectrum, firstOutput, all);
  }

  /**
   * The same from scalar products of rows, which are fewer than features.
   *
   * @return empty if it might have fewer digits than from a spectrum
   */
  public static Optional<Score> of(String name, OriginRows rows, int firstOutput, int outputs) {
    Evidence[] all = new Evidence[outputs];
    for (int o = 0; o < outputs; o++) {
      all[o] = evidence(rows, firstOutput + o);
      if (!(all[o].relativeError() <= MOST_ERROR)) {
        return Optional.empty();
      }
    }
    return Optional.of(score(name, rows, firstOutput, all));
  }

  /**
   * The evidence of one output.
   *
   * @param value divided by n
   * @param gcv the generalised cross-validation error at the penalty that it chose
   * @param relativeError of the residual, from rounding
   */
  private record Evidence(double value, double gcv, double relativeError) {}

  private static Score score(
      String name, OriginRegression.Features features, int firstOutput, Evidence[] all) {
    double sum = 0;
    double error = 0;
    boolean constant = true;
    boolean worse = true;
    for (int o = 0; o < all.length; o++) {
      double variance = features.variance(firstOutput + o);
      sum += all[o].value();
      error = Math.max(error, all[o].relativeError());
      constant &= variance == 0;
      worse &= variance == 0 || all[o].gcv() >= variance;
    }
    Flags flags = constant ? Flags.none().with(Flag.CONSTANT_LABELS) : Flags.none();
    if (!constant && features.rows() < 2L * features.rank()) {
      flags = flags.with(Flag.FEW_ROWS);
    }
    flags = RegularisedMse.withDigitsLost(flags, error);
    flags = !constant && worse ? flags.with(Flag.WORSE_THAN_MEAN) : flags;
    return OriginScore.of(
        name, sum / all.length, features, firstOutput, all.length, Scope.SOURCES, flags);
  }

  /** The sums gamma, n - gamma, m and res at one t. */
  private record Sums(double gamma, double free, double m, double res) {}

  /** alpha, beta and t after the last step, and the sums that they were made from. */
  private record Chosen(double alpha, double beta, double t, Sums sums) {}

  private static Chosen choose(long n, DoubleFunction<Sums> at) {
    double alpha = 1;
    double beta = 1;
    double t = 1;
    Sums sums = new Sums(0, n, 0, 0);
    for (int i = 0; i < MOST_ITERATIONS; i++) {
      sums = at.apply(t);
      alpha = sums.gamma / (sums.m + GUARD);
      beta = sums.free / (sums.res + GUARD);
      double before = t;
      t = alpha / beta;
      if (Math.abs(t - before) <= ENOUGH * before) {
        break;
      }
    }
    return new Chosen(alpha, beta, t, sums);
  }

  private static Evidence evidence(OriginSpectrum spectrum, int output) {
    long n = spectrum.rows();
    int k = spectrum.rank();
    Chosen chosen =
        choose(
            n,
            t -> {
              double gamma = 0;
              double m = 0;
              double res = n * spectrum.rest(output);
              for (int j = 0; j < k; j++) {
                double sigma = n * spectrum.value(j);
                double x2 = n * spectrum.explained(j, output);
                double kept = 1 / (sigma + t);
                gamma += sigma * kept;
                m += sigma * x2 * kept * kept;
                res += x2 * (t * kept) * (t * kept);
              }
              return new Sums(gamma, n - gamma, m, res);
            });
    double determinant = 0;
    for (int j = 0; j < k; j++) {
      determinant += Math.log(chosen.alpha + chosen.beta * n * spectrum.value(j));
    }
    double prior =
        k == 0 ? 0 : k * Math.log(chosen.alpha); // without features there is no prior, alpha is 0
    double t = chosen.t;
    double error =
        spectrum.isSettled(output)
            ? n * spectrum.errorEstimate(t / n, output) / (chosen.sums.res + GUARD)
                + (spectrum.logarithmsError(t / n) + spectrum.freeRowsError(t / n)) / n
            : 1;
    return evidence(n, chosen, prior, determinant, error);
  }

  /** k ln alpha - sum ln(alpha + beta sigma_j) is - sum ln(1 + sigma_j / t). */
  private static Evidence evidence(OriginRows rows, int output) {
    double[] error = {rows.variance(output) > 0 ? 0 : Double.POSITIVE_INFINITY};
    Chosen chosen =
        choose(
            rows.rows(),
            t -> {
              OriginRows.Sums sums = rows.sums(t, output);
              error[0] = Math.max(error[0], sums.error());
              return new Sums(sums.freedom(), sums.free(), sums.weights(), sums.residual());
            });
    OriginRows.Sums last = rows.sums(chosen.t, output);
    return evidence(rows.rows(), chosen, 0, last.logarithms(), Math.max(error[0], last.error()));
  }

  private static Evidence evidence(
      long n, Chosen chosen, double prior, double determinant, double error) {
    double res = chosen.sums.res;
    double twice =
        prior
            + n * Math.log(chosen.beta)
            - determinant
            - chosen.beta * res
            - chosen.alpha * chosen.sums.m
            - n * Math.log(2 * Math.PI);
    double free = chosen.sums.free / n;
    return new Evidence(twice / (2.0 * n), res / n / (free * free), error);
  }
}
