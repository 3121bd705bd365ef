package org.transferability.solve;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.transferability.linear.Cholesky;
import org.transferability.linear.SymmetricMatrix;

/**
 * A regression through the origin by one Cholesky factor a penalty. With U = F'F/n, k = F'y/n, U +
 * l I = L L', h = L^-1 k and a = L^-T h:
 *
 * <pre>
 *   R(l)     = ||y||^2/n - h'h - l a'a
 *   n - df   = n - d + l tr((U + l I)^-1)
 * </pre>
 *
 * <p>Both are differences: R keeps about as many digits as it has above the rounding of ||y||^2/n.
 * That is sufficient for a standard error, but not for a score. Cost: d^3/3 multiply-adds for the
 * factor, as much for the trace, and d^2 Q, against about 9 d^3 for {@link OriginSpectrum}. The
 * problem is not modified. Not safe for use by several threads.
 */
public final class OriginFactors implements OriginRegression {
  /** An R of fewer rounding units of ||y||^2/n has too few digits for differences. */
  private static final double DIFFERENCES = 1e4;

  private final RidgeProblem problem;
  private final SymmetricMatrix moments;
  private final double[] cross;
  private final double meanEigenvalue;
  private final Map<Double, Fit> fits = new HashMap<>();

  private record Fit(double[] residual, double freeRows) {}

  private OriginFactors(RidgeProblem problem) {
    this.problem = problem;
    this.moments = problem.rawMoments();
    this.cross = problem.rawCross();
    double trace = 0;
    for (double diagonal : moments.diagonal()) {
      trace += diagonal;
    }
    this.meanEigenvalue = problem.width() == 0 ? 0 : trace / problem.featureCount();
  }

  public static OriginFactors of(RidgeProblem problem) {
    return new OriginFactors(problem);
  }

  @Override
  public long rows() {
    return problem.rows();
  }

  @Override
  public double meanEigenvalue() {
    return meanEigenvalue;
  }

  @Override
  public double variance(int output) {
    return problem.variance(output);
  }

  /** NaN if U + l I is not positive definite to working precision, or R is mostly rounding. */
  @Override
  public double residual(double penalty, int output) {
    return fits.computeIfAbsent(penalty, this::fit).residual()[output];
  }

  @Override
  public double freeRows(double penalty) {
    return fits.computeIfAbsent(penalty, this::fit).freeRows();
  }

  private Fit fit(double penalty) {
    int q = problem.outputs();
    double[] residual = new double[q];
    SymmetricMatrix system = moments.copy();
    system.addToDiagonal(penalty);
    if (!(Cholesky.of(system) instanceof Cholesky factor)) {
      Arrays.fill(residual, Double.NaN);
      return new Fit(residual, Double.NaN);
    }
    double[] h = cross.clone();
    factor.solveLower(h, q);
    double[] explained = ColumnSums.squares(h, q);
    factor.solveLowerTransposed(h, q);
    double[] norm = ColumnSums.squares(h, q);
    for (int o = 0; o < q; o++) {
      double y = problem.labelMean()[o];
      double total = problem.variance(o) + y * y;
      double left = total - explained[o] - penalty * norm[o];
      residual[o] = left > DIFFERENCES * Math.ulp(total) ? left : Double.NaN;
    }
    double free = problem.rows() - problem.width() + penalty * factor.traceOfInverse();
    return new Fit(residual, free);
  }
}
