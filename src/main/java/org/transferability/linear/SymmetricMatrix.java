package org.transferability.linear;

import dev.ludovic.netlib.blas.BLAS;
import java.nio.DoubleBuffer;
import java.util.Arrays;

/**
 * A symmetric matrix A of order d in Rectangular Full Packed storage: d(d+1)/2 numbers without
 * duplicate entries, in three full-storage blocks, so that every operation is level-3 BLAS.
 *
 * <p>With n1 = d - floor(d/2) and n2 = floor(d/2),
 *
 * <pre>
 *   A = | A11   .  |   A11 (n1 x n1): its lower triangle
 *       | A21  A22 |   A22 (n2 x n2): its lower triangle, stored transposed as an upper triangle
 * </pre>
 *
 * in one column-major array whose leading dimension is d (odd d) or d + 1 (even d); the upper
 * triangle fills the corner above the lower triangle of A11. This is TRANSR = 'N', UPLO = 'L' of
 * Gustavson, Wasniewski, Dongarra and Langou, "Rectangular Full Packed Format for Cholesky's
 * Algorithm", ACM TOMS 37(2), 2010, and of LAPACK's dsfrk and dpftrf, which netlib does not offer,
 * so they are composed of dsyrk, dgemm, dtrsm and dpotrf.
 *
 * <p>Mutable; not safe for use by several threads.
 */
public final class SymmetricMatrix {
  /** The largest order whose packed storage fits into one Java array. */
  public static final int MAX_ORDER = 65_000;

  private final int order;
  private final double[] a;

  private SymmetricMatrix(int order, double[] a) {
    this.order = order;
    this.a = a;
  }

  /** The zero matrix. */
  public static SymmetricMatrix zeros(int order) {
    return new SymmetricMatrix(order, new double[storage(order)]);
  }

  /** The next d(d+1)/2 numbers of a buffer, which {@link #writeTo} wrote. */
  public static SymmetricMatrix read(int order, DoubleBuffer in) {
    SymmetricMatrix read = zeros(order);
    in.get(read.a, 0, packedLength(order));
    return read;
  }

  /**
   * The lower triangle of a full square, copied.
   *
   * @param square column-major, its leading dimension {@code leading}
   */
  static SymmetricMatrix ofLower(int order, double[] square, int leading) {
    SymmetricMatrix packed = zeros(order);
    int n1 = packed.n1();
    for (int j = 0; j < n1; j++) {
      int from = j * leading + j;
      System.arraycopy(square, from, packed.a, packed.index(j, j), order - j);
    }
    for (int i = n1; i < order; i++) {
      int row = packed.index(i, n1);
      for (int j = n1; j <= i; j++) {
        packed.a[row + j - n1] = square[j * leading + i];
      }
    }
    return packed;
  }

  /** d(d+1)/2, the number of stored numbers of a matrix of this order. */
  public static int packedLength(int order) {
    if (order < 0 || order > MAX_ORDER) {
      throw new IllegalArgumentException(
          "Cannot store a symmetric matrix: expected an order of 0 to "
              + MAX_ORDER
              + ", found "
              + order);
    }
    return (int) ((long) order * (order + 1) / 2);
  }

  /** Padding: netlib's bound checks require complete last columns, also of offset blocks. */
  private static int storage(int order) {
    return packedLength(order) + order / 2 + 2;
  }

  public int order() {
    return order;
  }

  /** A_ij = A_ji. */
  public double get(int i, int j) {
    return a[index(Math.max(i, j), Math.min(i, j))];
  }

  /** Sets A_ij and A_ji. */
  public void set(int i, int j, double value) {
    a[index(Math.max(i, j), Math.min(i, j))] = value;
  }

  /** The diagonal, copied. */
  public double[] diagonal() {
    double[] diagonal = new double[order];
    for (int i = 0; i < order; i++) {
      diagonal[i] = a[index(i, i)];
    }
    return diagonal;
  }

  /** A += c I. */
  public void addToDiagonal(double c) {
    for (int i = 0; i < order; i++) {
      a[index(i, i)] += c;
    }
  }

  /** A += diag(c). */
  public void addToDiagonal(double[] c) {
    checkLength("add to the diagonal", c.length, order);
    for (int i = 0; i < order; i++) {
      a[index(i, i)] += c[i];
    }
  }

