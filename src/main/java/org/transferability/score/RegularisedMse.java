package org.transferability.score;

import org.transferability.solve.Diagnostics;
import org.transferability.solve.RidgeFit;

/**
 * Minus the least regularised squared error, which all estimators of the paper share:
 *
 * <pre>- min_{A,b} { (1/n) sum_i ||y_i - A g_i - b||^2 + lambda ||A||_F^2 }</pre>
 *
 * <p>for some g_i of d numbers. Squared errors are summed over the target's q outputs, not
 * averaged; the intercept b is not penalised; lambda is that of the sum divided by n.
 */
final class RegularisedMse {
  /** A score is flagged if its estimated relative error is above this: half of the digits. */
  private static final double DOUBTFUL_ERROR = 1e-8;

  /** Weights are flagged if the condition of the solved system is above this. */
  private static final double DOUBTFUL_CONDITION = 1e12;

  /**
   * With this many rows for each fitted number, fitting makes a training error about five per cent
   * smaller than that of the population, which is accepted.
   */
  private static final int ROWS_THAT_MAKE_WIDTH_HARMLESS = 20;

  private static final int DIGITS = 16;

  private RegularisedMse() {}

  /** The score of the target whose outputs are {@code first .. first + q - 1} of the fit's. */
  static Score of(String estimator, RidgeFit fit, int first, int q) {
    if (q < 1 || first < 0 || first + q > fit.outputs()) {
      throw new IllegalArgumentException(
          "Cannot score a target: expected outputs within 0 to "
              + (fit.outputs() - 1)
              + ", found "
              + q
              + " from "
              + first
              + " on");
    }
    double mse = 0;
    double penalty = 0;
    double variance = 0;
    double error = 0;
    for (int k = first; k < first + q; k++) {
      mse += fit.residual(k);
      penalty += fit.penalty(k);
      variance += fit.labelVariance(k);
      error += fit.errorEstimate(k);
    }
    double objective = mse + penalty;
    Diagnostics known = fit.diagnostics();
    Flags flags = flags(fit, known, variance, objective, error);
    return new Score(
        estimator,
        Score.lambda(fit.lambda()),
        objective == 0 ? 0 : -objective, // never -0.0
        new Score.Fit(mse, penalty, variance == 0 ? Double.NaN : 1 - mse / variance),
        new Score.Shape(known.rows(), known.width(), q, known.rank(), known.condition()),
        Uncertainty.UNKNOWN,
        scope(flags, known),
        flags);
  }

  /**
   * What is known of the score without a fit: its size, and flags that do not depend on the labels'
   * errors. The numbers are NaN.
   *
   * @param known at this penalty
   */
  static Score withoutFit(
      String estimator, Diagnostics known, double lambda, double variance, int q) {
    Flags flags = variance == 0 ? Flags.none().with(Flag.CONSTANT_LABELS) : Flags.none();
    return new Score(
        estimator,
        Score.lambda(lambda),
        Double.NaN,
        Score.Fit.NONE,
        new Score.Shape(known.rows(), known.width(), q, known.rank(), known.condition()),
        Uncertainty.UNKNOWN,
        Scope.NOTHING,
        withSystem(flags, known, lambda));
  }

  /** The flags with those of the system that is solved. */
  private static Flags withSystem(Flags before, Diagnostics known, double lambda) {
    Flags flags = before;
    if (lambda == 0 && known.rank() < known.width()) {
      flags = flags.with(Flag.RANK_DEFICIENT);
    }
    if (known.solvedCondition() > DOUBTFUL_CONDITION) {
      flags = flags.with(Flag.ILL_CONDITIONED);
    }
    return flags;
  }

  /** The score alone; NaN where rounding has taken so many digits that differences have none. */
  static double value(RidgeFit fit, int first, int q) {
    double objective = 0;
    double variance = 0;
    double error = 0;
    for (int k = first; k < first + q; k++) {
      objective += fit.objective(k);
      variance += fit.variance(k);
      error += fit.errorEstimate(k);
    }
    Flags lost = variance == 0 ? Flags.none() : withDigitsLost(Flags.none(), error / objective);
    return Score.carriesDifferences(lost) ? 0 - objective : Double.NaN; // never -0.0
  }

  private static Scope scope(Flags flags, Diagnostics known) {
    if (flags.has(Flag.INTERPOLATES) || flags.has(Flag.CONSTANT_LABELS)) {
      return Scope.NOTHING;
    }
    return known.rows() < ROWS_THAT_MAKE_WIDTH_HARMLESS * (known.rank() + 1L)
        ? Scope.EQUAL_WIDTH
        : Scope.SOURCES;
  }

  private static Flags flags(
      RidgeFit fit, Diagnostics known, double variance, double objective, double error) {
    double lambda = fit.lambda();
    Flags flags =
        fit.source() == RidgeFit.Source.ROWS ? Flags.none().with(Flag.REFINED) : Flags.none();
    boolean interpolates = fit.interpolates();
    if (interpolates) {
      flags = flags.with(Flag.INTERPOLATES);
    }
    flags = withSystem(flags, known, lambda);
    if (variance == 0) {
      return flags.with(Flag.CONSTANT_LABELS);
    }
    if (!interpolates && known.rows() < 2 * (known.rank() + 1L)) {
      flags = flags.with(Flag.FEW_ROWS);
    }
    return interpolates ? flags : withDigitsLost(flags, error / objective);
  }

  /** The flags, with digits-lost if an error of this relative size is large enough. */
  static Flags withDigitsLost(Flags flags, double relativeError) {
    return relativeError > DOUBTFUL_ERROR ? flags.withDigitsLost(digitsLost(relativeError)) : flags;
  }

  /** The number of decimal digits of a double that an error of this relative size removes. */
  private static int digitsLost(double relativeError) {
    double digits = Math.ceil(Math.log10(relativeError / Math.ulp(1.0)));
    return digits < DIGITS ? (int) digits : DIGITS;
  }
}
