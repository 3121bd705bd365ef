package org.transferability.solve;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.IntPredicate;
import org.transferability.linear.Blas;
import org.transferability.linear.Cholesky;

/**
 * Ridge fits to m of the rows of {@link KernelRows} from their scalar products. With C K C those of
 * the m rows about their mean, and y about its mean,
 *
 * <pre>
 *   (C K C + m lambda I) alpha = y,   A = X'alpha,   J = lambda y'alpha
 *   e_i = y_i - (K alpha)_i           on a row that is left out, about the same means
 * </pre>
 *
 * <p>are the weights, the objective and the errors of {@link RidgeSolver} (Saunders, Gammerman and
 * Vovk, "Ridge Regression Learning Algorithm in Dual Variables", ICML 1998). J is a sum of squares,
 * so it keeps its digits for any size. The order is m instead of r, and no r x r moments are
 * formed. {@link LeftOutRows} finds the same from systems whose order is the number of rows that
 * are left out, where it is cheaper and has the digits.
 *
 * <p>Products lose digits if the rows are far from the mean they are about, or the penalty is small
 * relative to them: then there is no fit here.
 *
 * <p>Cost: m^3/6 multiply-adds and (n + m) m Q for each penalty, which is solved once, or that of
 * {@link LeftOutRows}. Not safe for use by several threads.
 */
public final class KernelFits {
  /** The squared length of the mean relative to the mean squared deviation, at most. */
  static final double MOST_OFFSET = 16;

  /** The largest product relative to m lambda, at most: its rounding is an error of the latter. */
  private static final double LARGEST_PRODUCT = 1e7;

  /** Sums of squares of labels below this have few digits. */
  private static final double SMALLEST_SQUARES = 1e-290;

  /**
   * The largest product of the rows that are left out relative to that of the others, at most: the
   * rounding of all is an error of the fits by {@link LeftOutRows}.
   */
  private static final double MOST_LEFT_OUT = 16;

  /** Calibrated on generated data of condition 1 to 1e8: estimates are then above true errors. */
  private static final double ROUNDING = 4;

  private final KernelRows rows;
  private final int[] kept;
  private final int[] left; // the other rows
  private final KernelRows.Fold sums;
  private final ScaledFeatures features;
  private final double[] labels; // m x Q, column-major, about their means
  private final double[] labelSquares;
  private final double[] halves; // h of all rows: products about the mean are K_ij - h_i - h_j
  private final double largest; // product about the mean, infinite if they have lost digits
  private final Map<Double, Optional<Solution>> solved = new HashMap<>();
  private double[] centred = new double[0]; // until asked for
  private double[] system = new double[0]; // until asked for
  private double[] ofLeft = new double[0]; // columns of K, until asked for
  private Optional<LeftOutRows> leftOut = Optional.empty(); // until asked for

  /**
   * The fits at one penalty.
   *
   * @param objectives J of each output
   * @param residuals label minus prediction on the rows that are left out, x Q, column-major
   */
  private record Solution(double[] objectives, double[] residuals) {}

  KernelFits(KernelRows rows, IntPredicate folds) {
    this.rows = rows;
    this.kept = rows.rows(folds);
    this.left = rows.rows(folds.negate());
    this.sums = rows.merged(folds);
    this.features = ScaledFeatures.of(sums.squares(), kept.length);
    this.labels = labels(kept);
    this.labelSquares = ColumnSums.squares(labels, rows.outputs());
    this.halves = new double[rows.count()];
    this.largest = centre();
  }

  /** Computes h, and returns the largest product about the mean. */
  private double centre() {
    int m = kept.length;
    int n = rows.count();
    double offset = 0;
    for (int row : kept) {
      offset += sums.products()[row] / m / m;
    }
    for (int i = 0; i < n; i++) {
      halves[i] = sums.products()[i] / m - offset / 2;
    }
    double most = largest(kept);
    double trace = 0;
    for (double squares : sums.squares()) {
      trace += squares;
    }
    boolean usable = trace >= SMALLEST_SQUARES && offset <= MOST_OFFSET * trace / m;
    for (double squares : labelSquares) {
      usable &= squares == 0 || squares >= SMALLEST_SQUARES;
    }
    return usable && most > 0 ? most : Double.POSITIVE_INFINITY;
  }

