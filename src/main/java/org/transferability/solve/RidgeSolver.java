package org.transferability.solve;

import java.util.Arrays;
import java.util.Optional;
import org.transferability.linear.Cholesky;
import org.transferability.linear.SymmetricEigen;
import org.transferability.linear.SymmetricMatrix;

/**
 * Solves one ridge problem for any number of penalties.
 *
 * <p>In scaled features (see {@link ScaledFeatures}), M = D S D + lambda D^2 and u = L^-1 D K with
 * M = L L':
 *
 * <pre>
 *   J = v - u'u,   A = D L^-T u,   R = J - lambda A'A.
 * </pre>
 *
 * <p>v - u'u subtracts non-negative terms from v, so no error of an ill-conditioned A enters at
 * first order, but R is accurate only to rounding of v. If the features can fit all rows exactly
 * (rank n - 1), the residual is exactly 0 at lambda = 0, which gives, with A_0 any solution there
 * and delta = A_0 - A = lambda (S + lambda I)^-1 A_0,
 *
 * <pre>R = delta' S delta = lambda A'delta,   J = R + lambda A'A,</pre>
 *
 * which keeps its digits for any size.
 *
 * <p>Cost: one factorisation in {@link #prepare} and one for each positive penalty, d^3/3
 * operations each, and 2 d^2 Q for the outputs; an eigendecomposition only if S is singular or
 * nearly so and its rank matters, that is not in {@link #ofPart} if all penalties are large enough
 * for Cholesky factors. Not modified: the problem. Not safe for use by several threads.
 */
public final class RidgeSolver {
  /**
   * Eigenvalues not above this many rounding units, relative to the largest, are zero; at least d.
   */
  private static final int LEAST_RANK_TOLERANCE = 32;

  /** Below this bound of the condition of a regularised matrix no better estimate is needed. */
  static final double HARMLESS_CONDITION = 1e8;

  /** Weights of systems below this condition predict well without the solution at 0. */
  static final double PREDICTABLE_CONDITION = 1e10;

  /** Differences with this relative error need no comparison with products. */
  private static final double PRECISE = 1e-11;

  /** A condition of S above which one step of refinement is not sufficient. */
  private static final double BEYOND_MOMENTS = 1e13;

  /** An objective must not exceed the variance of the labels by more than this share. */
  private static final double IMPOSSIBLE = 1e-9;

  /** Below this share of the smallest eigenvalue, the effect of rounding is negligible. */
  private static final double SETTLED = 1e-3;

  /** Two computations of J agree if they differ by less than this many errors of the second. */
  private static final double AGREEMENT = 10;

  /** Columns of the identity solved for at once. */
  private static final int TRACE_BLOCK = 256;

  private final RidgeProblem problem;
  private final ScaledFeatures features;
  private final double[] variances; // the diagonal of D S D
  private SymmetricMatrix covariance; // D S D; null until requested
  private final double tolerance;
  private final boolean interpolates; // known without a factorisation
  private double mostCondition = Double.POSITIVE_INFINITY; // of S on its range, if that is known
  private ScaledInverse inverse; // of S; null until requested
  private double[] leastNorm; // null until it is requested
  private double leastNormError = 1; // in units of rounding, if known
  private double[] lost; // by the decision about the rank; null until requested
  private double[] eigenvalues; // of S, ascending; null until requested

  private RidgeSolver(RidgeProblem problem, Optional<RidgeSolver> whole) {
    this.problem = problem;
    this.features = ScaledFeatures.of(problem);
    this.variances = features.variances(problem);
    this.tolerance = tolerance(features, problem.cancellation());
    this.interpolates =
        whole.isPresent()
            && whole
                .orElseThrow()
                .isInterpolatedOn(features, problem.mostRank(), problem.cancellation());
  }

  /** Computes what does not depend on the penalty: scaling, rank, condition, the solution at 0. */
  public static RidgeSolver prepare(RidgeProblem problem) {
    RidgeSolver solver = of(problem);
    solver.inverse();
    return solver;
  }

