package org.transferability.linear;

import dev.ludovic.netlib.blas.BLAS;
import java.util.Arrays;
import org.netlib.util.intW;

/**
 * The Cholesky factorisation of a positive semidefinite matrix with diagonal pivoting, stopped at
 * the first pivot that is small relative to the largest one:
 *
 * <pre>P A P' = L L' + rest,    L m x r,    largest diagonal of rest &lt;= tolerance * largest of A
 * </pre>
 *
 * <p>The first pivots are taken in their order, block by block, as long as all of a block are above
 * {@value #LARGE} of the largest: this takes a third of the time of a choice for each column, and
 * changes A by rounding just as little. From the first block with a smaller pivot on, each pivot is
 * the largest one that is left, in panels of {@value #PANEL} columns (Higham, "Accuracy and
 * Stability of Numerical Algorithms", SIAM 2002, section 10.3). Cost: at most m r^2 multiply-adds,
 * almost all in dsyrk.
 */
public final class PivotedCholesky {
  private static final int PANEL = 64;

  /** Columns of a block of pivots in their order. */
  private static final int BLOCK = 48;

  /** Relative to the largest pivot: smaller ones are taken after all larger ones. */
  private static final double LARGE = 0.01;

  /** Columns that are turned into rows at a time. */
  private static final int COLUMNS = 8;

  private final int m;
  private final double[] a;
  private final int[] order;
  private final double[] panelSquares; // by row, of the open panel
  private int rank;

  private PivotedCholesky(double[] a, int m) {
    this.m = m;
    this.a = a;
    this.order = new int[m];
    this.panelSquares = new double[m];
    for (int i = 0; i < m; i++) {
      order[i] = i;
    }
  }

  /**
   * Factorises.
   *
   * @param a m x m, column-major, lower triangle, and m more elements, which netlib's checks of
   *     ranges require; overwritten by L, whose rows are in the order of {@link #order}
   * @param candidates only the first so many rows may be pivots
   * @param tolerance relative to the largest diagonal element of a candidate
   */
  public static PivotedCholesky of(double[] a, int m, int candidates, double tolerance) {
    PivotedCholesky factor = new PivotedCholesky(a, m);
    factor.factorise(candidates, tolerance);
    return factor;
  }

  /** r. */
  public int rank() {
    return rank;
  }

  /** The row of A at each position. The first r are the pivots in order. Not copied. */
  public int[] order() {
    return order;
  }

  /** An element of L, by position; 0 above the diagonal. */
  double get(int position, int column) {
    return column > position ? 0 : a[column * m + position];
  }

  /** L, column-major with leading dimension m; not its upper triangle. Not copied. */
  public double[] factor() {
    return a;
  }

  /** The rows of L by position, each without the zeros that follow; new arrays. */
  public double[][] rows() {
    double[][] rows = new double[m][];
    for (int p = 0; p < m; p++) {
      rows[p] = new double[Math.min(p + 1, rank)];
    }
    for (int from = 0; from < rank; from += COLUMNS) { // a few columns are read side by side
      int to = Math.min(rank, from + COLUMNS);
      for (int p = from; p < m; p++) {
        int end = Math.min(to, rows[p].length);
        for (int j = from; j < end; j++) {
          rows[p][j] = a[j * m + p];
        }
      }
    }
    return rows;
  }

  private void factorise(int candidates, double tolerance) {
    BLAS blas = Blas.blas();
    double largest = 0;
    for (int i = 0; i < candidates; i++) {
      largest = Math.max(largest, a[i * m + i]);
    }
    double stop = tolerance * largest;
    takeInOrder(candidates, Math.max(tolerance, LARGE) * largest);
    for (int from = rank; from < candidates; from += PANEL) {
      int to = Math.min(candidates, from + PANEL);
      Arrays.fill(panelSquares, 0);
      for (int j = from; j < to; j++) {
        int pivot = largest(j, candidates);
        double square = left(pivot);
        if (!(square > stop)) {
          return;
        }
        swap(j, pivot);
        double root = Math.sqrt(square);
        a[j * m + j] = root;
        int below = m - j - 1;
        if (below > 0) {
          blas.dgemv(
              "N",
              below,
              j - from,
              -1,
              a,
              from * m + j + 1,
              m,
              a,
              from * m + j,
              m,
              1,
              a,
              j * m + j + 1,
              1);
          blas.dscal(below, 1 / root, a, j * m + j + 1, 1);
        }
        for (int i = j + 1; i < m; i++) {
          double value = a[j * m + i];
          panelSquares[i] += value * value;
        }
        rank = j + 1;
      }
      int rest = m - to;
      if (rest > 0) {
        blas.dsyrk("L", "N", rest, to - from, -1, a, from * m + to, m, 1, a, to * m + to, m);
      }
    }
  }

  /** Takes blocks of pivots in their order until one of them is not above {@code least}. */
  private void takeInOrder(int candidates, double least) {
    double[] corner = new double[BLOCK * BLOCK];
    intW info = new intW(0);
    while (rank < candidates) {
      int columns = Math.min(BLOCK, candidates - rank);
      int at = rank * (m + 1);
      for (int j = 0; j < columns; j++) {
        System.arraycopy(a, at + j * (m + 1), corner, j * (BLOCK + 1), columns - j);
      }
      Blas.lapack().dpotrf("L", columns, corner, 0, BLOCK, info);
      boolean large = info.val == 0;
      for (int j = 0; j < columns && large; j++) {
        double root = corner[j * (BLOCK + 1)];
        large = root * root > least;
      }
      if (!large) {
        return;
      }
      for (int j = 0; j < columns; j++) {
        System.arraycopy(corner, j * (BLOCK + 1), a, at + j * (m + 1), columns - j);
      }
      rank += columns;
      int rest = m - rank;
      if (rest > 0) {
        int below = at + columns;
        int next = rank * (m + 1);
        Blas.blas().dtrsm("R", "L", "T", "N", rest, columns, 1, a, at, m, a, below, m);
        Blas.blas().dsyrk("L", "N", rest, columns, -1, a, below, m, 1, a, next, m);
      }
    }
  }

  /** The diagonal element of the rest. */
  private double left(int i) {
    return a[i * m + i] - panelSquares[i];
  }

  private int largest(int from, int to) {
    int at = from;
    for (int i = from + 1; i < to; i++) {
      at = left(i) > left(at) ? i : at;
    }
    return at;
  }

  /** Exchanges two rows and columns, i below k, of the symmetric rest, and the rows of L. */
  private void swap(int i, int k) {
    if (i == k) {
      return;
    }
    BLAS blas = Blas.blas();
    a[k * m + k] = a[i * m + i]; // that of i is overwritten by the pivot
    blas.dswap(i, a, i, m, a, k, m);
    if (m - k - 1 > 0) {
      blas.dswap(m - k - 1, a, i * m + k + 1, 1, a, k * m + k + 1, 1);
    }
    if (k - i - 1 > 0) {
      blas.dswap(k - i - 1, a, i * m + i + 1, 1, a, (i + 1) * m + k, m);
    }
    panelSquares[k] = panelSquares[i];
    int row = order[i];
    order[i] = order[k];
    order[k] = row;
  }
}
