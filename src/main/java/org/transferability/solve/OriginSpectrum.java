package org.transferability.solve;

import java.util.Arrays;
import org.transferability.accumulate.QrRevisit;
import org.transferability.linear.Blas;
import org.transferability.linear.RankOneEigen;
import org.transferability.linear.SingularValues;

/**
 * A regression through the origin, no intercept and no centring, on the eigenvectors of the
 * features' raw second moments: one decomposition serves every penalty and every output.
 *
 * <pre>
 *   U = F'F/n = S + m m'         d x d, m the mean of the features
 *   k = F'y/n = K + m mean(y)    d x Q
 *   U = V diag(w) V',  z = V'k,  e_j = z_j^2 / w_j  explained by direction j
 *   r = ||y||^2/n - sum_j e_j = (v - K'S^+ K) + (mean(y) - K'S^+ m)^2 / (1 + m'S^+ m)
 *   R(l)  = r + sum_j (l / (w_j + l))^2 e_j         mean squared error of the ridge fit at l
 *   df(l) = sum_j w_j / (w_j + l)
 * </pre>
 *
 * <p>U is never formed, because it would lose S if the means are large relative to the deviations.
 * The eigenvectors of S are computed first, and those of U from them by adding m m' ({@link
 * RankOneEigen}). r is the residual of a regression with an intercept, plus the cost of having none
 * (Sherman and Morrison), which needs no difference of squares of means. If m has a part outside
 * the range of S, the features can represent an intercept, and the second term is 0.
 *
 * <p>Sums run over the directions whose w_j are above rounding of the largest eigenvalue of S;
 * their number is the rank. r is exactly 0 if the rank is n.
 *
 * <p>Cost: that of {@link org.transferability.linear.ProjectedEigen}, 4/3 d^3 operations and 10 d^2
 * Q. The problem is not modified.
 */
public final class OriginSpectrum implements OriginRegression, OriginRegression.Features {
  /** Singular values not above this many rounding units of the largest are zero; at least d. */
  private static final int LEAST_RANK_TOLERANCE = 32;

  /** Calibrated on generated data: the error of singular values in rounding units. */
  private static final double ROUNDING_OF_ROWS = 16;

  private final RidgeProblem problem;
  private final double meanEigenvalue;
  private final CentredSpectrum centred; // null if computed from rows
  private final double[] values;
  private final double[] explained;
  private final double[] rest;
  private final double[] error;

  private OriginSpectrum(
      RidgeProblem problem,
      double meanEigenvalue,
      CentredSpectrum centred,
      double[] values,
      double[] explained,
      double[] rest,
      double[] error) {
    this.problem = problem;
    this.meanEigenvalue = meanEigenvalue;
    this.centred = centred;
    this.values = values;
    this.explained = explained;
    this.rest = rest;
    this.error = error;
  }

  /** Decomposes the raw second moments of a group's features. */
  public static OriginSpectrum of(RidgeProblem problem) {
    int q = problem.outputs();
    CentredSpectrum centred = CentredSpectrum.of(problem);
    int shared = centred.rank();
    int first = centred.meanOutside() > 0 ? 1 : 0; // one more direction, outside the range of S
    int k = shared + first;
    double[] w = new double[k];
    double[] z = new double[k];
    double[] onDirections = new double[Math.multiplyExact(k, q)];
    System.arraycopy(centred.values(), 0, w, first, shared);
    System.arraycopy(centred.mean(), 0, z, first, shared);
    if (first == 1) {
      z[0] = centred.meanOutside();
    }
    for (int o = 0; o < q; o++) {
      System.arraycopy(centred.cross(), o * shared, onDirections, o * k + first, shared);
    }
    double[] rest = new double[q];
    double[] error = new double[q];
    if (k < problem.rows()) {
      for (int o = 0; o < q; o++) {
        leave(problem, centred, o, rest, error);
      }
    }
    RankOneEigen eigen = RankOneEigen.of(w, z, onDirections, q);
    for (int o = 0, at = 0; o < q; o++) {
      double y = problem.labelMean()[o];
      for (int j = 0; j < k; j++, at++) {
        double along = onDirections[at] + y * eigen.alongUpdate()[j];
        onDirections[at] = along * along / eigen.values()[j];
      }
    }
    return new OriginSpectrum(
        problem, meanEigenvalue(problem), centred, eigen.values(), onDirections, rest, error);
  }

