package org.transferability.solve;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.transferability.linear.Blas;

/**
 * The n rows of a group of targets in r coordinates, with their labels and folds, and the scalar
 * products of all pairs of rows: what fits to a part of the rows need if rows are no more than
 * coordinates.
 *
 * <pre>
 *   K = X X'    n x n, X about a mean near that of the rows
 *   S_k, m_k, K 1_k    for each fold k: squares and mean of the coordinates, sums of columns of K
 * </pre>
 *
 * <p>Cost: n^2 r multiply-adds, once for all parts. Immutable after {@link #reduce}; the arrays are
 * not copied. Parts of the rows have no fits through the origin.
 */
public final class KernelRows {
  /** Up to this order, products of matrices and vectors are about as fast as other products. */
  private static final int SMALL = 1024;

  /** Of K + rho I, for a fit to all rows: its rounding is then below 1e-10 of the objective. */
  private static final double MOST_CONDITION = 1e5;

  private final RidgeSolver whole;
  private final int n;
  private final int r;
  private final int q;
  private final int featureCount;
  private final double[] x;
  private final double[] y;
  private final int[] fold;
  private final int[] numbers;
  private final double[] products;
  private final Fold[] folds;
  private Optional<TridiagonalRows> tridiagonal = Optional.empty(); // until it is made

  /**
   * What is known of the rows of a fold.
   *
   * @param rows their number
   * @param mean of the coordinates
   * @param squares sums of squares of the coordinates about this mean
   * @param labelMean of the labels
   * @param products for each row of the group, the sum of its products with the rows of the fold
   */
  record Fold(int rows, double[] mean, double[] squares, double[] labelMean, double[] products) {}

  /**
   * Forms the scalar products.
   *
   * @param whole of all n rows
   * @param featureCount d, the features before the rows were reduced
   * @param x row-major, n x r
   * @param y row-major, n x Q, about a mean near that of the labels
   * @param fold of each row
   * @param numbers of the rows among all rows of the set, ascending
   * @param count of folds
   */
  public KernelRows(
      RidgeSolver whole,
      int featureCount,
      double[] x,
      double[] y,
      int[] fold,
      int[] numbers,
      int count) {
    this.whole = whole;
    this.n = fold.length;
    this.r = n == 0 ? 0 : x.length / n;
    this.q = n == 0 ? 0 : y.length / n;
    this.featureCount = featureCount;
    this.x = x;
    this.y = y;
    this.fold = fold;
    this.numbers = numbers;
    this.products = new double[Math.multiplyExact(n, n)];
    if (n > 0 && r > 0) {
      Blas.blas().dsyrk("L", "T", n, r, 1, x, r, 0, products, n);
    }
    for (int j = 0; j < n; j++) {
      for (int i = j + 1; i < n; i++) {
        products[i * n + j] = products[j * n + i];
      }
    }
    this.folds = new Fold[count];
    Arrays.setAll(folds, this::sums);
  }

  private Fold sums(int k) {
    int[] rows = rows(f -> f == k);
    double[] mean = new double[r];
    double[] squares = new double[r];
    double[] labelMean = new double[q];
    double[] sums = new double[n];
    for (int row : rows) {
      add(x, row * r, mean);
      add(y, row * q, labelMean);
      add(products, row * n, sums);
    }
    divide(mean, rows.length);
    divide(labelMean, rows.length);
    for (int row : rows) {
      for (int i = 0; i < r; i++) {
        double deviation = x[row * r + i] - mean[i];
        squares[i] += deviation * deviation;
      }
    }
    return new Fold(rows.length, mean, squares, labelMean, sums);
  }

  private static void add(double[] from, int at, double[] into) {
    for (int i = 0; i < into.length; i++) {
      into[i] += from[at + i];
    }
  }

  private static void divide(double[] sums, int count) {
    for (int i = 0; i < sums.length && count > 0; i++) {
      sums[i] /= count;
    }
  }

  /**
   * Fits to the rows of some folds.
   *
   * @param kept the folds; at least one has rows
   */
  public KernelFits fits(IntPredicate kept) {
    return new KernelFits(this, kept);
  }

  /**
   * Makes the tridiagonal form of the products, if fits without each fold are then cheaper in all.
   * Before fits are made by several threads.
   *
   * @param penalties at which fits without a fold are made
   * @param shared whether the form is of use without these fits
   */
  public void reduce(int penalties, boolean shared) {
    double saved = 0;
    for (Fold each : folds) {
      if (each.rows > 0 && each.rows < n && LeftOutRows.isCheaper(n, each.rows)) {
        double left = each.rows;
        saved += Math.pow(n - left, 3) / 3 - left * left * (n + left / 3);
      }
    }
    double cost = (n <= SMALL ? 3 : 10) - (shared ? n <= SMALL ? 1.7 : 8 : 0);
    if (n > 1 && r > 0 && q > 0 && saved * penalties > cost * n * n * n && isCentred()) {
      TridiagonalRows form = TridiagonalRows.of(products, n, y);
      tridiagonal = Optional.of(form);
      whole.takeRange(form.form().smallest(), form.form().largest());
    }
  }