  /** A += X'X for the {@code count} rows of X that start the row-major array; see below. */
  public void addOuterProducts(double[] rows, int count) {
    addOuterProducts(rows, 0, count);
  }

  /**
   * A += X'X, X (count x d) row-major from {@code offset} on. Modified: this; not modified: rows.
   * Cost: count d^2 multiply-adds, two dsyrk and one dgemm.
   */
  public void addOuterProducts(double[] rows, int offset, int count) {
    if (order == 0 || count == 0) {
      return;
    }
    if (offset < 0 || rows.length - offset < (long) count * order) {
      throw new IllegalArgumentException(
          "Cannot add outer products: expected "
              + (long) count * order
              + " values, found "
              + (rows.length - offset)
              + " (order "
              + order
              + ")");
    }
    BLAS blas = Blas.blas();
    int lda = leadingDimension();
    int n1 = n1();
    int n2 = n2();
    blas.dsyrk("L", "N", n1, count, 1.0, rows, offset, order, 1.0, a, offset11(), lda);
    if (n2 == 0) {
      return;
    }
    blas.dgemm(
        "N",
        "T",
        n2,
        n1,
        count,
        1.0,
        rows,
        offset + n1,
        order,
        rows,
        offset,
        order,
        1.0,
        a,
        offset21(),
        lda);
    // The bound check of dsyrk requires a complete last column after the offset n1. If the array
    // ends with the last row, that row is added separately.
    int block = rows.length >= offset + n1 + count * order ? count : count - 1;
    blas.dsyrk("U", "N", n2, block, 1.0, rows, offset + n1, order, 1.0, a, offset22(), lda);
    if (block < count) {
      int last = offset + n1 + block * order;
      blas.dsyr("U", n2, 1.0, rows, last, 1, a, offset22(), lda);
    }
  }

  /**
   * A += X'X for the {@code count} rows of X that start the row-major array, the product formed in
   * float32 and added in float64. Not modified: rows, which must have a row more than {@code
   * count}. Cost: count d^2 multiply-adds in float32, d^2/2 additions.
   *
   * @param product the result of an earlier call, which is used again, or null
   * @return the product, in this class's storage
   */
  public float[] addOuterProducts(float[] rows, int count, float[] product) {
    if (rows.length < (count + 1L) * order) {
      throw new IllegalArgumentException(
          "Cannot add outer products: expected "
              + (count + 1L) * order
              + " values, found "
              + rows.length);
    }
    float[] p = product == null ? new float[storage(order)] : product;
    if (order == 0 || count == 0) {
      return p;
    }
    BLAS blas = Blas.blas();
    int lda = leadingDimension();
    int n1 = n1();
    int n2 = n2();
    blas.ssyrk("L", "N", n1, count, 1f, rows, 0, order, 0f, p, offset11(), lda);
    if (n2 > 0) {
      blas.sgemm(
          "N", "T", n2, n1, count, 1f, rows, n1, order, rows, 0, order, 0f, p, offset21(), lda);
      blas.ssyrk("U", "N", n2, count, 1f, rows, n1, order, 0f, p, offset22(), lda);
    }
    int length = packedLength(order);
    for (int i = 0; i < length; i++) {
      a[i] += p[i];
    }
    return p;
  }

  /** A += alpha x x'. In plain Java, so that the result does not depend on the sign of x. */
  public void addRankOne(double alpha, double[] x) {
    checkLength("add a rank-one matrix", x.length, order);
    int lda = leadingDimension();
    int n1 = n1();
    for (int j = 0; j < n1; j++) {
      double scaled = alpha * x[j];
      if (scaled != 0) {
        int column = offset11() + j * lda;
        for (int i = j; i < order; i++) {
          a[column + i] += scaled * x[i];
        }
      }
    }
    for (int j = 0; j < n2(); j++) {
      double scaled = alpha * x[n1 + j];
      if (scaled != 0) {
        int column = offset22() + j * lda;
        for (int i = 0; i <= j; i++) {
          a[column + i] += scaled * x[n1 + i];
        }
      }
    }
  }

  /** A + B as a new matrix. */
  public SymmetricMatrix plus(SymmetricMatrix b) {
    checkLength("add a symmetric matrix", b.order, order);
    SymmetricMatrix sum = zeros(order);
    int length = packedLength(order);
    for (int i = 0; i < length; i++) {
      sum.a[i] = a[i] + b.a[i];
    }
    return sum;
  }