  /** The same, but rank and condition are computed only when a fit or a part needs them. */
  public static RidgeSolver of(RidgeProblem problem) {
    return new RidgeSolver(problem, Optional.empty());
  }

  /**
   * Takes the range of as many eigenvalues of S as it may have, up to a common factor, from another
   * computation, so that its rank and a bound of its condition need no factorisation. It must be
   * called before other threads use parts of this solver.
   *
   * <p>Those of D S D are in that range times the range of D^2, by Ostrowski's theorem (Horn and
   * Johnson, "Matrix Analysis", theorem 4.5.9).
   *
   * @param smallest a lower bound; 0 if it is not known
   * @param largest an upper bound
   */
  public void takeRange(double smallest, double largest) {
    double bound = largest / smallest * features.spread();
    if (smallest > 0
        && problem.mostRank() <= features.count()
        && bound * tolerance * ScaledInverse.MARGIN < 1) {
      mostCondition = bound;
    }
  }

  /** Whether the rank is known without a factorisation: it is the most that it can be. */
  private boolean isRankKnown() {
    return interpolates || mostCondition < Double.POSITIVE_INFINITY;
  }

  /**
   * The same for a part of the rows. Rank and condition are computed only if a fit needs them.
   *
   * @param problem the moments of some of the rows of this solver
   */
  public RidgeSolver ofPart(RidgeProblem problem) {
    return new RidgeSolver(problem, Optional.of(this));
  }

  /**
   * Whether the rank of some of these rows is their number - 1 because all rows have such a rank.
   * With N D' for all centred rows N in their scaling D', and z of length 1 and sum 0 on the part,
   * |D N'z| is between the smallest and the largest singular value of all rows, times the range of
   * D / D'. So the condition on the range is at most that of all rows times the square of this
   * range.
   */
  private boolean isInterpolatedOn(ScaledFeatures part, long mostRank, double cancellation) {
    if (mostRank > part.count() || !isSaturated()) {
      return false;
    }
    double factor =
        part.unlikeness(features) * tolerance(part, cancellation) * ScaledInverse.MARGIN;
    return mostCondition * factor < 1 || inverse().condition() * factor < 1;
  }

  /** The same for moments in which no rows were subtracted. */
  boolean isInterpolatedOn(ScaledFeatures part, long mostRank) {
    return isInterpolatedOn(part, mostRank, 1);
  }

  private static double tolerance(ScaledFeatures features, double cancellation) {
    return Math.max(LEAST_RANK_TOLERANCE, features.count()) * Math.ulp(1.0) * cancellation;
  }

  /** Parts may ask for the inverse, which needs it, on other threads. */
  private synchronized SymmetricMatrix covariance() {
    if (covariance == null) {
      covariance = features.covariance(problem);
    }
    return covariance;
  }

  /** Parts may ask for it on several threads. */
  private synchronized ScaledInverse inverse() {
    if (inverse == null) {
      inverse = ScaledInverse.of(covariance(), tolerance, problem.mostRank());
    }
    return inverse;
  }

  /** Whether the features can fit all rows exactly. */
  private boolean isSaturated() {
    return problem.mostRank() <= features.count() && rank() >= problem.mostRank();
  }

  /** Numerical rank of S. */
  public int rank() {
    return isRankKnown() ? (int) problem.mostRank() : inverse().rank();
  }

  /** Condition of S after scaling; infinite if the rank is below d. */
  public double condition() {
    return rank() < problem.featureCount() ? Double.POSITIVE_INFINITY : inverse().condition();
  }

  /**
   * The properties without a penalty. Nothing is factorised for the condition of a system that is
   * known to be harmless.
   */
  public Diagnostics diagnostics() {
    boolean harmless =
        mostCondition <= HARMLESS_CONDITION && problem.mostRank() < problem.featureCount();
    return harmless ? known(mostCondition) : diagnostics(inverse());
  }