  /** The largest product of one of some rows with itself, about the mean of the fitted rows. */
  private double largest(int[] some) {
    double most = 0;
    for (int row : some) {
      most = Math.max(most, rows.products()[row * (rows.count() + 1)] - 2 * halves[row]);
    }
    return most;
  }

  /** Labels of some rows minus the means over the fitted rows, column-major. */
  private double[] labels(int[] some) {
    int q = rows.outputs();
    double[] centred = new double[Math.multiplyExact(some.length, q)];
    for (int o = 0, at = 0; o < q; o++) {
      for (int row : some) {
        centred[at++] = rows.labels()[row * q + o] - sums.labelMean()[o];
      }
    }
    return centred;
  }

  /** tr(S)/d, see {@link RidgeProblem#meanVariance}. */
  public double meanVariance() {
    double trace = 0;
    for (double squares : sums.squares()) {
      trace += squares / kept.length;
    }
    return rows.width() == 0 ? 0 : trace / rows.featureCount();
  }

  /** Whether there is a fit at this penalty with the digits of {@link RidgeSolver#predictor}. */
  public boolean takes(double lambda) {
    return solution(lambda).isPresent();
  }

  /**
   * J summed over some outputs; 0 without a penalty if the features can fit all rows exactly. Empty
   * if it must be made in another way.
   */
  public OptionalDouble objective(double lambda, int first, int outputs) {
    if (lambda == 0) {
      boolean exact = rows.whole().isInterpolatedOn(features, kept.length - 1L);
      return exact ? OptionalDouble.of(0) : OptionalDouble.empty();
    }
    return solution(lambda)
        .map(s -> Arrays.stream(s.objectives, first, first + outputs).sum())
        .map(OptionalDouble::of)
        .orElse(OptionalDouble.empty());
  }

  private Optional<Solution> solution(double lambda) {
    return solved.computeIfAbsent(lambda, this::solve);
  }

  private Solution known(double lambda) {
    return solution(lambda).orElseThrow();
  }

  private Optional<Solution> solve(double lambda) {
    double penalty = kept.length * lambda;
    if (!(lambda > 0 && largest <= LARGEST_PRODUCT * penalty)) {
      return Optional.empty();
    }
    double condition = features.units() * condition(lambda, penalty);
    if (!(condition <= RidgeSolver.PREDICTABLE_CONDITION)) {
      return Optional.empty();
    }
    return leftOut()
        .flatMap(some -> some.errors(penalty))
        .map(errors -> new Solution(scaled(errors.duals(), lambda), errors.residuals()))
        .or(() -> solveKept(lambda));
  }

  private static double[] scaled(double[] values, double factor) {
    return Arrays.stream(values).map(value -> value * factor).toArray();
  }

  /** Fits without the other rows, where that is the cheaper way. */
  private Optional<LeftOutRows> leftOut() {
    if (leftOut.isEmpty()
        && LeftOutRows.isCheaper(rows.count(), left.length)
        && largest(left) <= MOST_LEFT_OUT * largest) {
      leftOut = rows.tridiagonal().map(form -> new LeftOutRows(form, left, labels(left)));
    }
    return leftOut;
  }

  private Optional<Solution> solveKept(double lambda) {
    double[] objectives = new double[rows.outputs()];
    return alpha(kept.length * lambda, objectives)
        .map(alpha -> new Solution(scaled(objectives, lambda), residuals(alpha)));
  }

