package org.transferability.accumulate;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.transferability.linear.SymmetricMatrix;

/**
 * Count, mean and scatter of a set of rows f_1 .. f_n of d features.
 *
 * <p>The scatter is sum_i (f_i - mean)(f_i - mean)', not divided by n. Immutable.
 */
public final class FeatureMoments {
  private final long rows;
  private final PreciseMean mean;
  private final Supplier<SymmetricMatrix> scatter;
  private final double @Nullable [] squares; // null: those of the scatter

  public FeatureMoments(long rows, PreciseMean mean, SymmetricMatrix scatter) {
    this(rows, mean, () -> scatter, null);
  }

  private FeatureMoments(
      long rows, PreciseMean mean, Supplier<SymmetricMatrix> scatter, double @Nullable [] squares) {
    this.squares = squares;
    this.rows = rows;
    this.mean = mean;
    this.scatter = scatter;
  }

  /**
   * Without a scatter, see {@link #withDeferred}.
   *
   * @param squares the diagonal of the scatter; not copied
   */
  static FeatureMoments withoutScatter(long rows, PreciseMean mean, double[] squares) {
    return new FeatureMoments(rows, mean, () -> null, squares);
  }

  /** The moments of no rows. */
  static FeatureMoments empty(int d) {
    return new FeatureMoments(0, PreciseMean.zeros(d), SymmetricMatrix.zeros(d));
  }

  /** n. */
  public long rows() {
    return rows;
  }

  /** d. */
  public int width() {
    return mean.length();
  }

  /** The mean, d numbers, copied. */
  public double[] mean() {
    return mean.high().clone();
  }

  /** The same with another scatter; null if {@link ScatterTile}s contain it. */
  FeatureMoments withScatter(SymmetricMatrix other) {
    return new FeatureMoments(rows, mean, other);
  }

  /** The same with a scatter that is formed only if it is asked for. */
  FeatureMoments withDeferred(Supplier<SymmetricMatrix> other) {
    return new FeatureMoments(rows, mean, new Deferred<>(other), squares);
  }

  /** The moments of the rows plus {@code origin} each. */
  FeatureMoments movedBy(PreciseMean origin) {
    return new FeatureMoments(rows, rows == 0 ? mean : mean.plus(origin), scatter, squares);
  }

  /** The scatter itself, not a copy: do not modify. Null if tiles contain it. */
  public SymmetricMatrix scatter() {
    return scatter.get();
  }

  /** The diagonal of the scatter, which need not be formed for it. Not to be modified. */
  double[] squares() {
    return squares == null ? scatter().diagonal() : squares;
  }

  public PreciseMean preciseMean() {
    return mean;
  }

  /**
   * The moments of the rows of both: Chan, Golub and LeVeque, "Algorithms for Computing the Sample
   * Variance", The American Statistician 37(3), 1983, eq. 2.1 in matrix form,
   *
   * <pre>S = S_a + S_b + (n_a n_b / n) delta delta',  delta = mean_b - mean_a.</pre>
   *
   * Bit for bit the same if the two sides are swapped.
   */
  public FeatureMoments merge(FeatureMoments other) {
    if (other.rows == 0) {
      return this;
    }
    if (rows == 0) {
      return other;
    }
    PreciseMean ofBoth = mean.merge(rows, other.mean, other.rows);
    long n = rows + other.rows;
    if (scatter instanceof Deferred || other.scatter instanceof Deferred) {
      Deferred<SymmetricMatrix> sum = new Deferred<>(() -> mergedScatter(other));
      return new FeatureMoments(n, ofBoth, sum, mergedSquares(other));
    }
    SymmetricMatrix sum = scatter() == null ? null : mergedScatter(other);
    return new FeatureMoments(n, ofBoth, () -> sum, sum == null ? mergedSquares(other) : null);
  }

  private double @Nullable [] mergedSquares(FeatureMoments other) {
    if (squares == null || other.squares == null) {
      return null;
    }
    double[] difference = mean.differenceTo(other.mean);
    double weight = mergeWeight(rows, other.rows);
    double[] sum = new double[squares.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = squares[i] + other.squares[i] + weight * difference[i] * difference[i];
    }
    return sum;
  }

  private SymmetricMatrix mergedScatter(FeatureMoments other) {
    SymmetricMatrix sum = scatter().plus(other.scatter());
    sum.addRankOne(mergeWeight(rows, other.rows), mean.differenceTo(other.mean));
    return sum;
  }

  /** n_a n_b / (n_a + n_b), symmetric in its arguments. */
  static double mergeWeight(long a, long b) {
    return (double) a * b / (a + b);
  }
}