  /**
   * The fit to all rows at one penalty, from the tridiagonal form: with (T + n lambda I) x = P'y,
   *
   * <pre>J = lambda y'P x,   R = n lambda^2 |x|^2,   lambda |A|^2 = lambda x'T x</pre>
   *
   * <p>Weights and degrees of freedom are made from moments if they are asked for.
   *
   * @return empty if there is no such form, or it has not the digits
   */
  public Optional<RidgeFit> fit(double lambda) {
    return tridiagonal.flatMap(form -> lambda > 0 ? fit(form, lambda) : Optional.empty());
  }

  private Optional<RidgeFit> fit(TridiagonalRows form, double lambda) {
    double rho = n * lambda;
    double condition = form.condition(rho);
    double[] objective = new double[q];
    double[] residual = new double[q];
    double[] penalty = new double[q];
    if (!(condition <= MOST_CONDITION) || !form.solve(rho, objective, residual, penalty)) {
      return Optional.empty();
    }
    double[] error = new double[q];
    for (int o = 0; o < q; o++) {
      double scale = whole.problem().variance(o) == 0 ? 0 : lambda; // else rounding is left
      objective[o] *= scale;
      residual[o] *= scale * rho;
      penalty[o] =
          rho < form.form().largest()
              ? Math.max(0, objective[o] - residual[o])
              : scale * penalty[o]; // the more accurate one
      error[o] = RoundingError.ofSolution(objective[o], condition);
    }
    LaterFit later = new LaterFit(whole, lambda);
    return Optional.of(
        new RidgeFit(
            lambda,
            RidgeFit.Source.MOMENTS,
            whole.problem(),
            () -> whole.diagnostics(lambda),
            new RidgeFit.Numbers(residual, penalty, error, new double[q]),
            later,
            new RidgeFit.Freedom(
                () -> later.fit().degreesOfFreedom(), () -> Optional.of(later.fit().freeRows()))));
  }

  /** The same fit from moments, made when it is asked for. */
  private static final class LaterFit implements RidgeFit.Weights {
    private final RidgeSolver solver;
    private final double lambda;
    private @Nullable RidgeFit made; // null until asked for

    LaterFit(RidgeSolver solver, double lambda) {
      this.solver = solver;
      this.lambda = lambda;
    }

    RidgeFit fit() {
      if (made == null) {
        made = solver.solve(lambda);
      }
      return made;
    }

    @Override
    public double[] get() {
      return fit().weights();
    }

    @Override
    public double[] solved() {
      return fit().solvedWeights();
    }

    @Override
    public double condition() {
      return fit().weightsCondition();
    }
  }

  /**
   * Regressions of all rows through the origin, from the tridiagonal form.
   *
   * @param problem the moments of all rows
   * @return empty if there is no such form, or not as many eigenvalues as rows
   */
  public Optional<OriginRows> origin(RidgeProblem problem) {
    return tridiagonal.flatMap(form -> OriginRows.of(problem, form, x));
  }

  /** Whether the mean of all rows is near what they are about, and their squares are in range. */
  private boolean isCentred() {
    double trace = 0;
    double offset = 0; // n times the squared length of the mean
    for (int i = 0; i < n; i++) {
      trace += products[i * (n + 1)];
    }
    for (Fold each : folds) {
      for (double sum : each.products) {
        offset += sum / n;
      }
    }
    double labels = 0;
    for (double label : y) {
      labels += label * label;
    }
    return trace < Double.POSITIVE_INFINITY
        && labels < Double.POSITIVE_INFINITY
        && offset <= KernelFits.MOST_OFFSET * (trace - offset);
  }

  /** The numbers of the rows of some folds, ascending. */
  int[] rows(IntPredicate some) {
    int[] rows = new int[n];
    int count = 0;
    for (int i = 0; i < n; i++) {
      if (some.test(fold[i])) {
        rows[count++] = i;
      }
    }
    return Arrays.copyOf(rows, count);
  }

  /** Sums over the rows of some folds, merged as moments are. */
  Fold merged(IntPredicate some) {
    double[] mean = new double[r];
    double[] squares = new double[r];
    double[] labelMean = new double[q];
    double[] sums = new double[n];
    int rows = 0;
    for (int k = 0; k < folds.length; k++) {
      Fold one = folds[k];
      if (some.test(k) && one.rows > 0) {
        double share = (double) one.rows / (rows + one.rows);
        for (int i = 0; i < r; i++) {
          double apart = one.mean[i] - mean[i];
          squares[i] += one.squares[i] + apart * apart * rows * share;
          mean[i] += apart * share;
        }
        for (int o = 0; o < q; o++) {
          labelMean[o] += (one.labelMean[o] - labelMean[o]) * share;
        }
        add(one.products, 0, sums);
        rows += one.rows;
      }
    }
    return new Fold(rows, mean, squares, labelMean, sums);
  }

  RidgeSolver whole() {
    return whole;
  }

  int count() {
    return n;
  }

  int width() {
    return r;
  }

  int outputs() {
    return q;
  }

  int featureCount() {
    return featureCount;
  }

  /** The place among the rows of the group of a row of the set, which must be one of them. */
  int place(int number) {
    int place = Arrays.binarySearch(numbers, number);
    if (place < 0) {
      throw new IllegalArgumentException("Cannot find row %d: it is not fitted".formatted(number));
    }
    return place;
  }

  /** The tridiagonal form of K, if there is one. */
  Optional<TridiagonalRows> tridiagonal() {
    return tridiagonal;
  }

  /** Y, row-major. Not copied. */
  double[] labels() {
    return y;
  }

  /** K. Not copied. */
  double[] products() {
    return products;
  }
}
