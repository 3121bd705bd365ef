package org.transferability.accumulate.reduced;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.transferability.linear.Blas;
import org.transferability.linear.PivotedCholesky;

/**
 * Coordinates of n rows of d features, and of their mean, in an orthonormal basis of their span,
 * from scalar products of rows alone; the basis Q is never formed.
 *
 * <pre>
 *   x_i - m = L_i Q,    m = l Q + rest,    Q r x d,    r &lt;= n - 1
 * </pre>
 *
 * <p>Stage 1 factorises the scalar products of the centred rows, X X' = L L', with pivoting, as
 * long as pivots are above {@value #TOLERANCE} of the largest: that much of L has nearly all its
 * digits. Each further stage takes the rows that are left, minus their projection on the pivots so
 * far ({@link Residuals}, projected twice: Giraud, Langou, Rozloznik, "On the round-off error
 * analysis of the Gram-Schmidt algorithm with reorthogonalization", 2002), and factorises their own
 * scalar products, until nothing is left but rounding. So directions keep their digits however
 * small they are relative to the largest, which one Cholesky factorisation of X X' would not allow,
 * and exact dependencies (equal rows) end the work. There are at most n - 1 directions, because the
 * centred rows sum to zero.
 *
 * <p>Cost: n^2 d multiply-adds in level-3 BLAS for rows of a harmless condition, which need one
 * stage and a last look at one row; up to three times as much otherwise.
 */
final class RowSpan {
  /** Relative to the largest pivot of a stage: L loses at most four of sixteen digits. */
  private static final double TOLERANCE = 1e-4;

  private static final int MOST_CORRECTIONS = 3;

  /**
   * What is left of the rows has shrunk by this factor more in the features' units than relative to
   * each feature: then it is in features of smaller units.
   */
  private static final double OTHER_UNITS = 1e3;

  /** Weights that change by fewer rounding units have all their digits. */
  private static final int SETTLED = 16;

  private final int n;
  private final SpanSums sums;
  private final double[][] coordinates;
  private final List<Integer> groups = new ArrayList<>();
  private final List<Residuals> found = new ArrayList<>();
  private int stages;
  private double groupSquares; // of the rows left when the last group began
  private double groupScaledSquares; // the same with features of length 1
  private int[] pivots = new int[0];
  private double[] factor = new double[0]; // of the pivots: k x k, column-major, lower
  private int leading; // its leading dimension
  private int[] left;
  private double[] weights = new double[0]; // of the rows left: t x k, row-major
  private double meanOutside;

  private RowSpan(int n, SpanSums sums) {
    this.n = n;
    this.sums = sums;
    this.coordinates = new double[n + 1][];
    this.left = IntStream.rangeClosed(0, n).toArray(); // number n is the mean
  }

  /**
   * @param n rows, at least 1; in the blocks of features, row n is the mean
   */
  static RowSpan of(int n, SpanSums sums) {
    RowSpan span = new RowSpan(n, sums);
    while (span.advance()) {
      // each stage finds at least one pivot
    }
    return span;
  }

  /** r, without the direction of the mean. */
  int rank() {
    return pivots.length;
  }

  /**
   * The coordinates of a row, or of the mean if {@code row} is n: the first ones, those that follow
   * are 0.
   */
  double[] coordinates(int row) {
    return coordinates[row];
  }

  /** The length of the part of the mean outside the span of the centred rows. */
  double meanOutside() {
    return meanOutside;
  }

