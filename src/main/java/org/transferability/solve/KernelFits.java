package org.transferability.solve;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
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
 * </pre>
 *
 * <p>are the weights and the objective of {@link RidgeSolver} (Saunders, Gammerman and Vovk, "Ridge
 * Regression Learning Algorithm in Dual Variables", ICML 1998). J is a sum of squares, so it keeps
 * its digits for any size. The order is m instead of r, and no r x r moments are formed.
 *
 * <p>Products lose digits if the rows are far from the mean they are about, or the penalty is small
 * relative to them: then there is no fit here.
 *
 * <p>Cost: m^3/6 multiply-adds and m^2 Q for each penalty, which is solved once, and n r Q for
 * weights. Not safe for use by several threads.
 */
public final class KernelFits {
  /** The squared length of the mean relative to the mean squared deviation, at most. */
  private static final double MOST_OFFSET = 16;

  /** The largest product relative to m lambda, at most: its rounding is an error of the latter. */
  private static final double LARGEST_PRODUCT = 1e7;

  /** Sums of squares of labels below this have few digits. */
  private static final double SMALLEST_SQUARES = 1e-290;

  private final KernelRows rows;
  private final int[] kept;
  private final KernelRows.Fold sums;
  private final ScaledFeatures features;
  private final double[] labels; // m x Q, column-major, about their means
  private final double[] labelSquares;
  private final double[] halves; // h: products about the mean are K_ij - h_i - h_j
  private final double largest; // product about the mean, infinite if they have lost digits
  private final Map<Double, Optional<Solution>> solved = new HashMap<>();
  private double[] centred = new double[0]; // until asked for
  private double[] system = new double[0]; // until asked for

  /** The fits at one penalty. */
  private static final class Solution {
    private final double[] objectives; // J of each output
    private final double[] alpha; // m x Q, column-major
    private final double condition; // see RidgeFit.Weights
    private double[] weights = new double[0]; // A', r x Q column-major, until asked for

    Solution(double[] objectives, double[] alpha, double condition) {
      this.objectives = objectives;
      this.alpha = alpha;
      this.condition = condition;
    }
  }

  KernelFits(KernelRows rows, IntPredicate folds) {
    this.rows = rows;
    this.kept = rows.rows(folds);
    this.sums = rows.merged(folds);
    this.features = ScaledFeatures.of(sums.squares(), kept.length);
    this.labels = labels(kept);
    this.labelSquares = ColumnSums.squares(labels, rows.outputs());
    this.halves = new double[kept.length];
    this.largest = centre();
  }

  /** Computes h, and returns the largest product about the mean. */
  private double centre() {
    int m = kept.length;
    double[] products = rows.products();
    int n = rows.count();
    double offset = 0;
    for (int row : kept) {
      offset += sums.products()[row] / m / m;
    }
    double most = 0;
    for (int i = 0; i < m; i++) {
      halves[i] = sums.products()[kept[i]] / m - offset / 2;
      most = Math.max(most, products[kept[i] * n + kept[i]] - 2 * halves[i]);
    }
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

  private Optional<Solution> solve(double lambda) {
    int m = kept.length;
    int q = rows.outputs();
    double penalty = m * lambda;
    if (!(lambda > 0 && largest <= LARGEST_PRODUCT * penalty)) {
      return Optional.empty();
    }
    double[] matrix = matrix(penalty);
    double condition = features.units() * condition(lambda, penalty, matrix);
    if (!(condition <= RidgeSolver.PREDICTABLE_CONDITION)) {
      return Optional.empty();
    }
    if (Cholesky.lower(matrix, m, 0, m) >= 0) {
      return Optional.empty();
    }
    double[] alpha = labels.clone();
    double[] objectives = new double[q];
    if (q > 0) {
      Blas.blas().dtrsm("L", "L", "N", "N", m, q, 1, matrix, m, alpha, m);
      objectives = ColumnSums.squares(alpha, q);
      Blas.blas().dtrsm("L", "L", "T", "N", m, q, 1, matrix, m, alpha, m);
    }
    for (int o = 0; o < q; o++) {
      objectives[o] *= lambda;
    }
    return Optional.of(new Solution(objectives, alpha, condition));
  }

  /**
   * C K C + penalty I + c 1 1', the lower triangle of a full square, column-major. As y sums to 0,
   * the last part changes nothing except the eigenvalue of 1, from the penalty to about the mean of
   * the others: alpha would have a part along 1 from rounding divided by the penalty.
   *
   * @return an array that the next call overwrites
   */
  private double[] matrix(double penalty) {
    int m = kept.length;
    if (centred.length == 0) {
      centred = centred();
      system = new double[Math.multiplyExact(m, m + 1)]; // see Cholesky.lower
    }
    for (int j = 0, from = 0; j < m; j++) {
      System.arraycopy(centred, from, system, j * m + j, m - j);
      system[j * m + j] += penalty;
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
      double half = halves[j] - along;
      for (int i = j; i < m; i++) {
        triangle[at++] = products[column + kept[i]] - halves[i] - half;
      }
    }
    return triangle;
  }

  /** An upper bound of the condition of the r x r system: from its diagonal, or from the norm. */
  private double condition(double lambda, double penalty, double[] matrix) {
    double[] diagonal = new double[features.count()];
    for (int i = 0; i < diagonal.length; i++) {
      double scale = features.scale()[i];
      diagonal[i] = sums.squares()[features.active()[i]] / kept.length * scale * scale;
    }
    double bound = features.regularised(diagonal, lambda).bound();
    return bound <= RidgeSolver.HARMLESS_CONDITION
        ? bound
        : Math.min(bound, norm1(matrix) / penalty);
  }

  /** The 1-norm of a symmetric matrix from its lower triangle. */
  private double norm1(double[] matrix) {
    int m = kept.length;
    double[] of = new double[m];
    for (int j = 0; j < m; j++) {
      of[j] += Math.abs(matrix[j * m + j]);
      for (int i = j + 1; i < m; i++) {
        double value = Math.abs(matrix[j * m + i]);
        of[i] += value;
        of[j] += value;
      }
    }
    return Arrays.stream(of).max().orElse(0);
  }

  /** A' of some solutions, r x Q each. */
  private double[] weights(List<Solution> solutions) {
    addWeights(solutions.stream().filter(s -> s.weights.length == 0).toList());
    int length = rows.width() * rows.outputs();
    double[] weights = new double[Math.multiplyExact(length, solutions.size())];
    for (int p = 0; p < solutions.size(); p++) {
      System.arraycopy(solutions.get(p).weights, 0, weights, p * length, length);
    }
    return weights;
  }

  /**
   * A' = X'alpha. The mean of X does not matter, because alpha sums to 0. In one product, because
   * few columns take as long as some more.
   */
  private void addWeights(List<Solution> solutions) {
    int n = rows.count();
    int r = rows.width();
    int columns = rows.outputs() * solutions.size();
    double[] all = new double[Math.multiplyExact(n, columns)]; // 0 for rows that are not fitted
    int column = 0;
    for (Solution solution : solutions) {
      for (int at = 0; at < solution.alpha.length; column++) {
        for (int row : kept) {
          all[column * n + row] = solution.alpha[at++];
        }
      }
    }
    double[] weights = new double[Math.multiplyExact(r, columns)];
    if (weights.length > 0) {
      Blas.blas().dgemm("N", "N", r, columns, n, 1, rows.coordinates(), r, all, n, 0, weights, r);
    }
    int length = r * rows.outputs();
    for (int p = 0; p < solutions.size(); p++) {
      solutions.get(p).weights = Arrays.copyOfRange(weights, p * length, (p + 1) * length);
    }
  }

  /**
   * The squared error of the fits at some penalties on some rows.
   *
   * @param lambdas such that {@link #takes} is true
   * @param held in coordinates and with labels about the same means as those of all rows
   * @return rows x Q for each penalty, column-major
   */
  public double[] squares(double[] lambdas, HeldRows held) {
    List<Solution> solutions =
        Arrays.stream(lambdas).mapToObj(l -> solution(l).orElseThrow()).toList();
    return held.squares(weights(solutions), sums.mean(), sums.labelMean());
  }

  /**
   * The errors of the fits at some penalties on the rows of other folds.
   *
   * @param lambdas such that {@link #takes} is true
   * @param folds at least one has rows
   */
  public HeldOut heldOut(double[] lambdas, IntPredicate folds) {
    int r = rows.width();
    int q = rows.outputs();
    int[] held = rows.rows(folds);
    KernelRows.Fold sumsHeld = rows.merged(folds);
    double[] shift = new double[r];
    Arrays.setAll(shift, i -> sumsHeld.mean()[i] - sums.mean()[i]);
    int columns = q * lambdas.length;
    List<Solution> solutions =
        Arrays.stream(lambdas).mapToObj(l -> solution(l).orElseThrow()).toList();
    double[] weights = weights(solutions);
    double[] x = new double[Math.multiplyExact(held.length, r)];
    for (int k = 0, at = 0; k < held.length; k++) {
      for (int i = 0; i < r; i++, at++) {
        x[at] = rows.coordinates()[held[k] * r + i] - sums.mean()[i];
      }
    }
    double[] predicted = new double[Math.multiplyExact(held.length, columns)];
    if (columns > 0) {
      int f = held.length;
      Blas.blas().dgemm("T", "N", f, columns, r, 1, x, r, weights, r, 0, predicted, f);
    }
    double larger =
        HeldOut.larger(sums.squares(), kept.length, sumsHeld.squares(), shift, held.length);
    return HeldOut.ofPredictions(
        labels(held),
        predicted,
        held.length,
        q,
        (column, labelSquares, square) -> {
          double magnitude = 0;
          double ofFitted = 0;
          for (int i = 0, at = column * r; i < r; i++, at++) {
            magnitude += weights[at] * weights[at] * sumsHeld.squares()[i];
            ofFitted += weights[at] * weights[at] * sums.squares()[i] / kept.length;
          }
          double terms =
              Math.sqrt(this.labelSquares[column % q] / kept.length) + Math.sqrt(ofFitted);
          double rounding = Math.ulp(1.0) * Math.sqrt(solutions.get(column / q).condition) * terms;
          return RoundingError.ofObjective(labelSquares, magnitude, 1)
              + HeldOut.ofWeights(square, held.length, larger, rounding);
        });
  }
}