  /**
   * The same from the triangular factor of the rows: with F, y rotated into it (the first row is
   * that of the intercept), F = Y diag(sqrt(n w)) V' by singular values, n e_j = (Y_j'y)^2, and r
   * is a sum of squares. Values not above max(32, d) eps of the largest singular value are 0.
   */
  public static OriginSpectrum ofRows(QrSolver rows) {
    RidgeProblem problem = rows.problem();
    QrRevisit revisit = rows.revisit();
    int d = problem.width();
    int q = problem.outputs();
    int m = revisit.order();
    int height = 1 + revisit.active().length;
    double[] r = rows.factor();
    double[] a = new double[Math.multiplyExact(height, d)];
    double[] y = new double[height * q];
    for (int i = 0; i < d; i++) {
      a[i * height] = r[0] * problem.featureMean()[i]; // the whole length of a constant feature
    }
    for (int i = 0; i < revisit.active().length; i++) {
      int feature = revisit.active()[i];
      for (int row = 0; row <= 1 + i; row++) {
        a[feature * height + row] = r[(1 + i) * m + row] / revisit.scale()[i];
      }
      a[feature * height] += r[0] * revisit.centre()[i];
    }
    double[] rest = new double[q];
    for (int o = 0; o < q; o++) {
      int column = (height + o) * m;
      System.arraycopy(r, column, y, o * height, height);
      y[o * height] += r[0] * revisit.labelCentre()[o];
      for (int row = height; row < m; row++) {
        rest[o] += r[column + row] * r[column + row];
      }
    }
    double[] singular = new double[Math.min(height, d)];
    double[] left = new double[height * height];
    SingularValues.decompose(height, d, a, singular, left, new double[Math.multiplyExact(d, d)]);
    double unit = Math.max(LEAST_RANK_TOLERANCE, d) * Math.ulp(1.0);
    int rank = 0;
    while (rank < Math.min(singular.length, problem.rows())
        && singular[rank] > unit * singular[0]) {
      rank++;
    }
    double n = problem.rows();
    double[] values = new double[rank];
    Arrays.setAll(values, j -> singular[j] * singular[j] / n);
    double[] along = new double[height * q];
    if (q > 0) {
      Blas.blas().dgemm("T", "N", height, q, height, 1, left, height, y, height, 0, along, height);
    }
    double[] explained = new double[rank * q];
    for (int o = 0; o < q; o++) {
      for (int j = 0; j < height; j++) {
        double square = along[o * height + j] * along[o * height + j] / n;
        if (j < rank) {
          explained[o * rank + j] = square;
        } else {
          rest[o] += square * n;
        }
      }
      rest[o] = rank < problem.rows() ? rest[o] / n : 0;
    }
    return new OriginSpectrum(
        problem, meanEigenvalue(problem), null, values, explained, rest, new double[q]);
  }

  @Override
  public RidgeFit.Source source() {
    return centred == null ? RidgeFit.Source.ROWS : RidgeFit.Source.MOMENTS;
  }

  /** tr(U)/d. */
  private static double meanEigenvalue(RidgeProblem problem) {
    double trace = 0;
    double[] squares = problem.squares();
    for (int i = 0; i < squares.length; i++) {
      double mean = problem.featureMean()[i];
      trace += squares[i] / problem.rows() + mean * mean;
    }
    return squares.length == 0 ? 0 : trace / problem.featureCount();
  }

  /** r of one output, and an estimate of its error. */
  private static void leave(
      RidgeProblem problem, CentredSpectrum centred, int output, double[] rest, double[] error) {
    int rank = centred.rank();
    double explained = 0;
    double intercept = problem.labelMean()[output];
    double magnitude = Math.abs(intercept);
    double price = 1;
    for (int j = 0; j < rank; j++) {
      double w = centred.values()[j];
      double k = centred.cross()[j + output * rank];
      double m = centred.mean()[j];
      explained += k * k / w;
      intercept -= k * m / w;
      magnitude += Math.abs(k * m / w);
      price += m * m / w;
    }
    double v = problem.variance(output);
    rest[output] = Math.max(0, v - explained);
    // At most v can be explained; the excess is the error of an eigenvalue.
    error[output] =
        RoundingError.ofObjective(v, explained, problem.cancellation())
            + Math.max(0, explained - v);
    if (centred.meanOutside() == 0) {
      double rounding = Math.ulp(1.0) * problem.cancellation() * magnitude;
      rest[output] += intercept * intercept / price;
      error[output] += (2 * Math.abs(intercept) + rounding) * rounding / price;
    }
  }

  @Override
  public RidgeProblem problem() {
    return problem;
  }

  @Override
  public long rows() {
    return problem.rows();
  }

  /** Q. */
  public int outputs() {
    return problem.outputs();
  }

  @Override
  public int rank() {
    return values.length;
  }

  @Override
  public double condition() {
    return values.length < problem.featureCount() || values.length == 0
        ? Double.POSITIVE_INFINITY
        : Arrays.stream(values).max().getAsDouble() / Arrays.stream(values).min().getAsDouble();
  }

  @Override
  public double meanEigenvalue() {
    return meanEigenvalue;
  }

  /** w_j; in no particular order. */
  public double value(int j) {
    return values[j];
  }

  /** e_j of one output: the decrease of its mean square by direction j. */
  public double explained(int j, int output) {
    return explained[j + output * values.length];
  }

  /** r of one output: the mean squared error without a penalty. */
  public double rest(int output) {
    return rest[output];
  }

  /** v of one output, about its mean. */
  @Override
  public double variance(int output) {
    return problem.variance(output);
  }

