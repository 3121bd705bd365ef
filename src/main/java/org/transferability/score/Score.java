package org.transferability.score;

import java.util.Objects;

/**
 * A transferability score and what it is made of.
 *
 * @param estimator the estimator's name in options
 * @param lambda the penalty as it was asked for: a number, a number and {@code r}, or {@code best};
 *     empty for an estimator that has none
 * @param score larger is better; for the estimators of the paper minus the objective
 * @param mse the residual alone, summed over the outputs, divided by n; NaN, as penalty and r2, for
 *     an estimator that is not made of one fit (logme, lab-logme, origin-gcv)
 * @param penalty lambda times the squared norm of the weights; for the estimators of the paper
 *     score = -(mse + penalty)
 * @param r2 1 - mse / (variance of the labels summed over the outputs); NaN where that is 0
 * @param uncertainty of the score, from folds
 * @param n rows
 * @param d features (or predictions, or source labels)
 * @param q outputs
 * @param rank numerical rank of the features' covariance; of the raw features, through the origin,
 *     for logme, lab-logme and origin-gcv
 * @param condition of that covariance after scaling (of F'F as it is, through the origin); infinite
 *     where rank is below d
 * @param comparable across what the score may be compared
 * @param flags what must be known before ranking on the score
 */
public record Score(
    String estimator,
    String lambda,
    double score,
    double mse,
    double penalty,
    double r2,
    Uncertainty uncertainty,
    long n,
    int d,
    int q,
    int rank,
    double condition,
    Scope comparable,
    Flags flags) {
  private static final int DIGITS_OF_DIFFERENCES = 12;

  public Score {
    Objects.requireNonNull(estimator);
    Objects.requireNonNull(lambda);
    Objects.requireNonNull(uncertainty);
    Objects.requireNonNull(comparable);
    Objects.requireNonNull(flags);
  }

  /** Whether rounding has taken half of the digits or more; see {@link Flags#isDoubtful}. */
  public boolean isDoubtful() {
    return flags.isDoubtful();
  }

  /**
   * Whether a difference of this score and another one has digits: rounding has taken fewer than 12
   * of 16.
   */
  public boolean carriesDifferences() {
    return flags.digitsLost() < DIGITS_OF_DIFFERENCES;
  }

  /**
   * Whether a standard error of this size is more than rounding, by the digits that are left of the
   * score.
   */
  public boolean resolves(double standardError) {
    int lost = flags.digitsLost();
    double rounding = lost == 0 ? 0 : Math.pow(10, lost) * Math.ulp(score);
    return carriesDifferences() && standardError > 10 * rounding;
  }

  /** The same score with at least so many digits lost; itself for 0. */
  public Score withDigitsLost(int digits) {
    return digits <= flags.digitsLost() ? this : withFlags(flags.withDigitsLost(digits));
  }

  private Score withFlags(Flags changed) {
    return new Score(
        estimator,
        lambda,
        score,
        mse,
        penalty,
        r2,
        uncertainty,
        n,
        d,
        q,
        rank,
        condition,
        comparable,
        changed);
  }

  /** The same score under the name that its penalty was asked for by. */
  public Score withLambda(String name) {
    return new Score(
        estimator,
        name,
        score,
        mse,
        penalty,
        r2,
        uncertainty,
        n,
        d,
        q,
        rank,
        condition,
        comparable,
        flags);
  }

  /** The same score with what the folds say of it. */
  public Score withUncertainty(Uncertainty known) {
    return new Score(
        estimator,
        lambda,
        score,
        mse,
        penalty,
        r2,
        known,
        n,
        d,
        q,
        rank,
        condition,
        comparable,
        flags);
  }

  /** The same score with one more flag, which carries no number. */
  public Score with(Flag flag) {
    return withFlags(flags.with(flag));
  }

  /** How a penalty is written, {@code 0} and not {@code 0.0}. */
  static String lambda(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
