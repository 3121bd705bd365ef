package org.transferability.solve;

import java.util.Optional;
import org.transferability.linear.Blas;
import org.transferability.linear.SymmetricEigen;
import org.transferability.linear.SymmetricMatrix;

/**
 * Least squares on the leading k principal components of the features, with an intercept. With S =
 * V diag(w) V' in descending order of w, and Z = V'K,
 *
 * <pre>
 *   A' = V_k diag(1/w) Z_k,   R = v - sum_{j &lt;= k} z_j^2 / w_j.
 * </pre>
 *
 * <p>The components are those of the rows that are fitted, so that on held-out rows a fit is that
 * of scikit-learn's {@code make_pipeline(PCA(k), LinearRegression())}. Components without variance
 * do not count: with k beyond the rank the fit is that of all features. If w_k = w_{k+1}, which
 * component is the k-th is arbitrary.
 *
 * <p>Cost: one eigendecomposition, then 2 d k Q for each k. The problem is not modified.
 */
public final class PrincipalComponents {
  /** Eigenvalues not above this many rounding units of the largest are zero; at least d. */
  private static final int LEAST_RANK_TOLERANCE = 32;

  private final RidgeProblem problem;
  private final double[] values; // w, ascending
  private final double[] vectors; // V, column-major
  private final double[] cross; // V'K, d x Q
  private final int rank;
  private final double unit;

  private PrincipalComponents(RidgeProblem problem) {
    int d = problem.width();
    int q = problem.outputs();
    SymmetricMatrix s = problem.scatter().copy();
    s.scale(1.0 / problem.rows());
    SymmetricEigen eigen = SymmetricEigen.of(s);
    this.problem = problem;
    this.values = eigen.values();
    this.vectors = eigen.vectors();
    this.unit = Math.max(LEAST_RANK_TOLERANCE, d) * Math.ulp(1.0) * problem.cancellation();
    double smallest = d == 0 ? 0 : unit * values[d - 1];
    int found = 0;
    while (found < Math.min(d, problem.rows() - 1) && values[d - 1 - found] > smallest) {
      found++;
    }
    this.rank = found;
    this.cross = new double[Math.multiplyExact(d, q)];
    if (cross.length > 0) {
      double inverse = 1.0 / problem.rows();
      Blas.blas().dgemm("T", "N", d, q, d, inverse, vectors, d, problem.cross(), d, 0, cross, d);
    }
  }

  /** Decomposes the features of a problem. */
  public static PrincipalComponents of(RidgeProblem problem) {
    return new PrincipalComponents(problem);
  }

  /**
   * The fit to the leading components.
   *
   * @param k at least 1
   */
  public RidgeFit solve(int k) {
    int d = problem.width();
    int q = problem.outputs();
    int used = Math.min(k, rank);
    double[] weights = weights(used);
    double[] diagonal = problem.scatter().diagonal();
    double[] residual = new double[q];
    double[] error = new double[q];
    double mixed = mixed(used);
    for (int o = 0; o < q; o++) {
      double explained = 0;
      for (int j = d - used; j < d; j++) {
        explained += cross[j + o * d] * cross[j + o * d] / values[j];
      }
      double magnitude = 0;
      for (int i = 0; i < d; i++) {
        double a = weights[i + o * d];
        magnitude += a * a * diagonal[i] / problem.rows();
      }
      double v = problem.variance(o);
      residual[o] = Math.max(0, v - explained);
      error[o] =
          RoundingError.ofObjective(v, magnitude, problem.cancellation())
              + Math.max(0, explained - v)
              + mixed * v;
    }
    double condition = used == 0 ? 1 : values[d - 1] / values[d - used];
    long left = problem.rows() - 1 - used;
    Diagnostics known =
        new Diagnostics(problem.rows(), problem.featureCount(), used, condition, condition);
    return new RidgeFit(
        RidgeFit.NO_LAMBDA,
        RidgeFit.Source.MOMENTS,
        problem,
        () -> known,
        new RidgeFit.Numbers(residual, new double[q], error, new double[q]),
        RidgeFit.Weights.of(weights, condition),
        new RidgeFit.Freedom(() -> 1.0 + used, () -> Optional.of(new FreeRows(left, 0))));
  }

  /** V_k diag(1/w) Z_k, d x Q. */
  private double[] weights(int used) {
    int d = problem.width();
    int q = problem.outputs();
    double[] weights = new double[Math.multiplyExact(d, q)];
    if (used == 0 || q == 0) {
      return weights;
    }
    double[] scaled = new double[Math.multiplyExact(used, q)];
    for (int o = 0; o < q; o++) {
      for (int j = 0; j < used; j++) {
        scaled[j + o * used] = cross[d - used + j + o * d] / values[d - used + j];
      }
    }
    Blas.blas()
        .dgemm(
            "N", "N", d, q, used, 1, vectors, (d - used) * d, d, scaled, 0, used, 0, weights, 0, d);
    return weights;
  }

  /** How far rounding may turn the last component into the next one: unit w_1 / (w_k - w_{k+1}). */
  private double mixed(int used) {
    int d = problem.width();
    if (used == 0 || used == rank) {
      return 0;
    }
    double gap = values[d - used] - values[d - used - 1];
    return gap > 0 ? Math.min(1, unit * values[d - 1] / gap) : 1;
  }
}