  /** The properties with a penalty. */
  public Diagnostics diagnostics(double lambda) {
    if (lambda == 0) {
      return diagnostics();
    }
    double bound = features.regularised(variances, lambda).bound();
    return known(bound > HARMLESS_CONDITION ? regularised(lambda).condition() : bound);
  }

  RidgeProblem problem() {
    return problem;
  }

  /**
   * Whether S is singular to working precision although no feature is constant and there are enough
   * rows: the moments have lost information of the rows.
   */
  public boolean isBeyondMoments() {
    return rank() < Math.min(features.count(), problem.mostRank())
        || (mostCondition > BEYOND_MOMENTS && inverse().condition() > BEYOND_MOMENTS);
  }

  /** dA = (S + lambda I)^-1 h, d x Q column-major, a new array; on the range of S. */
  double[] correction(double lambda, double[] h) {
    int q = problem.outputs();
    ScaledInverse solved = lambda > 0 ? regularised(lambda) : inverse();
    return features.weights(solved.finish(solved.half(features.select(h, q), q), q), q);
  }

  /** The fit for one penalty; at 0, the least-squares solution of least norm. */
  public RidgeFit solve(double lambda) {
    if (!(lambda >= 0 && lambda < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Cannot solve a ridge regression: expected a finite penalty of at least 0, found "
              + lambda);
    }
    if (lambda == 0) {
      return isSaturated() ? interpolation() : fit(0, inverse());
    }
    ScaledInverse solved = regularised(lambda);
    RidgeFit differences = fit(lambda, solved);
    return isPrecise(differences) || !isSaturated()
        ? differences
        : saturatedFit(lambda, solved, differences);
  }

  /**
   * The same for predictions: its weights are as accurate, its objective may be rounding if it is a
   * small part of the variance. Its factor is not kept.
   */
  public RidgeFit predictor(double lambda) {
    if (lambda > 0) {
      ScaledInverse solved = regularised(lambda);
      double condition = features.units() * solved.condition();
      if (solved instanceof DefiniteInverse && condition <= PREDICTABLE_CONDITION) {
        RidgeFit fit = fit(lambda, solved);
        RidgeFit.Weights weights = RidgeFit.Weights.of(fit.solvedWeights(), condition);
        return fit.withoutFactor(weights, () -> solve(lambda));
      }
    }
    RidgeFit fit = solve(lambda);
    RidgeFit.Weights weights = RidgeFit.Weights.of(fit.weights(), fit.weightsCondition());
    return fit.withoutFactor(weights, () -> solve(lambda));
  }

  /** Whether products could only confirm the digits of the differences, those of R included. */
  private static boolean isPrecise(RidgeFit differences) {
    boolean precise = true;
    for (int k = 0; k < differences.outputs(); k++) {
      precise &= differences.errorEstimate(k) <= PRECISE * differences.residual(k);
    }
    return precise;
  }

  /** The fit if the rows leave an error: J = v - u'u. */
  private RidgeFit fit(double lambda, ScaledInverse solved) {
    int q = problem.outputs();
    double[] cross = features.cross(problem);
    double[] truncation = new double[q];
    double[] u = solved.half(cross, q);
    double[] explained = ColumnSums.squares(u, q);
    double[] x = solved.finish(u, q);
    double[] squaredNorm = ColumnSums.squares(x, features.identity(1), q);
    double[] magnitude = ColumnSums.squares(x, variances, q);
    double[] residual = new double[q];
    double[] penalty = new double[q];
    double[] error = new double[q];
    for (int k = 0; k < q; k++) {
      double v = problem.variance(k);
      penalty[k] = lambda * squaredNorm[k];
      double left = v - explained[k] - penalty[k];
      residual[k] = Math.max(0, left);
      double objective = residual[k] + penalty[k];
      truncation[k] = truncation(solved, k, objective);
      error[k] =
          RoundingError.ofObjective(v, magnitude[k], problem.cancellation())
              + truncation[k]
              + Math.max(0, -left)
              + (objective > v * (1 + IMPOSSIBLE) ? objective : 0);
    }
    return new RidgeFit(
        lambda,
        RidgeFit.Source.MOMENTS,
        problem,
        () -> diagnostics(solved),
        new RidgeFit.Numbers(residual, penalty, error, truncation),
        new Solution(lambda, solved, x),
        freedom(lambda, solved));
  }

