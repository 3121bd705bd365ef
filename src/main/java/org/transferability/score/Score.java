package org.transferability.score;

import java.util.Objects;

/**
 * A transferability score and its parts.
 *
 * @param estimator the estimator's name in options
 * @param lambda the penalty as it was requested: a number, a number and {@code r}, or {@code best};
 *     empty for an estimator that has none
 * @param score larger is better; for the estimators of the paper minus the objective
 * @param fit the regression behind it
 * @param shape what was fitted
 * @param uncertainty of the score, from folds
 * @param comparable the scores with which it may be compared
 * @param flags conditions to check before ranking on the score
 */
public record Score(
    String estimator,
    String lambda,
    double score,
    Fit fit,
    Shape shape,
    Uncertainty uncertainty,
    Scope comparable,
    Flags flags) {
  private static final int DIGITS_OF_DIFFERENCES = 12;

  /**
   * The parts of one regularised regression.
   *
   * @param mse the residual alone, summed over the outputs, divided by n
   * @param penalty lambda times the squared norm of the weights; for the estimators of the paper
   *     score = -(mse + penalty)
   * @param r2 1 - mse / (variance of the labels summed over the outputs); for estimators of
   *     held-out errors 1 - (squared errors) / (squared errors of the mean of the fitted rows); NaN
   *     if the labels do not vary
   * @param aboveMean for estimators of held-out errors, by how many standard errors the best output
   *     with a positive r2 is predicted better than by the mean; minus infinity if there is none,
   *     NaN for other estimators
   * @param byFold for estimators of held-out errors the same of each fold; null for others
   * @param curve where the penalty was chosen, the score at each; null for others
   * @param byBlock for estimators of held-out errors the effects of blocks of sampled rows; unknown
   *     for others
   */
  public record Fit(
      double mse,
      double penalty,
      double r2,
      double aboveMean,
      FoldScores byFold,
      PenaltyCurve curve,
      BlockShifts byBlock) {
    /**
     * Of an estimator that is not computed from one fit (logme, lab-logme, origin-gcv, transrate,
     * h-score).
     */
    public static final Fit NONE = new Fit(Double.NaN, Double.NaN, Double.NaN);

    /** Whether it is of errors on held-out rows that were compared with those of the mean. */
    public boolean isHeldOut() {
      return !Double.isNaN(aboveMean);
    }

    /** Without a curve. */
    public Fit(double mse, double penalty, double r2, double aboveMean, FoldScores byFold) {
      this(mse, penalty, r2, aboveMean, byFold, null, BlockShifts.UNKNOWN);
    }

    /** Of an estimator of training errors. */
    public Fit(double mse, double penalty, double r2) {
      this(mse, penalty, r2, Double.NaN, null);
    }
  }

  /**
   * The size of the problem.
   *
   * @param n rows
   * @param d features (or predictions, or source labels)
   * @param q outputs
   * @param rank numerical rank of the features' covariance; of the raw features, through the
   *     origin, for logme, lab-logme and origin-gcv
   * @param condition of that covariance after scaling (of F'F as it is, through the origin);
   *     infinite if rank is below d
   */
  public record Shape(long n, int d, int q, int rank, double condition) {}

  public Score {
    Objects.requireNonNull(estimator);
    Objects.requireNonNull(lambda);
    Objects.requireNonNull(fit);
    Objects.requireNonNull(shape);
    Objects.requireNonNull(uncertainty);
    Objects.requireNonNull(comparable);
    Objects.requireNonNull(flags);
  }

  public double mse() {
    return fit.mse();
  }

  public double penalty() {
    return fit.penalty();
  }

  public double r2() {
    return fit.r2();
  }

  /** Whether the score is a held-out R2. */
  public boolean isHeldOutR2() {
    return estimator.equals(CvR2.NAME) || estimator.equals(CvR2.LABEL_NAME);
  }

  /** For estimators of held-out errors the mean of the score over folds; NaN for others. */
  public double foldMean() {
    return fit.byFold() == null ? Double.NaN : fit.byFold().mean(estimator);
  }

  public long n() {
    return shape.n();
  }

  public int d() {
    return shape.d();
  }

  public int q() {
    return shape.q();
  }

  public int rank() {
    return shape.rank();
  }

  public double condition() {
    return shape.condition();
  }

  /** Whether rounding removed half of the digits or more; see {@link Flags#isDoubtful}. */
  public boolean isDoubtful() {
    return flags.isDoubtful();
  }

  /** Whether differences from this score have digits: rounding removed fewer than 12 of 16. */
  public boolean carriesDifferences() {
    return carriesDifferences(flags);
  }

  static boolean carriesDifferences(Flags flags) {
    return flags.digitsLost() < DIGITS_OF_DIFFERENCES;
  }

  /** Whether a standard error of this size is more than rounding of the score. */
  public boolean resolves(double standardError) {
    int lost = flags.digitsLost();
    double rounding = lost == 0 ? 0 : Math.pow(10, lost) * Math.ulp(score);
    return carriesDifferences() && standardError > 10 * rounding;
  }

  /** The same score with at least this number of lost digits; the same object for 0. */
  public Score withDigitsLost(int digits) {
    return digits <= flags.digitsLost() ? this : withFlags(flags.withDigitsLost(digits));
  }

  private Score withFlags(Flags changed) {
    return new Score(estimator, lambda, score, fit, shape, uncertainty, comparable, changed);
  }

  /** The same score with the requested name of its penalty. */
  public Score withLambda(String name) {
    return new Score(estimator, name, score, fit, shape, uncertainty, comparable, flags);
  }

  /** The same score with its uncertainty from the folds. */
  public Score withUncertainty(Uncertainty known) {
    return new Score(estimator, lambda, score, fit, shape, known, comparable, flags);
  }

  /** The same score with that of each fold. */
  public Score with(FoldScores byFold) {
    return with(
        new Fit(fit.mse, fit.penalty, fit.r2, fit.aboveMean, byFold, fit.curve, fit.byBlock));
  }

  /** The same score with the scores at each penalty. */
  public Score with(PenaltyCurve curve) {
    return with(
        new Fit(fit.mse, fit.penalty, fit.r2, fit.aboveMean, fit.byFold, curve, fit.byBlock));
  }

  /** The same score with the effects of blocks of sampled rows. */
  public Score with(BlockShifts byBlock) {
    return with(
        new Fit(fit.mse, fit.penalty, fit.r2, fit.aboveMean, fit.byFold, fit.curve, byBlock));
  }

  private Score with(Fit detailed) {
    return new Score(estimator, lambda, score, detailed, shape, uncertainty, comparable, flags);
  }

  /** The same score with one more flag, which has no number. */
  public Score with(Flag flag) {
    return withFlags(flags.with(flag));
  }

  /** An estimate of the absolute error from rounding. */
  public double rounding() {
    return Math.pow(10, flags.digitsLost()) * Math.ulp(score);
  }

  /** The text of a penalty, {@code 0} instead of {@code 0.0}. */
  static String lambda(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
