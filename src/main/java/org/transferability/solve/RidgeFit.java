package org.transferability.solve;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * One ridge fit: for every output, the minimum of
 *
 * <pre>J(lambda) = (1/n) sum_i (y_i - A f_i - b)^2 + lambda ||A||^2 = R + lambda ||A||^2</pre>
 *
 * over the weights A and the unpenalised intercept b, and its two parts. A target of several
 * outputs is the sum over them.
 */
public final class RidgeFit {
  /** A relative error of the objective above this removes more than half of its digits. */
  public static final double DOUBTFUL_ERROR = 1e-8;

  /** The penalty of a fit that has none, because it uses a part of the features' components. */
  static final double NO_LAMBDA = Double.NaN;

  /** The origin of the numbers of a fit. */
  public enum Source {
    /** Second moments. */
    MOMENTS,
    /** Rows, in a second pass: residuals, or a triangular factor. */
    ROWS
  }

  /** The weights of a fit, which are computed only if requested. */
  interface Weights {
    /** A', d x Q column-major: a new array. */
    double[] get();

    /** The same as the system gives them: where S is singular they may have a part of rounding. */
    default double[] solved() {
      return get();
    }

    /** The relative error of their predictions is about eps times the square root of this. */
    double condition();

    /** Known weights. */
    static Weights of(double[] a, double condition) {
      return new Weights() {
        @Override
        public double[] get() {
          return a.clone();
        }

        @Override
        public double condition() {
          return condition;
        }
      };
    }
  }

  /**
   * One number for each output.
   *
   * @param residual R, at least 0
   * @param penalty lambda ||A||^2
   * @param error an estimate of the absolute error of J
   * @param truncation the part of the error that comes from the decision about the rank
   */
  record Numbers(double[] residual, double[] penalty, double[] error, double[] truncation) {}

  /**
   * The degrees of freedom of a fit, which need not be computed unless they are asked for.
   *
   * @param fitted df
   * @param left n - df; empty where the difference will do
   */
  record Freedom(DoubleSupplier fitted, Supplier<Optional<FreeRows>> left) {
    static Freedom of(DoubleSupplier fitted) {
      return new Freedom(fitted, Optional::empty);
    }
  }

  private final double lambda;
  private final Source source;
  private final RidgeProblem problem;
  private final Supplier<Diagnostics> known;
  private final Numbers numbers;
  private final Weights weights;
  private final Freedom freedom;
  private double degreesOfFreedom = Double.NaN; // until it is requested
  private Diagnostics diagnostics; // null until requested

  RidgeFit(
      double lambda,
      Source source,
      RidgeProblem problem,
      Supplier<Diagnostics> known,
      Numbers numbers,
      Weights weights,
      Freedom freedom) {
    this.lambda = lambda;
    this.source = source;
    this.problem = problem;
    this.known = known;
    this.numbers = numbers;
    this.weights = weights;
    this.freedom = freedom;
  }

  /** The penalty of the objective that is divided by n; scikit-learn's alpha is n lambda. */
  public double lambda() {
    return lambda;
  }

  /** The origin of the numbers. */
  public Source source() {
    return source;
  }

  /** The same fit with numbers from the rows. */
  RidgeFit refined(double[] residuals, double[] penalties, double[] errors, double[] a) {
    return new RidgeFit(
        lambda,
        Source.ROWS,
        problem,
        known,
        new Numbers(residuals, penalties, errors, numbers.truncation()),
        Weights.of(a, diagnostics().solvedCondition()),
        Freedom.of(this::degreesOfFreedom));
  }

  /**
   * The same fit without the factor that it is made of.
   *
   * @param predicting its weights
   * @param again makes the fit once more if its degrees of freedom are requested
   */
  RidgeFit withoutFactor(Weights predicting, Supplier<RidgeFit> again) {
    return new RidgeFit(
        lambda,
        source,
        problem,
        () -> again.get().diagnostics(),
        numbers,
        predicting,
        Freedom.of(() -> again.get().degreesOfFreedom()));
  }

  /** The same fit with other estimates of its errors. */
  RidgeFit withErrors(double[] errors) {
    return new RidgeFit(
        lambda,
        source,
        problem,
        known,
        new Numbers(numbers.residual(), numbers.penalty(), errors, numbers.truncation()),
        weights,
        freedom);
  }

  /** The part of {@link #errorEstimate} due to the decision about the rank. */
  double truncationError(int output) {
    return numbers.truncation()[output];
  }

