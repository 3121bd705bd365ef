package org.transferability.score;

import org.transferability.solve.OriginRegression;
import org.transferability.solve.OriginSpectrum;

/**
 * How much of the labels' variance a ridge regression through the origin is expected to explain on
 * new rows, by generalised cross-validation (Golub, Heath, Wahba, "Generalized Cross-Validation as
 * a Method for Choosing a Good Ridge Parameter", Technometrics 21, 1979), at two penalties:
 *
 * <pre>
 *   GCV_o(l) = R_o(l) / (1 - df(l)/n)^2,   df(l) = sum_j w_j / (w_j + l)
 *   score    = mean over l in {l1, l2} and outputs o of  -1/2 ln(GCV_o(l) / v_o)
 *   l1 = 1e-3,   l2 = 1e-2 tr(F'F)/(n d)
 * </pre>
 *
 * <p>with F the raw features, w_j the eigenvalues of F'F/n, R_o the mean squared error and v_o the
 * variance of output o about its mean. Larger is better; 0 is no better than the mean of the labels
 * (below 0: worse), 1 divides the standard deviation of the error by e. All outputs have equal
 * weight, whatever their units.
 *
 * <p>A constant output carries no information and is excluded from the mean; if all are constant,
 * the score is NaN with the flag constant-labels. Unlike the scores of centred fits it changes if a
 * constant is added to the features or the labels: as in LogME, the part that an intercept would
 * explain counts as an error of the source.
 */
public final class OriginGcv {
  /** The name in options. */
  public static final String NAME = "origin-gcv";

  private static final double ABSOLUTE = 1e-3;
  private static final double RELATIVE = 1e-2;

  private OriginGcv() {}

  /**
   * The score of one target.
   *
   * @param spectrum of the features and the labels
   * @param firstOutput the target's first output among those of the spectrum
   * @param outputs q
   */
  public static Score of(OriginSpectrum spectrum, int firstOutput, int outputs) {
    double weak = ABSOLUTE;
    double strong = RELATIVE * spectrum.meanEigenvalue();
    double error = 0;
    int varying = 0;
    for (int o = firstOutput; o < firstOutput + outputs; o++) {
      if (spectrum.variance(o) > 0) {
        error = Math.max(error, relativeError(spectrum, weak, o));
        error = Math.max(error, relativeError(spectrum, strong, o));
        varying++;
      }
    }
    double free = Math.min(spectrum.freeRows(weak), spectrum.freeRows(strong));
    Flags flags = varying == 0 ? Flags.none().with(Flag.CONSTANT_LABELS) : Flags.none();
    if (varying > 0 && 2 * free < spectrum.rows()) {
      flags = flags.with(Flag.FEW_ROWS);
    }
    flags = RegularisedMse.withDigitsLost(flags, error);
    double score = value(spectrum, firstOutput, outputs);
    return OriginScore.of(NAME, score, spectrum, outputs, Scope.TARGETS, flags);
  }

  /**
   * The score alone, from fits to other rows than all; NaN if it is unknown.
   *
   * @param regression of the features and the labels
   */
  public static double value(OriginRegression regression, int firstOutput, int outputs) {
    double strong = RELATIVE * regression.meanEigenvalue();
    double sum = 0;
    int varying = 0;
    for (int o = firstOutput; o < firstOutput + outputs; o++) {
      if (regression.variance(o) > 0) {
        sum += gain(regression, ABSOLUTE, o) + gain(regression, strong, o);
        varying++;
      }
    }
    return varying == 0 ? Double.NaN : sum / (2 * varying);
  }

  private static double relativeError(OriginSpectrum spectrum, double penalty, int output) {
    return spectrum.errorEstimate(penalty, output) / spectrum.residual(penalty, output)
        + spectrum.freeRowsError(penalty) / spectrum.freeRows(penalty);
  }

  /** -1/2 ln(GCV_o(l) / v_o). */
  static double gain(OriginRegression spectrum, double penalty, int output) {
    double share = spectrum.freeRows(penalty) / spectrum.rows();
    return -0.5 * Math.log(spectrum.residual(penalty, output) / spectrum.variance(output))
        + Math.log(share);
  }
}
