package org.transferability.solve;

import java.util.Arrays;
import org.netlib.util.intW;
import org.transferability.accumulate.QrRevisit;
import org.transferability.linear.Blas;

/**
 * Ridge regressions from the triangular factor of the rows, for features so nearly dependent that
 * their covariance is singular in double precision. With R of {@link QrRevisit} less its first row
 * and column (the intercept),
 *
 * <pre>
 *   R = | F  G |     n J(lambda) = min_x ||G - F x||^2 + n lambda ||D x||^2 + ||H||^2,   A = D x
 *       | 0  H |
 * </pre>
 *
 * <p>At lambda 0 by the singular values of F, those not above max(32, d) eps of the largest being
 * 0; else by one more QR factorisation, of F on sqrt(n lambda) D. Every term is a square.
 *
 * <p>Cost: about 20 d^3 operations, and 6 d^3 for each penalty.
 */
public final class QrSolver {
  private static final int LEAST_RANK_TOLERANCE = 32;

  private final RidgeProblem problem;
  private final QrRevisit revisit;
  private final int k;
  private final int q;
  private final double[] f;
  private final double[] g;
  private final double[] rest;
  private final double[] singular;
  private final double[] left;
  private final double[] rightTransposed;
  private final int rank;

  private QrSolver(RidgeProblem problem, QrRevisit revisit, double[] r) {
    this.problem = problem;
    this.revisit = revisit;
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
    decompose();
    double unit = Math.max(LEAST_RANK_TOLERANCE, k) * Math.ulp(1.0);
    int above = 0;
    while (above < Math.min(k, problem.rows() - 1) && singular[above] > unit * singular[0]) {
      above++;
    }
    this.rank = above;
  }

  /** The second pass for a problem: the rows that its moments are of, in its scaling. */
  public static QrRevisit revisit(RidgeProblem problem, int[] outputs) {
    ScaledFeatures features = ScaledFeatures.of(problem);
    int[] active = features.active();
    double[] centre = new double[active.length];
    Arrays.setAll(centre, i -> problem.featureMean()[active[i]]);
    return new QrRevisit(
        problem.width(),
        centre,
        active.clone(),
        features.scale().clone(),
        outputs.clone(),
        problem.labelMean().clone());
  }

  /**
   * Takes the triangular factor.
   *
   * @param r what the second pass found
   */
  public static QrSolver of(RidgeProblem problem, QrRevisit revisit, double[] r) {
    return new QrSolver(problem, revisit, r);
  }

  private void decompose() {
    if (k == 0) {
      return;
    }
    double[] size = new double[1];
    int[] integers = new int[8 * k];
    intW info = new intW(0);
    double[] a = f.clone();
    Blas.lapack()
        .dgesdd("A", k, k, a, k, singular, left, k, rightTransposed, k, size, -1, integers, info);
    double[] work = new double[(int) size[0]];
    Blas.lapack()
        .dgesdd(
            "A",
            k,
            k,
            a,
            k,
            singular,
            left,
            k,
            rightTransposed,
            k,
            work,
            work.length,
            integers,
            info);
    if (info.val != 0) {
      throw new ArithmeticException(
          "Cannot decompose a triangular factor: expected convergence, found dgesdd info "
              + info.val);
    }
  }

  /** The fit for one penalty; at 0 that of least norm in scaled features. */
  public RidgeFit solve(double lambda) {
    double[] x = lambda == 0 ? leastSquares() : regularised(lambda);
    double n = problem.rows();
    double[] scale = revisit.scale();
    double[] residual = new double[q];
    double[] penalty = new double[q];
    double[] error = new double[q];
    double[] unexplained = g.clone();
    if (x.length > 0) {
      Blas.blas().dgemm("N", "N", k, q, k, -1, f, k, x, k, 1, unexplained, k);
    }
    boolean exact = lambda == 0 && rank >= problem.rows() - 1;
    for (int o = 0; o < q; o++) {
      double squares = rest[o];
      double magnitude = 0;
      for (int i = 0; i < k; i++) {
        double weight = scale[i] * x[o * k + i];
        squares += unexplained[o * k + i] * unexplained[o * k + i];
        penalty[o] += lambda * weight * weight;
        int feature = revisit.active()[i];
        magnitude += weight * weight * problem.scatter().get(feature, feature) / n;
      }
      residual[o] = exact ? 0 : squares / n;
      error[o] = RoundingError.ofResiduals(problem.variance(o), magnitude, residual[o]);
    }
    double[] weights = new double[problem.width() * q];
    for (int o = 0; o < q; o++) {
      for (int i = 0; i < k; i++) {
        weights[o * problem.width() + revisit.active()[i]] = scale[i] * x[o * k + i];
      }
    }
    return new RidgeFit(
        lambda,
        RidgeFit.Source.ROWS,
        problem,
        diagnostics(lambda),
        residual,
        penalty,
        error,
        new double[q],
        weights::clone,
        () -> degreesOfFreedom(lambda));
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
    double condition = rank < problem.width() ? Double.POSITIVE_INFINITY : ratio * ratio;
    double smallestScale = Arrays.stream(revisit.scale()).min().orElse(1);
    double added = problem.rows() * lambda * smallestScale * smallestScale;
    double solved =
        added > 0 ? Math.min(ratio, Math.sqrt(1 + singular[0] * singular[0] / added)) : ratio;
    return new Diagnostics(problem.rows(), problem.width(), rank, condition, solved);
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