  /**
   * The number of directions found by the end of each group, ascending. A group has directions of
   * features of similar units: those of the next one are not small relative to the features in
   * which they are.
   */
  int[] groups() {
    return groups.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * The pivots of each stage, minus their projection on those of earlier stages. Their products E
   * E' are L L' with the columns of the stage in their {@link #coordinates}.
   */
  List<Residuals> pivots() {
    return found;
  }

  /** Ends the group of the stage, or continues the one before. */
  private void addStage(int end, double squares, double scaledSquares) {
    boolean alike =
        !groups.isEmpty()
            && scaledSquares / groupScaledSquares < OTHER_UNITS * squares / groupSquares;
    if (alike) {
      groups.set(groups.size() - 1, end);
    } else {
      groups.add(end);
      groupSquares = squares;
      groupScaledSquares = scaledSquares;
    }
    stages++;
  }

  /** One stage; false if there is none left. */
  private boolean advance() {
    int k = pivots.length;
    for (int i = 0; k > 0 && i < MOST_CORRECTIONS && correct() && stages > 1; i++) {
      // rows of one stage are projected twice, those of small directions until nothing changes
    }
    double[] gram = sums.gram(new Residuals(left, pivots, weights));
    int t = left.length;
    double[] known = times(weights, t);
    List<Integer> going = new ArrayList<>();
    double squares = 0;
    for (int i = 0; i < t; i++) {
      double square = gram[i * t + i];
      if (!(square < Double.POSITIVE_INFINITY)) {
        throw new ArithmeticException(
            "Cannot reduce rows: expected finite squares, found " + square);
      }
      coordinates[left[i]] = Arrays.copyOfRange(known, i * k, (i + 1) * k);
      if (square > 0 && left[i] < n && k < n - 1) {
        squares += square;
        going.add(i);
      }
    }
    double ofMean = gram[t * t - 1];
    if (going.isEmpty()) {
      meanOutside = Math.sqrt(ofMean);
      return false;
    }
    going.add(t - 1); // the mean, which is always the last of those left
    takePivots(gram, known, going.stream().mapToInt(Integer::intValue).toArray());
    addStage(pivots.length, squares, gram[t * t]);
    return true;
  }

  /** T += (E X_P') (X_P X_P')^-1; false if that changes T by rounding only. */
  private boolean correct() {
    int k = pivots.length;
    int t = left.length;
    double[] cross = sums.cross(new Residuals(left, pivots, weights));
    Blas.blas().dtrsm("L", "L", "N", "N", k, t, 1, factor, leading, cross, k);
    Blas.blas().dtrsm("L", "L", "T", "N", k, t, 1, factor, leading, cross, k);
    boolean moved = false;
    for (int i = 0; i < t; i++) {
      double length = Blas.blas().dnrm2(k, weights, i * k, 1);
      moved |= Blas.blas().dnrm2(k, cross, i * k, 1) > SETTLED * Math.ulp(1.0) * length;
    }
    for (int i = 0; i < cross.length; i++) {
      weights[i] += cross[i];
    }
    return moved;
  }

  /** T L_P: coordinates of the rows left in the directions so far, row-major t x k. */
  private double[] times(double[] t, int rows) {
    int k = pivots.length;
    double[] product = t.clone();
    if (k > 0) {
      Blas.blas().dtrmm("L", "L", "T", "N", k, rows, 1, factor, leading, product, k);
    }
    return product;
  }

  /**
   * @param known coordinates so far of all that were left
   * @param going which of these go on, the mean last
   */
  private void takePivots(double[] gram, double[] known, int[] going) {
    int k = pivots.length;
    int m = going.length;
    PivotedCholesky own = PivotedCholesky.of(products(gram, going), m, m - 1, TOLERANCE);
    int more = own.rank();
    int all = k + more;
    int[] order = own.order();
    double[][] rows = own.rows();
    keepPivots(going, order, more);
    int[] nextPivots = Arrays.copyOf(pivots, all);
    int[] nextLeft = new int[m - more];
    double[] next = new double[Math.multiplyExact(nextLeft.length, all)];
    for (int p = 0; p < m; p++) {
      int before = going[order[p]];
      if (p < more) {
        nextPivots[k + p] = left[before];
        coordinates[left[before]] = k == 0 ? rows[p] : joined(known, before * k, k, rows[p]);
      } else {
        int at = (p - more) * all;
        nextLeft[p - more] = left[before];
        System.arraycopy(known, before * k, next, at, k);
        System.arraycopy(rows[p], 0, next, at + k, more);
      }
    }
    growFactor(own, k, Arrays.copyOfRange(nextPivots, k, all));
    pivots = nextPivots;
    left = nextLeft;
    weights = next;
    Blas.blas().dtrsm("L", "L", "T", "N", all, left.length, 1, factor, leading, weights, all);
  }

  /**
   * Adds the rows and columns of a stage to the factor.
   *
   * @param k rows so far
   * @param more pivots of the stage, whose coordinates are known
   */
  private void growFactor(PivotedCholesky own, int k, int[] more) {
    if (k == 0) {
      factor = own.factor();
      leading = own.order().length;
      return;
    }
    int all = k + more.length;
    double[] grown = new double[Math.multiplyExact(all, all)];
    for (int j = 0; j < k; j++) {
      System.arraycopy(factor, j * leading, grown, j * all, k);
    }
    for (int p = 0; p < more.length; p++) {
      double[] row = coordinates[more[p]];
      for (int j = 0; j < row.length; j++) {
        grown[j * all + k + p] = row[j];
      }
    }
    factor = grown;
    leading = all;
  }

  /** The products of the rows that go on, as {@link PivotedCholesky#of} takes them. */
  private double[] products(double[] gram, int[] going) {
    int m = going.length;
    int t = left.length;
    double[] products = new double[Math.multiplyExact(m, m + 1)];
    for (int j = 0; j < m; j++) {
      int column = going[j] * t;
      if (m == t) {
        System.arraycopy(gram, column + j, products, j * m + j, m - j);
      } else {
        for (int i = j; i < m; i++) {
          products[j * m + i] = gram[column + going[i]];
        }
      }
    }
    return products;
  }

  private static double[] joined(double[] known, int at, int count, double[] more) {
    double[] row = new double[count + more.length];
    System.arraycopy(known, at, row, 0, count);
    System.arraycopy(more, 0, row, count, more.length);
    return row;
  }

  private void keepPivots(int[] going, int[] order, int more) {
    int k = pivots.length;
    int[] rows = new int[more];
    double[] t = new double[Math.multiplyExact(more, k)];
    for (int p = 0; p < more; p++) {
      int before = going[order[p]];
      rows[p] = left[before];
      System.arraycopy(weights, before * k, t, p * k, k);
    }
    found.add(new Residuals(rows, pivots, t));
  }
}