  /**
   * The error of J from the directions that were excluded as rounding: all of J if it is unknown
   * what they would explain. With a penalty that is large relative to rounding, they explain
   * nothing.
   */
  private double truncation(ScaledInverse solved, int output, double objective) {
    double unit = Math.ulp(1.0) * problem.cancellation();
    boolean settled =
        solved instanceof DefiniteInverse
            && solved != inverse
            && unit * solved.condition() < SETTLED;
    double share = settled ? 0 : RoundingError.ofTruncation(lost()[output]);
    return share == 0 ? 0 : Math.min(share, objective);
  }

  /**
   * Whether the directions excluded at lambda 0 are rounding for every output. They are if there
   * are as many others as rows allow.
   */
  private boolean isSettled() {
    return isSaturated() || Arrays.stream(lost()).allMatch(Double::isFinite);
  }

  /** The part that directions excluded at lambda 0 would explain; infinite if it is unknown. */
  private double[] lost() {
    if (lost == null) {
      int q = problem.outputs();
      double[] cross = features.cross(problem);
      double[] variance = new double[q];
      Arrays.setAll(variance, problem::variance);
      lost =
          inverse() instanceof RangeInverse range
              ? range.lost(
                  cross, range.finish(range.half(cross, q), q), variance, problem.cancellation())
              : new double[q];
    }
    return lost;
  }

  /**
   * The fit if the rows leave no error without a penalty. It uses products, R = lambda A'delta,
   * which keeps its digits for any size, if that agrees with J = v - u'u within the error of the
   * latter. If features differ in scale by many orders of magnitude, the products may be wrong by
   * any factor.
   */
  private RidgeFit saturatedFit(double lambda, ScaledInverse solved, RidgeFit differences) {
    RidgeFit products = products(lambda, solved);
    int q = problem.outputs();
    double[] error = new double[q];
    boolean agree = true;
    for (int k = 0; k < q; k++) {
      double apart = Math.abs(products.objective(k) - differences.objective(k));
      agree &= apart <= AGREEMENT * differences.errorEstimate(k);
      error[k] = Math.min(products.errorEstimate(k), differences.errorEstimate(k));
    }
    return agree ? products.withErrors(error) : differences;
  }

  private RidgeFit products(double lambda, ScaledInverse solved) {
    int q = problem.outputs();
    double[] delta = delta(lambda, solved);
    double[] x = leastNormLess(delta);
    double[] squares = features.identity(1);
    double[] squaredNorm = ColumnSums.squares(x, squares, q);
    double[] residual = new double[q];
    double[] penalty = new double[q];
    double[] error = new double[q];
    for (int k = 0, at = 0; k < q; k++) {
      double gap = 0;
      for (int i = 0; i < squares.length; i++, at++) {
        gap += squares[i] * x[at] * delta[at];
      }
      residual[k] = Math.max(0, lambda * gap);
      penalty[k] = lambda * squaredNorm[k];
      error[k] =
          RoundingError.ofSolution(
              residual[k] + penalty[k], inverse().condition() * features.spread());
    }
    return new RidgeFit(
        lambda,
        RidgeFit.Source.MOMENTS,
        problem,
        () -> diagnostics(solved),
        new RidgeFit.Numbers(residual, penalty, error, new double[q]),
        new Solution(lambda, solved, null),
        freedom(lambda, solved));
  }

  private RidgeFit.Freedom freedom(double lambda, ScaledInverse solved) {
    return new RidgeFit.Freedom(
        () -> degreesOfFreedom(lambda, solved),
        () -> lambda > 0 && isSaturated() ? Optional.of(freeRows(lambda)) : Optional.empty());
  }

