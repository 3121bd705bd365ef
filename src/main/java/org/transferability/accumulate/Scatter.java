package org.transferability.accumulate;

import org.transferability.linear.SquareSum;
import org.transferability.linear.SymmetricMatrix;

/**
 * The growing sum of the outer products of rows that are differences from a shift, d x d: in a full
 * square if there is memory for it, else in packed storage.
 *
 * <p>In mixed precision, rows are gathered as float32 until there are so many that adding their
 * product to the float64 sum, d^2/2 additions, costs little compared with the product.
 */
final class Scatter {
  private static final int MOST_FLOAT_ROWS = 2048;
  private static final int FEWEST_FLOAT_ROWS = 256;
  private static final int FLOAT_BYTES = 32 << 20;

  private final SymmetricMatrix packed;
  private SquareSum square;
  private final int d;
  private final int floatRows;
  private final boolean mixed;
  private float[] gathered = new float[0];
  private float[] product;
  private int rows;

  /**
   * @param squareBytes the largest size of a full square
   */
  Scatter(int d, Precision precision, long squareBytes) {
    this.d = d;
    this.mixed = precision == Precision.MIXED;
    boolean fits = SquareSum.bytes(d) * (mixed ? 3 : 2) / 2 <= squareBytes;
    this.square = fits ? new SquareSum(d) : null;
    this.packed = fits ? null : SymmetricMatrix.zeros(d);
    this.floatRows =
        (int)
            Math.max(
                FEWEST_FLOAT_ROWS, Math.min(MOST_FLOAT_ROWS, FLOAT_BYTES / (4L * Math.max(1, d))));
  }

  /**
   * Gathers {@code count} rows of a row-major array, from {@code offset} on, as soon as they are
   * available; they are not modified. In float64 this does nothing, because {@link #add} adds
   * complete blocks.
   */
  void gather(double[] values, int offset, int count) {
    if (!mixed) {
      return;
    }
    int at = offset;
    for (int left = count; left > 0; ) {
      int take = Math.min(left, floatRows - rows);
      reserve(rows + take);
      int to = rows * d;
      for (int i = 0; i < take * d; i++) {
        gathered[to + i] = (float) values[at + i];
      }
      rows += take;
      at += take * d;
      left -= take;
      if (rows == floatRows) {
        flush();
      }
    }
  }

  /** Adds a block of rows, unless they were gathered; does not modify them. */
  void add(double[] values, int offset, int count) {
    if (mixed) {
      return;
    }
    if (square == null) {
      packed.addOuterProducts(values, offset, count);
    } else {
      square.add(values, offset, count);
    }
  }

  /** Small sets should not allocate the largest block; the additional row is padding for BLAS. */
  private void reserve(int wanted) {
    if (gathered.length < (wanted + 1) * d) {
      int grown = Math.min(floatRows, Math.max(wanted, 2 * (gathered.length / Math.max(1, d))));
      float[] larger = new float[Math.multiplyExact(grown + 1, d)];
      System.arraycopy(gathered, 0, larger, 0, rows * d);
      gathered = larger;
    }
  }

  private void flush() {
    if (rows > 0 && square != null) {
      square.add(gathered, rows);
    } else if (rows > 0) {
      product = packed.addOuterProducts(gathered, rows, product);
    }
    rows = 0;
  }

  /** The sum itself. No rows can be added afterwards. */
  SymmetricMatrix finish() {
    flush();
    gathered = new float[0];
    product = null;
    if (square == null) {
      return packed;
    }
    SymmetricMatrix sum = square.packed();
    square = null; // releases it, because with folds others are still open
    return sum;
  }
}