  /**
   * alpha', Q x m column-major, or nothing if the system is not positive definite.
   *
   * @param duals written: y'alpha of each output
   */
  private Optional<double[]> alpha(double penalty, double[] duals) {
    int m = kept.length;
    int q = rows.outputs();
    int height = m + q;
    double[] matrix = matrix(penalty);
    if (Cholesky.lower(matrix, m, height, 0, height) >= 0) {
      return Optional.empty();
    }
    for (int j = 0; j < m; j++) {
      for (int o = 0; o < q; o++) {
        double half = matrix[j * height + m + o];
        duals[o] += half * half;
      }
    }
    if (q > 0) {
      Blas.blas().dtrsm("R", "L", "N", "N", q, m, 1, matrix, 0, height, matrix, m, height);
    }
    double[] alpha = new double[Math.multiplyExact(q, m)];
    for (int j = 0; j < m; j++) {
      System.arraycopy(matrix, j * height + m, alpha, j * q, q);
    }
    return Optional.of(alpha);
  }

  /** alpha' of all rows, 0 for those that are not fitted, Q x n. */
  private double[] ofAll(double[] alpha) {
    int q = rows.outputs();
    double[] all = new double[Math.multiplyExact(q, rows.count())];
    for (int j = 0; j < kept.length; j++) {
      System.arraycopy(alpha, j * q, all, kept[j] * q, q);
    }
    return all;
  }

  /** Labels minus predictions of the rows that are left out, x Q, column-major. */
  private double[] residuals(double[] alpha) {
    int n = rows.count();
    int f = left.length;
    int q = rows.outputs();
    if (ofLeft.length == 0) {
      ofLeft = new double[Math.multiplyExact(f, n)];
      for (int i = 0; i < f; i++) {
        System.arraycopy(rows.products(), left[i] * n, ofLeft, i * n, n);
      }
    }
    double[] predicted = new double[Math.multiplyExact(q, f)];
    if (predicted.length > 0) {
      Blas.blas().dgemm("N", "N", q, f, n, 1, ofAll(alpha), q, ofLeft, n, 0, predicted, q);
    }
    double[] residuals = labels(left);
    for (int o = 0; o < q; o++) {
      double sum = 0;
      double half = 0;
      for (int j = 0; j < kept.length; j++) {
        sum += alpha[j * q + o];
        half += halves[kept[j]] * alpha[j * q + o];
      }
      for (int i = 0; i < f; i++) {
        residuals[o * f + i] -= predicted[i * q + o] - half - halves[left[i]] * sum;
      }
    }
    return residuals;
  }

  /**
   * C K C + penalty I + c 1 1', the lower triangle of a full square, column-major, with y' below.
   * As y sums to 0, the last part changes nothing except the eigenvalue of 1, from the penalty to
   * about the mean of the others: alpha would have a part along 1 from rounding divided by the
   * penalty.
   *
   * @return an array that the next call overwrites
   */
  private double[] matrix(double penalty) {
    int m = kept.length;
    int q = rows.outputs();
    int height = m + q;
    if (centred.length == 0) {
      centred = centred();
      system = new double[Math.multiplyExact(height, height + 1)]; // see Cholesky.lower
    }
    for (int j = 0, from = 0; j < m; j++) {
      int corner = j * (height + 1);
      System.arraycopy(centred, from, system, corner, m - j);
      system[corner] += penalty;
      for (int o = 0; o < q; o++) {
        system[j * height + m + o] = labels[o * m + j];
      }
      from += m - j;
    }
    return system;
  }

  /** C K C + c 1 1', the lower triangle, column by column. */
  private double[] centred() {
    int m = kept.length;
    int n = rows.count();
    double[] products = rows.products();
    double[] triangle = new double[Math.toIntExact(m * (m + 1L) / 2)];
    double along = largest / m;
    for (int j = 0, at = 0; j < m; j++) {
      int column = kept[j] * n;
      double half = halves[kept[j]] - along;
      for (int i = j; i < m; i++) {
        triangle[at++] = products[column + kept[i]] - halves[kept[i]] - half;
      }
    }
    return triangle;
  }

