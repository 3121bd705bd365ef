package org.transferability.solve;

import java.util.Arrays;
import org.netlib.util.intW;
import org.transferability.accumulate.QrRevisit;
import org.transferability.linear.Blas;
import org.transferability.linear.SingularValues;

/**
 * Ridge regressions from the triangular factor of the rows, for features so nearly dependent that
 * their covariance is singular in double precision. With R of {@link QrRevisit} without its first
 * row and column (the intercept),
 *
 * <pre>
 *   R = | F  G |     n J(lambda) = min_x ||G - F x||^2 + n lambda ||D x||^2 + ||H||^2,   A = D x
 *       | 0  H |
 * </pre>
 *
 * <p>At lambda 0 it uses the singular values of F, of which those not above max(32, d) eps of the
 * largest count as 0; else one more QR factorisation, of F on sqrt(n lambda) D. Every term is a
 * square.
 *
 * <p>Cost: about 20 d^3 operations, and 6 d^3 for each penalty.
 */
public final class QrSolver {
  /**
   * The largest number of features and outputs, and 1 for the mean: a row costs 4 of its square.
   */
  private static final int MOST_ORDER = 1024;

  /** The factors of all folds of a chunk, 32 MB: about twice their moments. */
  private static final long MOST_NUMBERS = 4L * MOST_ORDER * MOST_ORDER;

  private static final int LEAST_RANK_TOLERANCE = 32;

  /** The condition up to which the directions that are kept are clearly above rounding. */
  private static final double CLEAR = 1e4;

  /** Below this share of the smallest singular value, the effect of rounding is negligible. */
  private static final double SETTLED = 1e-3;

  private final RidgeProblem problem;
  private final QrRevisit revisit;
  private final double[] r;
  private final int k;
  private final int q;
  private final double[] f;
  private final double[] g;
  private final double[] rest;
  private final double dwarfing;
  private final double[] singular;
  private final double[] left;
  private final double[] rightTransposed;
  private final int rank;
  private double leastNormError = 1; // in units of rounding, if known

  private QrSolver(RidgeProblem problem, QrRevisit revisit, double[] r, double dwarfing) {
    this.dwarfing = dwarfing;
    double rows = r[0] * r[0]; // the first column is that of the intercept
    if (Math.abs(rows - problem.rows()) > 0.25) {
      throw new IllegalStateException(
          "Cannot refine a fit: expected the same %d rows, found %.0f (the input changed)"
              .formatted(problem.rows(), rows));
    }
    this.problem = problem;
    this.revisit = revisit;
    this.r = r;
    this.k = revisit.active().length;
    this.q = revisit.outputs().length;
    int m = revisit.order();
    this.f = new double[k * k];
    this.g = new double[k * q];
    this.rest = new double[q];
    for (int j = 0; j < k; j++) {
      System.arraycopy(r, (1 + j) * m + 1, f, j * k, k);
    }
    for (int o = 0; o < q; o++) {
      int column = (1 + k + o) * m;
      System.arraycopy(r, column + 1, g, o * k, k);
      for (int i = 1 + k; i < m; i++) {
        rest[o] += r[column + i] * r[column + i];
      }
    }
    this.singular = new double[k];
    this.left = new double[k * k];
    this.rightTransposed = new double[k * k];
    SingularValues.decompose(k, k, f.clone(), singular, left, rightTransposed);
    double unit = Math.max(LEAST_RANK_TOLERANCE, k) * Math.ulp(1.0);
    int above = 0;
    while (above < Math.min(k, problem.rows() - 1) && singular[above] > unit * singular[0]) {
      above++;
    }
    this.rank = above;
  }

  /**
   * Whether a problem has few enough features and outputs, of whose number the work is a square.
   */
  public static boolean takes(RidgeProblem problem) {
    return order(problem) <= MOST_ORDER;
  }

  /** Whether a task has room for the factors of so many folds. */
  public static boolean takesFolds(RidgeProblem problem, int folds) {
    return (long) folds * order(problem) * order(problem) <= MOST_NUMBERS;
  }

  private static int order(RidgeProblem problem) {
    return 1 + problem.width() + problem.outputs();
  }

  /**
   * The second pass for a problem: the rows that its moments are of, in its scaling.
   *
   * @param outputs the problem's outputs in a row of labels
   * @param folds the number of folds, 1 for none
   */
  public static QrRevisit revisit(RidgeProblem problem, int[] outputs, int folds) {
    return revisit(problem, outputs, folds, problem.featureMean(), problem.labelMean());
  }

  /**
   * The same around a centre other than the mean: one extremely large row moves the mean so far
   * from the others that their differences from it have no digits.
   *
   * @param features d numbers
   * @param labels Q numbers
   */
  public static QrRevisit revisit(
      RidgeProblem problem, int[] outputs, int folds, double[] features, double[] labels) {
    ScaledFeatures scaled = ScaledFeatures.of(problem);
    int[] active = scaled.active();
    double[] centre = new double[active.length];
    Arrays.setAll(centre, i -> features[active[i]]);
    return new QrRevisit(
        problem.width(),
        centre,
        active.clone(),
        scaled.scale().clone(),
        outputs.clone(),
        labels.clone(),
        folds);
  }

