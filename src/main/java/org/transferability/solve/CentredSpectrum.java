package org.transferability.solve;

import java.util.Arrays;
import org.transferability.linear.Blas;
import org.transferability.linear.ProjectedEigen;
import org.transferability.linear.SymmetricMatrix;

/**
 * The eigenvectors of S = V diag(w) V' that carry data, and what K and the mean m of the features
 * are on them: V'K (r x Q, column-major) and V'm.
 *
 * @param values w, ascending, all above rounding of the largest; at most n - 1
 * @param cross V'K
 * @param mean V'm
 * @param meanOutside the length of the part of m outside the range of S; 0 if it is rounding,
 *     relative to m or to the largest eigenvalue
 * @param lost for each output, the part that the excluded eigenvectors would explain; infinite if
 *     it is unknown, see {@link RangeInverse#lost}
 * @param outside for each output, the sum of (v_j'K)^2 over the excluded eigenvectors
 * @param smallest eigenvalues not above this were excluded
 */
record CentredSpectrum(
    double[] values,
    double[] cross,
    double[] mean,
    double meanOutside,
    double[] lost,
    double[] outside,
    double smallest) {
  /** Eigenvalues not above this many rounding units of the largest are zero; at least d. */
  private static final int LEAST_RANK_TOLERANCE = 32;

  /** Cost: 4/3 d^3 operations, half of them level 2. The problem is not modified. */
  static CentredSpectrum of(RidgeProblem problem) {
    int d = problem.width();
    int q = problem.outputs();
    SymmetricMatrix s = problem.scatter().copy();
    s.scale(1.0 / problem.rows());
    double[] m = problem.featureMean();
    double[] columns = Arrays.copyOf(problem.cross(), Math.multiplyExact(d, q + 1));
    System.arraycopy(m, 0, columns, d * q, d);
    ProjectedEigen eigen = ProjectedEigen.of(s, columns, q + 1);
    double[] all = eigen.values();
    double unit = Math.max(LEAST_RANK_TOLERANCE, d) * Math.ulp(1.0);
    double smallest = d == 0 ? 0 : unit * problem.cancellation() * all[d - 1];
    int rank = 0;
    while (rank < Math.min(d, problem.rows() - 1) && all[d - 1 - rank] > smallest) {
      rank++;
    }
    double[] values = new double[rank];
    System.arraycopy(all, d - rank, values, 0, rank);
    double[] projected = Arrays.copyOfRange(eigen.products(), d * q, d * (q + 1));
    double length = Blas.blas().dnrm2(d, m, 1);
    double[] cross = new double[Math.multiplyExact(rank, q)];
    for (int o = 0, at = 0; o < q; o++) {
      for (int j = d - rank; j < d; j++, at++) {
        cross[at] = eigen.products()[j + o * d] / problem.rows();
      }
    }
    double[] mean = new double[rank];
    System.arraycopy(projected, d - rank, mean, 0, rank);
    double outside = rank == d ? 0 : Blas.blas().dnrm2(d - rank, projected, 1);
    double rounding = unit * length + smallest * weighedLength(mean, values);
    boolean carriesData = outside > rounding && outside * outside > smallest;
    double[] squares = new double[q];
    double[] lost = lost(problem, eigen, rank, cross, squares);
    return new CentredSpectrum(
        values, cross, mean, carriesData ? outside : 0, lost, squares, smallest);
  }

  /**
   * The sum over the excluded eigenvectors of (v_j'K)^2 / w_j; only rounding if S is singular.
   *
   * @param squares written: the sum of (v_j'K)^2
   */
  private static double[] lost(
      RidgeProblem problem, ProjectedEigen eigen, int rank, double[] cross, double[] squares) {
    int d = problem.width();
    int q = problem.outputs();
    double[] lost = new double[q];
    int left = d - rank;
    if (left == 0 || rank == 0 || q == 0) {
      return lost;
    }
    double largest = eigen.values()[d - 1];
    double unit = Math.ulp(1.0) * problem.cancellation();
    double trace = 0;
    for (double value : eigen.values()) {
      trace += Math.max(0, value);
    }
    for (int o = 0; o < q; o++) {
      double norm = 0;
      for (int j = 0; j < rank; j++) {
        double weight = cross[j + o * rank] / eigen.values()[left + j];
        norm += weight * weight;
      }
      double rounding =
          RangeInverse.rounding(
              unit, Math.sqrt(trace * problem.variance(o)), largest * Math.sqrt(norm));
      for (int j = 0; j < left; j++) {
        double z = eigen.products()[j + o * d] / problem.rows();
        squares[o] += z * z;
        lost[o] +=
            Math.abs(z) > rounding
                ? Double.POSITIVE_INFINITY
                : z * z / Math.max(Math.abs(eigen.values()[j]), unit * largest);
      }
    }
    return lost;
  }

  /**
   * |diag(w)^-1 V'm|. Rounding of S mixes eigenvectors without data with the others, more strongly
   * for smaller eigenvalues of the others, and moves a part of the mean in proportion.
   */
  private static double weighedLength(double[] mean, double[] values) {
    double sum = 0;
    for (int j = 0; j < values.length; j++) {
      sum += mean[j] / values[j] * (mean[j] / values[j]);
    }
    return Math.sqrt(sum);
  }

  int rank() {
    return values.length;
  }
}