  /** An upper bound of the condition of the r x r system: from its diagonal, or from the norm. */
  private double condition(double lambda, double penalty) {
    double[] diagonal = new double[features.count()];
    for (int i = 0; i < diagonal.length; i++) {
      double scale = features.scale()[i];
      diagonal[i] = sums.squares()[features.active()[i]] / kept.length * scale * scale;
    }
    double bound = features.regularised(diagonal, lambda).bound();
    return bound <= RidgeSolver.HARMLESS_CONDITION
        ? bound
        : Math.min(bound, norm(penalty) / penalty);
  }

  /** An upper bound of the norm of the system; that of all rows is larger than that of some. */
  private double norm(double penalty) {
    return rows.tridiagonal()
        .map(form -> form.form().largest() + penalty)
        .orElseGet(() -> norm1(matrix(penalty)));
  }

  /** The 1-norm of a symmetric matrix from its lower triangle. */
  private double norm1(double[] matrix) {
    int m = kept.length;
    int height = m + rows.outputs();
    double[] of = new double[m];
    for (int j = 0; j < m; j++) {
      of[j] += Math.abs(matrix[j * height + j]);
      for (int i = j + 1; i < m; i++) {
        double value = Math.abs(matrix[j * height + i]);
        of[i] += value;
        of[j] += value;
      }
    }
    return Arrays.stream(of).max().orElse(0);
  }

  /**
   * The squared error of the fits at some penalties on some of the rows that they leave out.
   *
   * @param lambdas such that {@link #takes} is true
   * @param numbers of the rows in the set
   * @return rows x Q for each penalty, column-major
   */
  public double[] squares(double[] lambdas, int[] numbers) {
    int q = rows.outputs();
    int f = left.length;
    int[] places =
        Arrays.stream(numbers).map(each -> Arrays.binarySearch(left, rows.place(each))).toArray();
    double[] squares =
        new double[Math.multiplyExact(numbers.length, Math.multiplyExact(q, lambdas.length))];
    int at = 0;
    for (double lambda : lambdas) {
      double[] residuals = known(lambda).residuals;
      for (int o = 0; o < q; o++) {
        for (int place : places) {
          double error = residuals[o * f + place];
          squares[at++] = error * error;
        }
      }
    }
    return squares;
  }

  /**
   * The errors of the fits at some penalties on the rows of other folds.
   *
   * @param lambdas such that {@link #takes} is true
   * @param folds at least one has rows
   */
  public HeldOut heldOut(double[] lambdas, IntPredicate folds) {
    int q = rows.outputs();
    int f = left.length;
    int[] held = rows.rows(folds);
    double[] ofHeld = labels(held);
    double[] predicted = new double[Math.multiplyExact(ofHeld.length, lambdas.length)];
    int at = 0;
    for (double lambda : lambdas) {
      double[] residuals = known(lambda).residuals;
      for (int o = 0, label = 0; o < q; o++) {
        for (int row : held) {
          predicted[at++] = ofHeld[label++] - residuals[o * f + Arrays.binarySearch(left, row)];
        }
      }
    }
    KernelRows.Fold sumsHeld = rows.merged(folds);
    double[] shift = new double[rows.width()];
    Arrays.setAll(shift, i -> sumsHeld.mean()[i] - sums.mean()[i]);
    double larger =
        HeldOut.larger(sums.squares(), kept.length, sumsHeld.squares(), shift, held.length);
    return HeldOut.ofPredictions(
        ofHeld,
        predicted,
        held.length,
        q,
        (column, labelSquares, squares, predictions) ->
            RoundingError.ofObjective(labelSquares, predictions, 1)
                + HeldOut.ofWeights(
                    squares, held.length, larger, rounding(lambdas[column / q], column % q)));
  }

  /**
   * The root mean square error of predictions of the fitted rows from rounding. An error E of
   * products, of the largest size, moves them by E alpha, and |alpha| is at most sqrt(J / (m
   * lambda^2)).
   */
  private double rounding(double lambda, int output) {
    double ofProducts = ROUNDING * (1 + largest / (kept.length * lambda));
    double root = Math.sqrt(known(lambda).objectives[output]);
    return Math.ulp(1.0) * (Math.sqrt(labelSquares[output] / kept.length) + ofProducts * root);
  }
}
