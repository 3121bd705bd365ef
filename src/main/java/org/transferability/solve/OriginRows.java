package org.transferability.solve;

import java.util.Optional;
import org.transferability.linear.Blas;
import org.transferability.linear.Tridiagonal;

/**
 * Ridge regressions through the origin on more features than rows, F of rank n, from the scalar
 * products of the rows. With P and T of {@link TridiagonalRows}, m the mean of F and X the rows
 * minus about that mean,
 *
 * <pre>
 *   W = [1/sqrt(n), P]            n x n, orthogonal
 *   B = W'F F'W = [ n m'm  b' ]   b = sqrt(n) P'X m
 *                 [ b      T  ]
 *   c = W'y                       sqrt(n) mean(y), P'y
 *   x = (B + t I)^-1 c
 * </pre>
 *
 * <p>and the eigenvalues sigma of F'F that are not zero are those of B. So sums over eigenvectors
 * need no eigenvectors: a factorisation of the tridiagonal T + t I and its Schur complement s
 * suffice.
 *
 * <p>Cost: that of {@link TridiagonalRows} and n r multiply-adds; then about 30 n for each t and
 * output. Immutable.
 */
public final class OriginRows implements OriginRegression.Features {
  /** An eigenvalue of B below this share of the largest one of T may be rounding. */
  private static final double LEAST = 1e-9;

  /** The squared distance of m from the rows' span, relative to its length, at least. */
  private static final double LEAST_OUTSIDE = 1e-4;

  /** The backward error of T in rounding units of its norm, calibrated on generated data. */
  private static final double ROUNDING = 8;

  private final RidgeProblem problem;
  private final TridiagonalRows rows;
  private final double corner; // n m'm
  private final double[] border; // b

  private OriginRows(RidgeProblem problem, TridiagonalRows rows, double corner, double[] border) {
    this.problem = problem;
    this.rows = rows;
    this.corner = corner;
    this.border = border;
  }

  /**
   * Sums over the eigenvalues sigma_j and the squares x_j^2 of y along the left singular vectors.
   *
   * @param freedom sum sigma_j / (sigma_j + t)
   * @param free n minus that
   * @param weights sum sigma_j x_j^2 / (sigma_j + t)^2
   * @param residual sum x_j^2 t^2 / (sigma_j + t)^2
   * @param logarithms sum ln(1 + sigma_j / t)
   * @param error an estimate of the largest relative error of these, from rounding
   */
  public record Sums(
      double freedom,
      double free,
      double weights,
      double residual,
      double logarithms,
      double error) {}

  /**
   * The regressions of all rows of a group.
   *
   * @param problem their moments
   * @param x the rows about a mean near theirs, row-major, n x r
   * @return empty if the rank is not known to be n, or may be d
   */
  static Optional<OriginRows> of(RidgeProblem problem, TridiagonalRows rows, double[] x) {
    int order = rows.form().order();
    int n = order + 1;
    int r = problem.width();
    double[] mean = problem.featureMean();
    double[] along = new double[n];
    Blas.blas().dgemv("T", r, n, Math.sqrt(n), x, r, mean, 1, 0, along, 1);
    double[] border = new double[order];
    Blas.blas().dgemv("T", n, order, 1, rows.basis(), n, along, 1, 0, border, 1);
    double square = 0;
    for (double each : mean) {
      square += each * each;
    }
    OriginRows all = new OriginRows(problem, rows, n * square, border);
    return n < problem.featureCount() && all.hasFullRank() ? Optional.of(all) : Optional.empty();
  }

  private boolean hasFullRank() {
    double least = LEAST * rows.form().largest();
    if (!(rows.form().smallest() > least)) {
      return false;
    }
    Elimination without = new Elimination(0, border, border);
    double outside = corner - without.products; // s
    return without.definite && outside > least && outside > LEAST_OUTSIDE * corner;
  }

