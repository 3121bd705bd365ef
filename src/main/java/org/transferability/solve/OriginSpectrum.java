package org.transferability.solve;

import org.transferability.linear.Blas;
import org.transferability.linear.SymmetricEigen;
import org.transferability.linear.SymmetricMatrix;

/**
 * A regression through the origin, no intercept and no centring, on the eigenvectors of the
 * features' raw second moments: one decomposition serves every penalty and every output.
 *
 * <pre>
 *   U = F'F/n = S + m m'         d x d, m the mean of the features
 *   k = F'y/n = K + m mean(y)    d x Q
 *   u = ||y||^2/n = v + mean(y)^2
 *   U = V diag(w) V',  z = V'k,  e_j = z_j^2 / w_j  explained by direction j,  r = u - sum_j e_j
 *   R(l)  = r + sum_j (l / (w_j + l))^2 e_j         mean squared error of the ridge fit at l
 *   df(l) = sum_j w_j / (w_j + l)
 * </pre>
 *
 * <p>Sums run over the directions whose w_j are above rounding of the largest, the rank. R is a sum
 * of terms that are not negative; r alone is a difference, and is exactly 0 where the rank is n.
 *
 * <p>Cost: an eigendecomposition, about 9 d^3 operations, and 2 d^2 Q. The problem is not modified.
 */
public final class OriginSpectrum implements OriginRegression {
  /** Eigenvalues not above this many rounding units of the largest are zero; at least d. */
  private static final int LEAST_RANK_TOLERANCE = 32;

  private final RidgeProblem problem;
  private final double meanEigenvalue;
  private final double[] values;
  private final double[] explained;
  private final double[] rest;
  private final double[] error;

  private OriginSpectrum(
      RidgeProblem problem,
      double meanEigenvalue,
      double[] values,
      double[] explained,
      double[] rest,
      double[] error) {
    this.problem = problem;
    this.meanEigenvalue = meanEigenvalue;
    this.values = values;
    this.explained = explained;
    this.rest = rest;
    this.error = error;
  }

  /** Decomposes the raw second moments of a group's features. */
  public static OriginSpectrum of(RidgeProblem problem) {
    int d = problem.width();
    SymmetricMatrix u = problem.rawMoments();
    double trace = 0;
    for (double diagonal : u.diagonal()) {
      trace += diagonal;
    }
    SymmetricEigen eigen = SymmetricEigen.of(u);
    double[] all = eigen.values();
    double smallest =
        Math.max(LEAST_RANK_TOLERANCE, d)
            * Math.ulp(1.0)
            * problem.cancellation()
            * (d == 0 ? 0 : all[d - 1]);
    int rank = 0;
    while (rank < Math.min(d, problem.rows()) && all[d - 1 - rank] > smallest) {
      rank++;
    }
    double[] values = new double[rank];
    System.arraycopy(all, d - rank, values, 0, rank);
    double[] explained = explained(problem, eigen, values);
    int q = problem.outputs();
    double[] rest = new double[q];
    double[] error = new double[q];
    for (int k = 0, at = 0; k < q; k++) {
      double sum = 0;
      for (int j = 0; j < rank; j++, at++) {
        sum += explained[at];
      }
      double y = problem.labelMean()[k];
      double square = problem.variance(k) + y * y;
      if (rank < problem.rows()) {
        rest[k] = Math.max(0, square - sum);
        error[k] = RoundingError.ofObjective(square, sum, problem.cancellation());
      }
    }
    return new OriginSpectrum(problem, d == 0 ? 0 : trace / d, values, explained, rest, error);
  }

  /** e_j of every output, rank x Q column-major. */
  private static double[] explained(RidgeProblem problem, SymmetricEigen eigen, double[] values) {
    int d = problem.width();
    int q = problem.outputs();
    int rank = values.length;
    double[] e = new double[Math.multiplyExact(rank, q)];
    if (e.length == 0) {
      return e;
    }
    double[] k = problem.rawCross();
    int skipped = (d - rank) * d;
    Blas.blas().dgemm("T", "N", rank, q, d, 1, eigen.vectors(), skipped, d, k, 0, d, 0, e, 0, rank);
    for (int o = 0, at = 0; o < q; o++) {
      for (int j = 0; j < rank; j++, at++) {
        e[at] = e[at] * e[at] / values[j];
      }
    }
    return e;
  }

  @Override
  public long rows() {
    return problem.rows();
  }

  /** d. */
  public int width() {
    return problem.width();
  }

  /** Q. */
  public int outputs() {
    return problem.outputs();
  }

  /** How many w_j are not zero: the numerical rank of F. */
  public int rank() {
    return values.length;
  }

  /** The condition of U in the 2-norm; infinite where the rank is below d. */
  public double condition() {
    int rank = values.length;
    return rank < problem.width() || rank == 0
        ? Double.POSITIVE_INFINITY
        : values[rank - 1] / values[0];
  }

  @Override
  public double meanEigenvalue() {
    return meanEigenvalue;
  }

  /** w_j, ascending. */
  public double value(int j) {
    return values[j];
  }

  /** e_j of one output: by how much direction j lowers its mean square. */
  public double explained(int j, int output) {
    return explained[j + output * values.length];
  }

  /** r of one output: the mean squared error without a penalty. */
  public double rest(int output) {
    return rest[output];
  }

  @Override
  public double variance(int output) {
    return problem.variance(output);
  }

  /**
   * An estimate of the absolute error of R(l) from rounding: that of u and k, and that of the w_j,
   * each wrong by about eps times the largest, however small it is. So R loses digits where the
   * means of the features or the labels are large beside their deviations; rows, not moments, would
   * lose half as many.
   */
  public double errorEstimate(double penalty, int output) {
    double moved = 0;
    for (int j = 0; j < values.length; j++) {
      double shifted = values[j] + penalty;
      moved += 3 * explained(j, output) * (values[j] / shifted) / shifted;
    }
    double rounding = values.length == 0 ? 0 : Math.ulp(1.0) * values[values.length - 1];
    return error[output] + rounding * problem.cancellation() * moved;
  }

  @Override
  public double residual(double penalty, int output) {
    double sum = rest[output];
    for (int j = 0; j < values.length; j++) {
      double shrunk = penalty / (values[j] + penalty);
      sum += shrunk * shrunk * explained(j, output);
    }
    return sum;
  }

  /** No difference of nearly equal numbers. */
  @Override
  public double freeRows(double penalty) {
    double sum = problem.rows() - values.length;
    for (double w : values) {
      sum += penalty / (w + penalty);
    }
    return sum;
  }
}