  /**
   * Receives the triangular factor.
   *
   * @param problem the moments of the rows of the factor: those of the revisit, or of some of its
   *     folds
   * @param r m x m, of these rows
   * @throws IllegalStateException if the number of rows differs from the first pass
   */
  public static QrSolver of(RidgeProblem problem, QrRevisit revisit, double[] r) {
    return of(problem, revisit, r, Double.POSITIVE_INFINITY);
  }

  /**
   * The same if the spread of the rows is known.
   *
   * @param dwarfing by which factor some rows may be larger than others
   */
  public static QrSolver of(RidgeProblem problem, QrRevisit revisit, double[] r, double dwarfing) {
    return new QrSolver(problem, revisit, r, dwarfing);
  }

  /** The second pass over the rows of the factor. */
  QrRevisit revisit() {
    return revisit;
  }

  /** R, m x m, column-major. Not copied. */
  double[] factor() {
    return r;
  }

  RidgeProblem problem() {
    return problem;
  }

  /** The fit for one penalty; at 0 that of least norm. */
  public RidgeFit solve(double lambda) {
    double[] x = lambda == 0 ? leastSquares() : regularised(lambda);
    double n = problem.rows();
    double[] scale = revisit.scale();
    double[] residual = new double[q];
    double[] penalty = new double[q];
    double[] error = new double[q];
    double[] truncation = new double[q];
    double[] lengths = columns(); // about the centre of the second pass, which may be far away
    double[] unexplained = lambda == 0 ? outsideOfRange() : residuals(x);
    boolean exact = lambda == 0 && rank >= problem.rows() - 1;
    for (int o = 0; o < q; o++) {
      double squares = rest[o];
      double magnitude = 0;
      for (int i = 0; i < k; i++) {
        double weight = scale[i] * x[o * k + i];
        squares += unexplained[o * k + i] * unexplained[o * k + i];
        penalty[o] += lambda * weight * weight;
        magnitude += x[o * k + i] * x[o * k + i] * lengths[i] / n;
      }
      residual[o] = exact ? 0 : squares / n;
      error[o] =
          RoundingError.ofResiduals(problem.variance(o), magnitude + penalty[o], residual[o]);
      truncation[o] = exact || isSettled(lambda) ? 0 : residual[o] + penalty[o];
      error[o] += truncation[o];
    }
    Diagnostics known = diagnostics(lambda);
    return new RidgeFit(
        lambda,
        RidgeFit.Source.ROWS,
        problem,
        () -> known,
        new RidgeFit.Numbers(residual, penalty, error, truncation),
        new Solution(lambda, x),
        RidgeFit.Freedom.of(() -> degreesOfFreedom(lambda)));
  }

  /**
   * Whether the decision about the rank is independent of rounding of the rows. Directions are
   * excluded as rounding if features, or rows, are copies or sums of one another. If one row is
   * extremely large, so that the directions kept are nearly dependent too, the excluded ones may
   * have been data.
   */
  private boolean isSettled(double lambda) {
    boolean allKept = rank >= Math.min(k, problem.rows() - 1);
    boolean clear = dwarfing <= CLEAR || (rank > 0 && singular[0] <= CLEAR * singular[rank - 1]);
    double rounding = Math.max(LEAST_RANK_TOLERANCE, k) * Math.ulp(1.0);
    return allKept || clear || (lambda > 0 && rounding * solvedCondition(lambda) < SETTLED);
  }

  /** For each feature that varies, the sum of squares of its column before the factorisation. */
  double[] columns() {
    int m = revisit.order();
    double[] squares = new double[k];
    for (int i = 0; i < k; i++) {
      for (int row = 0; row <= 1 + i; row++) {
        squares[i] += r[(1 + i) * m + row] * r[(1 + i) * m + row];
      }
    }
    return squares;
  }

  /** A = D x with zeros for the features that do not vary. */
  private double[] weights(double[] x) {
    double[] weights = new double[problem.width() * q];
    for (int o = 0; o < q; o++) {
      for (int i = 0; i < k; i++) {
        weights[o * problem.width() + revisit.active()[i]] = revisit.scale()[i] * x[o * k + i];
      }
    }
    return weights;
  }

  /** The weights of a fit; the condition is the square of that of the rows. */
  private final class Solution implements RidgeFit.Weights {
    private final double lambda;
    private final double[] fitted;
    private double[] x; // null until requested

    Solution(double lambda, double[] fitted) {
      this.lambda = lambda;
      this.fitted = fitted;
    }

    @Override
    public double[] get() {
      if (x == null) {
        x = lambda == 0 && rank < k ? leastNorm(fitted) : fitted;
      }
      return weights(x);
    }

    @Override
    public double condition() {
      double ratio = diagnostics(lambda).solvedCondition();
      if (lambda > 0 || rank == k) {
        return ratio * ratio;
      }
      double[] a = get(); // in units of the features, in which an error of one is spread over all
      double norm = 0;
      double sizes = 0;
      double largest = 0;
      double[] squares = problem.scatter().diagonal();
      for (int i = 0; i < a.length; i++) {
        double variance = squares[i % squares.length] / problem.rows();
        norm += a[i] * a[i];
        sizes += a[i] * a[i] * variance;
        largest = Math.max(largest, variance);
      }
      double error = sizes == 0 ? 1 : Math.max(1, norm * largest / sizes);
      return ratio * ratio * error * leastNormError * leastNormError;
    }
  }