  /**
   * An estimate of the absolute error of R(l) from rounding: that of r, of the w_j, each wrong by
   * about eps times itself and the largest eigenvalue of S, and of the z_j, wrong by about eps
   * times the largest that the variances allow; and of the part that the directions excluded as
   * rounding would have explained. An error of direction j affects R(l) - r, and r with the
   * opposite sign, so the smaller of its effects on R(l) - r and on r + sum e_j - R(l) counts.
   */
  public double errorEstimate(double penalty, int output) {
    return centred == null ? errorOfRows(penalty, output) : errorOfMoments(penalty, output);
  }

  /**
   * From rows: the largest singular value is wrong by eps of itself, and so are all others; its
   * effect on R(l) is multiplied by the weights a, |a|^2 = sum e_j w_j / (w_j + l)^2.
   */
  private double errorOfRows(double penalty, int output) {
    double largest = 0;
    double norm = 0;
    double y = problem.labelMean()[output];
    for (int j = 0; j < values.length; j++) {
      double shrunk = 1 / (values[j] + penalty);
      largest = Math.max(largest, values[j]);
      norm += explained(j, output) * values[j] * shrunk * shrunk;
    }
    double left = residual(penalty, output);
    double ofLeftOut = leftOut() == 0 ? 0 : Math.min(1, 2 * leftOutValue(largest) / penalty);
    return ofLeftOut * left
        + ROUNDING_OF_ROWS
            * RoundingError.ofResiduals(
                problem.variance(output) + y * y, largest * norm, left + penalty * norm);
  }

  private double errorOfMoments(double penalty, int output) {
    double unit = Math.ulp(1.0) * problem.cancellation();
    int rank = centred.rank();
    double largestOfS = rank == 0 ? 0 : centred.values()[rank - 1];
    double largestCross = Math.sqrt(largestOfS * problem.variance(output));
    double smallest = centred.smallest();
    double leftOut = penalty == 0 ? 1 : Math.min(1, 2 * smallest / (smallest + penalty));
    double lost = centred.lost()[output];
    if (lost == Double.POSITIVE_INFINITY) { // but a penalty limits what a direction explains
      lost = Math.min(residual(penalty, output), 2 * centred.outside()[output] / penalty);
    } else {
      lost *= leftOut;
    }
    double sum = error[output] + RoundingError.ofTruncation(lost);
    for (int j = 0; j < values.length; j++) {
      double w = values[j];
      double shrunk = penalty / (w + penalty);
      double kept = w / (w + penalty);
      double e = explained(j, output);
      double ofValue = 3 * (1 + largestOfS / w) * e * Math.min(shrunk * shrunk, kept * kept);
      double ofVector = 2 * Math.sqrt(e / w) * largestCross * Math.min(shrunk * shrunk, 2 * kept);
      sum += unit * (ofValue + ofVector);
    }
    return sum;
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

  /** An estimate of the absolute error of {@link #freeRows} from that of the w_j. */
  public double freeRowsError(double penalty) {
    double largest = largest();
    double unit = Math.ulp(1.0) * problem.cancellation();
    double sum = 0;
    for (double w : values) {
      sum += penalty * unit * spread(w, largest) / ((w + penalty) * (w + penalty));
    }
    return sum + leftOut() * Math.min(1, leftOutValue(largest) / penalty);
  }

  /** An estimate of the absolute error of sum ln(w_j + l) from that of the w_j. */
  public double logarithmsError(double penalty) {
    double largest = largest();
    double unit = Math.ulp(1.0) * problem.cancellation();
    double sum = 0;
    for (double w : values) {
      sum += unit * spread(w, largest) / (w + penalty);
    }
    return sum + leftOut() * Math.log1p(leftOutValue(largest) / penalty);
  }

  /** The error of a w_j in rounding units: as an eigenvalue, or as a squared singular value. */
  private double spread(double w, double largest) {
    return centred == null ? 2 * ROUNDING_OF_ROWS * Math.sqrt(w * largest) : w + largest;
  }

  /** The largest eigenvalue of S, or of U from rows. */
  private double largest() {
    if (centred != null) {
      return centred.rank() == 0 ? 0 : centred.values()[centred.rank() - 1];
    }
    return Arrays.stream(values).max().orElse(0);
  }

  /** The number of directions that were excluded as rounding and that more digits might keep. */
  private long leftOut() {
    long most = centred == null ? problem.rows() : problem.rows() - 1;
    return Math.max(0, Math.min(problem.width(), most) - values.length);
  }

  /**
   * The possible size of the w of an excluded direction: for moments, rounding instead of the
   * cautious bound of the rank.
   */
  private double leftOutValue(double largest) {
    double unit = Math.ulp(1.0);
    double ofRows = Math.max(LEAST_RANK_TOLERANCE, problem.width()) * unit;
    return (centred == null ? ofRows * ofRows : 4 * unit * problem.cancellation()) * largest;
  }

  /**
   * Whether the excluded directions explain nothing of an output; else they may explain anything.
   */
  public boolean isSettled(int output) {
    return centred == null || Double.isFinite(centred.lost()[output]);
  }

  /** n - df(l), the remaining degrees of freedom, without a difference of nearly equal numbers. */
  @Override
  public double freeRows(double penalty) {
    double sum = problem.rows() - values.length;
    for (double w : values) {
      sum += penalty / (w + penalty);
    }
    return sum;
  }
}