  /**
   * n - df if the rank is n - 1: the sum of lambda / (w_j + lambda) over the eigenvalues of S that
   * are not zero, without a difference of large numbers.
   */
  private FreeRows freeRows(double lambda) {
    if (eigenvalues == null) {
      SymmetricMatrix s = problem.scatter().copy();
      s.scale(1.0 / problem.rows());
      eigenvalues = SymmetricEigen.of(s).values();
    }
    double rounding = Math.ulp(1.0) * eigenvalues[eigenvalues.length - 1];
    double sum = 0;
    double error = 0;
    for (int j = eigenvalues.length - rank(); j < eigenvalues.length; j++) {
      double term = lambda / (eigenvalues[j] + lambda);
      sum += term;
      error += term * rounding / (eigenvalues[j] + lambda);
    }
    return new FreeRows(sum, error);
  }

  /** The fit without error and without a penalty: only its weights must be computed. */
  private RidgeFit interpolation() {
    int q = problem.outputs();
    return new RidgeFit(
        0,
        RidgeFit.Source.MOMENTS,
        problem,
        this::diagnostics,
        new RidgeFit.Numbers(new double[q], new double[q], new double[q], new double[q]),
        new Solution(0, null, null),
        RidgeFit.Freedom.of(() -> 1.0 + rank()));
  }

  /**
   * 1 + tr(S (S + lambda I)^-1) = 1 + r - lambda ||L^-1 D||^2, with M = L L' of rank r, by blocks
   * of columns of D.
   */
  private double degreesOfFreedom(double lambda, ScaledInverse solved) {
    if (lambda == 0) {
      return 1.0 + rank();
    }
    int d = features.count();
    double[] scale = features.scale();
    double shrunk = 0;
    for (int from = 0; from < d; from += TRACE_BLOCK) {
      int columns = Math.min(TRACE_BLOCK, d - from);
      double[] block = new double[Math.multiplyExact(d, columns)];
      for (int c = 0; c < columns; c++) {
        block[from + c + c * d] = scale[from + c];
      }
      for (double square : ColumnSums.squares(solved.half(block, columns), columns)) {
        shrunk += square;
      }
    }
    return 1 + solved.rank() - lambda * shrunk;
  }

  private Diagnostics diagnostics(ScaledInverse solved) {
    return known(solved.condition());
  }

  private Diagnostics known(double solvedCondition) {
    return new Diagnostics(
        problem.rows(),
        problem.mostRank(),
        problem.featureCount(),
        rank(),
        condition(),
        solvedCondition);
  }

  /** D^-1 delta = M^-1 lambda D^2 x_0: the effect of the penalty on the scaled weights. */
  private double[] delta(double lambda, ScaledInverse solved) {
    int q = problem.outputs();
    double[] right = leastNorm().clone();
    double[] squares = features.identity(lambda);
    for (int k = 0, at = 0; k < q; k++) {
      for (int i = 0; i < squares.length; i++, at++) {
        right[at] *= squares[i];
      }
    }
    return solved.finish(solved.half(right, q), q);
  }

  /**
   * The weights of a fit, computed when they are requested. If S is singular, the error of x = M^-1
   * D K in the null space is rounding divided by lambda, which does not affect the score. x_0 -
   * delta does not have this error, unless the penalty removes most of x_0. The more accurate one
   * is used.
   */
  private final class Solution implements RidgeFit.Weights {
    private final double lambda;
    private final ScaledInverse solved; // null if it is that of S
    private final double[] direct; // D^-1 A; null if not needed
    private double[] x; // null until requested
    private double condition;

    Solution(double lambda, ScaledInverse solved, double[] direct) {
      this.lambda = lambda;
      this.solved = solved;
      this.direct = direct;
    }

    @Override
    public double[] get() {
      choose();
      return features.weights(x, problem.outputs());
    }