  /** A -= B. */
  public void subtract(SymmetricMatrix b) {
    checkLength("subtract a symmetric matrix", b.order, order);
    int length = packedLength(order);
    for (int i = 0; i < length; i++) {
      a[i] -= b.a[i];
    }
  }

  /** A *= c. */
  public void scale(double c) {
    int length = packedLength(order);
    for (int i = 0; i < length; i++) {
      a[i] *= c;
    }
  }

  /** A = diag(c) A diag(c). Exact if every c_i is a power of two. */
  public void scaleBothSides(double[] c) {
    checkLength("scale a symmetric matrix", c.length, order);
    int lda = leadingDimension();
    int n1 = n1();
    for (int j = 0; j < n1; j++) {
      int column = offset11() + j * lda;
      for (int i = j; i < order; i++) {
        a[column + i] *= c[i] * c[j];
      }
    }
    for (int j = 0; j < n2(); j++) {
      int column = offset22() + j * lda;
      for (int i = 0; i <= j; i++) {
        a[column + i] *= c[n1 + i] * c[n1 + j];
      }
    }
  }

  /** The rows and columns named by {@code kept}, ascending, as a new matrix. */
  public SymmetricMatrix select(int[] kept) {
    SymmetricMatrix part = zeros(kept.length);
    for (int j = 0; j < kept.length; j++) {
      for (int i = j; i < kept.length; i++) {
        part.a[part.index(i, j)] = a[index(kept[i], kept[j])];
      }
    }
    return part;
  }

  /** A x, a new array. */
  public double[] times(double[] x) {
    checkLength("multiply", x.length, order);
    double[] product = new double[order];
    for (int j = 0; j < order; j++) {
      double sum = a[index(j, j)] * x[j];
      for (int i = j + 1; i < order; i++) {
        double value = a[index(i, j)];
        sum += value * x[i];
        product[i] += value * x[j];
      }
      product[j] += sum;
    }
    return product;
  }

  /** A B, a new array; B is d x q, column-major. Cost: 2 d^2 q operations of level 3. */
  public double[] times(double[] b, int q) {
    checkLength("multiply", b.length, Math.multiplyExact(order, q));
    int n1 = n1();
    int n2 = n2();
    double[] product = new double[b.length];
    if (b.length == 0) {
      return product;
    }
    double[] upper = rows(b, q, 0, n1);
    double[] lower = rows(b, q, n1, n2);
    double[] above = new double[upper.length];
    double[] below = new double[lower.length];
    BLAS blas = Blas.blas();
    int lda = leadingDimension();
    blas.dsymm("L", "L", n1, q, 1, a, offset11(), lda, upper, 0, n1, 0, above, 0, n1);
    if (n2 > 0) {
      int at = offset21();
      blas.dgemm("T", "N", n1, q, n2, 1, a, at, lda, lower, 0, n2, 1, above, 0, n1);
      blas.dsymm("L", "U", n2, q, 1, a, offset22(), lda, lower, 0, n2, 0, below, 0, n2);
      blas.dgemm("N", "N", n2, q, n1, 1, a, at, lda, upper, 0, n1, 1, below, 0, n2);
    }
    for (int k = 0; k < q; k++) {
      System.arraycopy(above, k * n1, product, k * order, n1);
      System.arraycopy(below, k * n2, product, k * order + n1, n2);
    }
    return product;
  }

  /** Some rows of a matrix of q columns. */
  private double[] rows(double[] b, int q, int from, int count) {
    double[] rows = new double[count * q];
    for (int k = 0; k < q; k++) {
      System.arraycopy(b, k * order + from, rows, k * count, count);
    }
    return rows;
  }

  /** sum_ij A_ij^2, the squared Frobenius norm. */
  public double squaredNorm() {
    double sum = 0;
    int length = packedLength(order);
    for (int i = 0; i < length; i++) {
      sum += 2 * a[i] * a[i];
    }
    for (double diagonal : diagonal()) {
      sum -= diagonal * diagonal;
    }
    return sum;
  }

  /** Whether all entries are finite. */
  public boolean isFinite() {
    int length = packedLength(order);
    for (int i = 0; i < length; i++) {
      if (!Double.isFinite(a[i])) {
        return false;
      }
    }
    return true;
  }