  /** Whether there is no penalty and all rows are fitted exactly. */
  public boolean interpolates() {
    return (lambda == 0 || Double.isNaN(lambda)) && diagnostics().saturated();
  }

  /** Whether no rounding error is possible: nothing to fit, or all rows are fitted exactly. */
  private boolean isExact(int output) {
    return variance(output) == 0 || interpolates();
  }

  /**
   * Whether the sum over these outputs has lost more than half of its digits, by {@link
   * #errorEstimate}.
   */
  public boolean isDoubtful(int first, int count) {
    double errors = 0;
    double objectives = 0;
    for (int k = first; k < first + count; k++) {
      errors += isExact(k) ? 0 : errorEstimate(k);
      objectives += objective(k);
    }
    return errors > DOUBTFUL_ERROR * objectives;
  }

  /** The weights as the system gives them, for predictions. */
  double[] solvedWeights() {
    return weights.solved();
  }

  /** The condition of the system that was solved for the weights. */
  double weightsCondition() {
    return weights.condition();
  }

  /** What predictions are about: the mean of the features, or the origin without an intercept. */
  double[] featureCentre() {
    return isThroughOrigin() ? new double[width()] : problem.featureMean();
  }

  /** The prediction at {@link #featureCentre}. */
  double[] labelCentre() {
    return isThroughOrigin() ? new double[outputs()] : problem.labelMean();
  }

  /** d. */
  int width() {
    return problem.width();
  }

  /** Q. */
  public int outputs() {
    return numbers.residual().length;
  }

  public Diagnostics diagnostics() {
    if (diagnostics == null) {
      diagnostics = known.get();
    }
    return diagnostics;
  }

  /** J = R + lambda ||A||^2 of one output, at least 0. */
  public double objective(int output) {
    return residual(output) + penalty(output);
  }

  /** R of one output: the mean squared error, divided by n, at least 0. */
  public double residual(int output) {
    return numbers.residual()[output];
  }

  /** lambda ||A||^2 of one output. */
  public double penalty(int output) {
    return numbers.penalty()[output];
  }

  /** The variance of an output, v: the objective without features. */
  public double variance(int output) {
    return problem.variance(output);
  }

  /** The variance of an output's labels about their mean, also without an intercept. */
  public double labelVariance(int output) {
    return problem.centred().variance(output);
  }

  /** Whether there is no intercept. */
  boolean isThroughOrigin() {
    return problem.isThroughOrigin();
  }

  /**
   * An estimate of the absolute error of J from the rounding of the moments and of the solution. It
   * is not a bound: true errors have been found below ten times this.
   */
  public double errorEstimate(int output) {
    return numbers.error()[output];
  }

  /**
   * df = 1 + sum_j w_j / (w_j + lambda), with w_j the eigenvalues of S: the number of fitted
   * numbers, with the intercept. It is computed at the first call, which costs as much as the
   * factorisation.
   */
  public double degreesOfFreedom() {
    if (Double.isNaN(degreesOfFreedom)) {
      degreesOfFreedom = freedom.fitted().getAsDouble();
    }
    return degreesOfFreedom;
  }

  /** n - df, with its digits even if it is nearly 0. */
  public FreeRows freeRows() {
    return freedom
        .left()
        .get()
        .orElseGet(
            () -> new FreeRows(problem.rows() - degreesOfFreedom(), degreesOfFreedomError()));
  }

  /**
   * An estimate of the absolute error of {@link #degreesOfFreedom}, d + 1 minus a sum of lambda /
   * (w_j + lambda). The error of small w_j is rounding of the largest, which matters only if lambda
   * is as small.
   */
  private double degreesOfFreedomError() {
    if (lambda == 0) {
      return 0;
    }
    double trace = 0;
    for (double squares : problem.squares()) {
      trace += squares / problem.rows();
    }
    double condition = Math.min(diagnostics().solvedCondition(), 1 + trace / lambda);
    double shrunk = Math.max(0, problem.width() + 1 - degreesOfFreedom());
    return Math.ulp(1.0) * condition * shrunk;
  }

  /** A', d x Q column-major: each column the weights of one output. A new array. */
  public double[] weights() {
    return weights.get();
  }

  /** b = mean y - A mean f, Q numbers. */
  public double[] intercept() {
    double[] a = weights.get();
    double[] mean = problem.featureMean();
    double[] intercept = problem.labelMean().clone();
    for (int k = 0, at = 0; k < intercept.length; k++) {
      double sum = 0;
      for (int i = 0; i < mean.length; i++, at++) {
        sum += a[at] * mean[i];
      }
      intercept[k] -= sum;
    }
    return intercept;
  }
}