  private double[] leastNorm(double[] x) {
    double[] vectors = new double[k * k];
    for (int i = 0; i < k; i++) { // ascending, as eigenvectors are
      for (int j = 0; j < k; j++) {
        vectors[(k - 1 - i) * k + j] = rightTransposed[j * k + i];
      }
    }
    double[] least = x.clone();
    leastNormError = RangeInverse.leastNorm(vectors, k, rank, least, q, revisit.scale());
    return least;
  }

  /** The part of G that no weights explain, on the left singular vectors without a value. */
  private double[] outsideOfRange() {
    double[] outside = new double[k * q];
    int free = k - rank;
    if (free > 0 && q > 0) {
      Blas.blas().dgemm("T", "N", free, q, k, 1, left, rank * k, k, g, 0, k, 0, outside, 0, k);
    }
    return outside;
  }

  /** G - F x. */
  private double[] residuals(double[] x) {
    double[] residuals = g.clone();
    if (x.length > 0) {
      Blas.blas().dgemm("N", "N", k, q, k, -1, f, k, x, k, 1, residuals, k);
    }
    return residuals;
  }

  private double[] leastSquares() {
    double[] x = new double[k * q];
    if (rank == 0 || q == 0) {
      return x;
    }
    double[] z = new double[rank * q];
    Blas.blas().dgemm("T", "N", rank, q, k, 1, left, k, g, k, 0, z, rank);
    for (int o = 0; o < q; o++) {
      for (int j = 0; j < rank; j++) {
        z[o * rank + j] /= singular[j];
      }
    }
    Blas.blas().dgemm("T", "N", k, q, rank, 1, rightTransposed, k, z, rank, 0, x, k);
    return x;
  }

  /** [F; sqrt(n lambda) D] x = [G; 0] in least squares, by dgels. */
  private double[] regularised(double lambda) {
    double[] x = new double[k * q];
    if (k == 0 || q == 0) {
      return x;
    }
    int rows = 2 * k;
    double root = Math.sqrt(problem.rows() * lambda);
    double[] a = new double[rows * k];
    double[] b = new double[rows * q];
    for (int j = 0; j < k; j++) {
      System.arraycopy(f, j * k, a, j * rows, k);
      a[j * rows + k + j] = root * revisit.scale()[j];
    }
    for (int o = 0; o < q; o++) {
      System.arraycopy(g, o * k, b, o * rows, k);
    }
    double[] size = new double[1];
    intW info = new intW(0);
    Blas.lapack().dgels("N", rows, k, q, a, rows, b, rows, size, -1, info);
    double[] work = new double[(int) size[0]];
    Blas.lapack().dgels("N", rows, k, q, a, rows, b, rows, work, work.length, info);
    for (int o = 0; o < q; o++) {
      System.arraycopy(b, o * rows, x, o * k, k);
    }
    return x;
  }

  private Diagnostics diagnostics(double lambda) {
    double ratio = rank == 0 ? 1 : singular[0] / singular[rank - 1];
    double condition = rank < problem.featureCount() ? Double.POSITIVE_INFINITY : ratio * ratio;
    double solved = Math.min(ratio, solvedCondition(lambda));
    return new Diagnostics(problem.rows(), problem.featureCount(), rank, condition, solved);
  }

  /** An upper bound of the condition of F on sqrt(n lambda) D; infinite without a penalty. */
  private double solvedCondition(double lambda) {
    double smallest = Arrays.stream(revisit.scale()).min().orElse(1);
    double added = problem.rows() * lambda * smallest * smallest;
    return added > 0 && k > 0
        ? Math.sqrt(1 + singular[0] * singular[0] / added)
        : Double.POSITIVE_INFINITY;
  }

  /** 1 + tr F (F'F + n lambda D^2)^-1 F', by the same factorisation with F for G. */
  private double degreesOfFreedom(double lambda) {
    if (lambda == 0) {
      return 1.0 + rank;
    }
    int rows = 2 * k;
    double root = Math.sqrt(problem.rows() * lambda);
    double[] a = new double[rows * k];
    double[] b = new double[rows * k];
    for (int j = 0; j < k; j++) {
      System.arraycopy(f, j * k, a, j * rows, k);
      System.arraycopy(f, j * k, b, j * rows, k);
      a[j * rows + k + j] = root * revisit.scale()[j];
    }
    double[] size = new double[1];
    intW info = new intW(0);
    Blas.lapack().dgels("N", rows, k, k, a, rows, b, rows, size, -1, info);
    double[] work = new double[(int) size[0]];
    Blas.lapack().dgels("N", rows, k, k, a, rows, b, rows, work, work.length, info);
    double trace = 1;
    for (int j = 0; j < k; j++) {
      trace += b[j * rows + j];
    }
    return trace;
  }
}