  /** The 1-norm, max_j sum_i |A_ij|. */
  public double norm1() {
    double[] sums = new double[order];
    int n1 = n1();
    for (int j = 0; j < n1; j++) {
      int column = offset11() + j * leadingDimension();
      double own = sums[j] + Math.abs(a[column + j]);
      for (int i = j + 1; i < order; i++) {
        double value = Math.abs(a[column + i]);
        sums[i] += value;
        own += value;
      }
      sums[j] = own;
    }
    for (int i = n1; i < order; i++) { // rows of A22, which are stored as columns
      int row = index(i, n1) - n1;
      double own = sums[i];
      for (int j = n1; j < i; j++) {
        double value = Math.abs(a[row + j]);
        sums[j] += value;
        own += value;
      }
      sums[i] = own + Math.abs(a[row + i]);
    }
    return Arrays.stream(sums).max().orElse(0);
  }

  public SymmetricMatrix copy() {
    return new SymmetricMatrix(order, a.clone());
  }

  /** All d x d entries, column-major (or row-major: it is symmetric). */
  public double[] toFull() {
    double[] full = new double[Math.multiplyExact(order, order)];
    for (int j = 0; j < order; j++) {
      for (int i = j; i < order; i++) {
        double value = a[index(i, j)];
        full[i + j * order] = value;
        full[j + i * order] = value;
      }
    }
    return full;
  }

  /** The d(d+1)/2 numbers in storage order, copied. */
  public double[] packed() {
    return Arrays.copyOf(a, packedLength(order));
  }

  /** Writes the d(d+1)/2 numbers in storage order, for serialisation; see {@link #read}. */
  public void writeTo(DoubleBuffer out) {
    out.put(a, 0, packedLength(order));
  }

  /** The number of columns of the storage, see {@link #columns}. */
  public static int storageColumns(int order) {
    return order - order / 2;
  }

  /**
   * A part of {@link #packed()}: storage columns {@code from} to {@code to - 1}, copied. A storage
   * column contains a column of A11 and A21, and one of A22.
   */
  public double[] columns(int from, int to) {
    int lda = leadingDimension();
    return Arrays.copyOfRange(a, from * lda, to * lda);
  }

  /** Overwrites storage columns from {@code from} on. */
  public void setColumns(int from, double[] values) {
    System.arraycopy(values, 0, a, from * leadingDimension(), values.length);
  }

  /**
   * {@link #addRankOne} on storage columns alone, bit for bit the same there.
   *
   * @param values storage columns from {@code from} on, modified
   */
  public static void addRankOneToColumns(double[] values, int from, double alpha, double[] x) {
    int order = x.length;
    boolean even = order % 2 == 0;
    int lda = even ? order + 1 : order;
    int n1 = order - order / 2;
    int columns = values.length / lda;
    for (int c = 0; c < columns; c++) {
      int j = from + c;
      double scaled = alpha * x[j];
      if (scaled != 0) {
        int column = c * lda + (even ? 1 : 0);
        for (int i = j; i < order; i++) {
          values[column + i] += scaled * x[i];
        }
      }
      int k = even ? j : j - 1; // the column of A22 that fills the corner
      if (k >= 0) {
        scaled = alpha * x[n1 + k];
        if (scaled != 0) {
          int column = c * lda;
          for (int i = 0; i <= k; i++) {
            values[column + i] += scaled * x[n1 + i];
          }
        }
      }
    }
  }

  /** The storage itself with its padding, only for the factorisations of this package. */
  double[] storage() {
    return a;
  }

  int n1() {
    return order - order / 2;
  }

  int n2() {
    return order / 2;
  }

  int leadingDimension() {
    return order % 2 == 0 ? order + 1 : order;
  }

  int offset11() {
    return order % 2 == 0 ? 1 : 0;
  }

  int offset22() {
    return order % 2 == 0 ? 0 : order;
  }

  int offset21() {
    return offset11() + n1();
  }

  /** The index of A_ij, i at least j. */
  private int index(int i, int j) {
    int n1 = n1();
    if (j < n1) {
      return offset11() + i + j * leadingDimension(); // A21 continues the columns of A11
    }
    return offset22() + (j - n1) + (i - n1) * leadingDimension();
  }

  private static void checkLength(String verb, int found, int expected) {
    if (found != expected) {
      throw new IllegalArgumentException(
          "Cannot " + verb + ": expected order " + expected + ", found " + found);
    }
  }
}