  /**
   * The sums at one t, positive, for one output.
   *
   * <p>Pivots d_j of T + t I and their slopes d_j' over t are sums of numbers of one sign, as are
   * the terms 1 - t d_j'/d_j of the sum of sigma / (sigma + t), one of two ways.
   */
  public Sums sums(double t, int output) {
    int order = rows.form().order();
    int q = problem.outputs();
    double[] c = new double[order];
    for (int j = 0; j < order; j++) {
      c[j] = rows.labels()[j * q + output];
    }
    double first = Math.sqrt(order + 1.0) * problem.labelMean()[output];
    Elimination of = new Elimination(t, border, c);
    double least = corner - of.products;
    double s = least + t;
    if (!of.definite || !(s > 0)) {
      return new Sums(0, 0, 0, 0, 0, Double.POSITIVE_INFINITY);
    }
    double x0 = (first - of.mixed) / s;
    double length = x0 * x0;
    double known = first * x0; // c'x
    double borders = 0; // |(T + t I)^-1 b|^2
    for (int j = 0; j < order; j++) {
      double each = of.ofLabels[j] - of.ofBorder[j] * x0;
      known += c[j] * each;
      c[j] = each;
      length += each * each;
      borders += of.ofBorder[j] * of.ofBorder[j];
    }
    double share = t * (1 + borders) / s;
    double freedom = of.freedom + (share < 0.5 ? 1 - share : (least - t * borders) / s);
    double logarithms = of.logarithms + Math.log1p(least / t);
    double largest = rows.form().largest();
    double weights = t <= largest + corner ? known - t * length : square(x0, c);
    double inverses = of.inverses + (1 + borders) / s;
    double error =
        ROUNDING
            * Math.ulp(1.0)
            * (largest * Math.min(1 / t, inverses)
                + (corner + of.products + largest * borders) / s
                + Math.min(t, largest + corner) * length / weights);
    return new Sums(
        freedom,
        t * inverses,
        weights,
        t * t * length,
        logarithms,
        error >= 0 ? error : Double.POSITIVE_INFINITY);
  }

  /** x'B x. */
  private double square(double x0, double[] x) {
    Tridiagonal form = rows.form();
    double sum = corner * x0 * x0;
    for (int j = 0; j < x.length; j++) {
      double after = j + 1 < x.length ? 2 * form.beside()[j] * x[j + 1] : 0;
      sum += x[j] * (form.diagonal()[j] * x[j] + after + 2 * x0 * border[j]);
    }
    return sum;
  }

  /** T + t I = L diag(d) L', and solutions with b and another column. */
  private final class Elimination {
    private final double[] pivots;
    private final double[] multipliers; // below the diagonal of L
    private final double[] ofBorder;
    private final double[] ofLabels;
    private final boolean definite;
    private double products; // b'(T + t I)^-1 b
    private double mixed; // b'(T + t I)^-1 of the other column
    private double freedom; // n - 1 - t times the next
    private double inverses; // the trace of (T + t I)^-1
    private double logarithms; // of the determinant, minus that of t I

    Elimination(double t, double[] b, double[] other) {
      int order = b.length;
      this.pivots = new double[order];
      this.multipliers = new double[order];
      this.ofBorder = b.clone();
      this.ofLabels = other.clone();
      this.definite = forward(t);
      if (definite) {
        backward(ofBorder);
        backward(ofLabels);
      }
    }

    private boolean forward(double t) {
      Tridiagonal form = rows.form();
      double slope = 0; // d'
      for (int j = 0; j < pivots.length; j++) {
        double multiplier = j == 0 ? 0 : form.beside()[j - 1] / pivots[j - 1];
        double removed = j == 0 ? 0 : multiplier * form.beside()[j - 1];
        double before = j == 0 ? 0 : t * slope / pivots[j - 1];
        double least = form.diagonal()[j] - removed;
        double pivot = least + t;
        if (!(pivot > 0)) {
          return false;
        }
        slope = 1 + multiplier * multiplier * slope;
        double share = t * slope / pivot;
        freedom += share < 0.5 ? 1 - share : (least - removed * before) / pivot;
        inverses += slope / pivot;
        logarithms += Math.log1p(least / t);
        pivots[j] = pivot;
        multipliers[j] = multiplier;
        if (j > 0) {
          ofBorder[j] -= multiplier * ofBorder[j - 1];
          ofLabels[j] -= multiplier * ofLabels[j - 1];
        }
        products += ofBorder[j] * ofBorder[j] / pivot;
        mixed += ofBorder[j] * ofLabels[j] / pivot;
      }
      return true;
    }

    private void backward(double[] column) {
      double after = 0;
      for (int j = pivots.length - 1; j >= 0; j--) {
        double multiplier = j + 1 < pivots.length ? multipliers[j + 1] : 0;
        column[j] = column[j] / pivots[j] - multiplier * after;
        after = column[j];
      }
    }
  }

  /** n. */
  @Override
  public int rank() {
    return rows.form().order() + 1;
  }

  /** Infinite: there are fewer rows than features. */
  @Override
  public double condition() {
    return Double.POSITIVE_INFINITY;
  }

  @Override
  public RidgeProblem problem() {
    return problem;
  }

  @Override
  public RidgeFit.Source source() {
    return RidgeFit.Source.MOMENTS;
  }
}