    @Override
    public double[] solved() {
      return features.weights(direct(), problem.outputs());
    }

    @Override
    public double condition() {
      choose();
      return condition;
    }

    private void choose() {
      if (x != null) {
        return;
      }
      // if a penalty is lost in rounding, the pseudo-inverse is not that of S
      boolean straightforward = lambda == 0 || solved instanceof DefiniteInverse;
      if (rank() == features.count() || !isSettled()) {
        x = direct();
        condition = straightforward ? system().condition() : Double.POSITIVE_INFINITY;
      } else if (lambda == 0) {
        x = leastNorm();
        condition = inverse().condition() * ofLeastNorm(x, x);
      } else {
        double[] straight = direct();
        double least = inverse().condition() * ofLeastNorm(leastNorm(), straight);
        boolean better = straightforward && features.units() * solved.condition() < least;
        x = better ? straight : leastNormLess(delta(lambda, solved));
        condition = better ? features.units() * solved.condition() : least;
      }
    }

    /** Without a penalty, the inverse of S, which nothing else may have needed so far. */
    private ScaledInverse system() {
      return lambda == 0 ? inverse() : solved;
    }

    private double[] direct() {
      int q = problem.outputs();
      return direct == null
          ? system().finish(system().half(features.cross(problem), q), q)
          : direct;
    }

    /**
     * The squared ratio of x_0 to the solution, times the factor by which its computation in the
     * features' own units spreads an error of one over all: 1 or more.
     */
    private double ofLeastNorm(double[] least, double[] solution) {
      int q = problem.outputs();
      double[] diagonal = variances;
      double sizes = 0;
      double found = 0;
      for (double square : ColumnSums.squares(solution, diagonal, q)) {
        sizes += square;
      }
      for (double square : ColumnSums.squares(least, features.identity(1), q)) {
        found += square;
      }
      double largest = 0; // variance of a feature
      double[] scale = features.scale();
      for (int i = 0; i < scale.length; i++) {
        largest = Math.max(largest, diagonal[i] / (scale[i] * scale[i]));
      }
      double error = sizes == 0 ? 1 : Math.max(1, found * largest / sizes);
      return error * features.units() * leastNormError * leastNormError;
    }
  }

  private double[] leastNormLess(double[] delta) {
    double[] x = leastNorm().clone();
    for (int i = 0; i < x.length; i++) {
      x[i] -= delta[i];
    }
    return x;
  }

  /** The scaled weights, D^-1 A, of the least-squares solution of least norm: computed once. */
  private double[] leastNorm() {
    if (leastNorm == null) {
      int q = problem.outputs();
      double[] x = inverse().finish(inverse().half(features.cross(problem), q), q);
      if (inverse() instanceof RangeInverse range) {
        leastNormError = range.leastNorm(x, q, features.scale());
      }
      leastNorm = x;
    }
    return leastNorm;
  }

  private ScaledInverse regularised(double lambda) {
    ScaledFeatures.Regularised system = features.regularised(variances, lambda);
    SymmetricMatrix m = matrix(system);
    double bound = system.bound();
    double norm = bound > HARMLESS_CONDITION ? m.norm1() : 0;
    if (Cholesky.of(m) instanceof Cholesky cholesky) {
      return new DefiniteInverse(
          cholesky,
          bound > HARMLESS_CONDITION ? 1 / cholesky.reciprocalCondition(norm) : bound,
          system.rescale());
    }
    // The penalty is lost in the rounding of S, so the result is the solution without it.
    SymmetricMatrix again = covariance().copy();
    again.addToDiagonal(system.added());
    return RangeInverse.of(again, tolerance, features.count());
  }

  /** E (D S D + lambda D^2) E, a new matrix. */
  private SymmetricMatrix matrix(ScaledFeatures.Regularised system) {
    SymmetricMatrix m = covariance().copy();
    m.addToDiagonal(system.added());
    if (system.rescale() != null) {
      m.scaleBothSides(system.rescale());
    }
    return m;
  }
}
