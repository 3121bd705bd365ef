package org.transferability.read;

import java.util.Arrays;
import org.apache.parquet.column.page.PageReadStore;
import org.transferability.read.page.RowProblem;

/**
 * A column with a vector of numbers a row. All rows that are not null must have the same length,
 * the width, which is set by the caller or taken from the first such row. The same applies to their
 * shape if they are lists of lists.
 */
public abstract class VectorColumn {
  private final RowValues row = new RowValues();
  private final RowValues head = new RowValues();
  private int width;

  /** Of every row; null as long as it is unknown. */
  private ListShape shape;

  private long rowsOfGroup;
  private long next;
  private long headAt = -1;

  /** Whether the last rows that were read in bulk, or all of a read, are known to be finite. */
  private boolean bulkFinite;

  private boolean finite;
  private byte[] status = new byte[0];

  /** Starts a new row group. */
  public final void start(PageReadStore store) {
    open(store);
    rowsOfGroup = store.getRowCount();
    next = 0;
    headAt = -1;
  }

  /** Values per row; 0 as long as it is unknown. */
  public final int width() {
    return width;
  }

  final void expectWidth(int expected) {
    width = expected;
  }

  /** The shape of every row; null as long as it is unknown. */
  public final ListShape shape() {
    return shape;
  }

  /**
   * Sets the shape that every row must have.
   *
   * @param expected the shape, or null: that of the first row
   */
  public final void expectShape(ListShape expected) {
    shape = expected;
  }

  /** The number of values of a row of this column, in words. */
  final String expected() {
    return words(shape, width) + " values";
  }

  private static String words(ListShape shape, int width) {
    return shape == null || shape.isFlat() ? String.valueOf(width) : shape.toString();
  }

  /**
   * Finds the width from the first row of the group that is not null, without consuming it. It may
   * be called only at the start of a group.
   *
   * @return the row's number in the group, or -1 if all rows are null
   */
  public final long findWidth() {
    for (long r = 0; r < rowsOfGroup; r++) {
      readRow(head, r);
      if (head.status != RowValues.NULL) {
        if (head.length == 0) {
          throw new RowProblem(r, "at least 1 value", "an empty list");
        }
        if (shape != null && !shape.equals(head.shape)) {
          throw new RowProblem(r, otherShape(), words(head.shape, head.length));
        }
        headAt = r;
        width = head.length;
        shape = head.shape;
        return r;
      }
    }
    // All rows are null; read() returns null for them.
    headAt = rowsOfGroup;
    return -1;
  }

  /**
   * Reads the next n rows of the group: values to {@code destination[offset + i * stride]}, NaN for
   * those of null rows and null elements. {@link #status} then has the status of each row.
   */
  final void read(int n, double[] destination, int offset, int stride) {
    if (status.length < n) {
      status = new byte[n];
    }
    int done = 0;
    finite = true;
    while (done < n && next <= headAt) {
      finite = false;
      boolean isHead = next == headAt;
      status[done] = isHead ? head.status : RowValues.NULL;
      place(isHead ? head : null, destination, offset + done * stride);
      done++;
      next++;
    }
    while (done < n) {
      bulkFinite = false;
      int fast =
          mayReadBulk() ? readBulk(n - done, destination, offset + done * stride, stride, next) : 0;
      Arrays.fill(status, done, done + fast, RowValues.PRESENT);
      finite &= fast == 0 || bulkFinite;
      done += fast;
      next += fast;
      if (done < n) {
        finite = false;
        readRow(row, next);
        status[done] = row.status;
        place(row.status == RowValues.NULL ? null : row, destination, offset + done * stride);
        done++;
        next++;
      }
    }
  }

  /** Whether all numbers of the last {@link #read} are known to be finite. */
  final boolean isFinite() {
    return finite;
  }

  /** States that the rows that are read in bulk are known to be finite, or not. */
  final void bulkFinite(boolean known) {
    bulkFinite = known;
  }

  private boolean mayReadBulk() {
    return shape == null ? !isNested() : shape.isFlat() != isNested();
  }

  /**
   * Reads labels like {@link #read}; NaN means missing, and infinity is an error.
   *
   * @param rowInGroup number of the first row, for errors
   */
  public final void readLabels(
      int n, double[] destination, int offset, int stride, long rowInGroup) {
    read(n, destination, offset, stride);
    if (stride == width && Finite.all(destination, offset, offset + n * width)) {
      return;
    }
    for (int i = 0; i < n; i++) {
      int from = offset + i * stride;
      if (Finite.anyInfinite(destination, from, from + width)) {
        throw new RowProblem(rowInGroup + i, "a finite label, or null or NaN", "infinity");
      }
    }
  }

  /** The status of row i of the last {@link #read}: one of the constants of {@link RowValues}. */
  final byte status(int i) {
    return status[i];
  }

  /** Checks that the group has no more rows than it declares. */
  public final void finish() {
    close(next);
  }

  private void place(RowValues values, double[] destination, int at) {
    if (values == null) {
      Arrays.fill(destination, at, at + width, Double.NaN);
    } else if (values.length != width || (shape != null && !shape.equals(values.shape))) {
      throw new RowProblem(next, expected(), words(values.shape, values.length));
    } else {
      shape = values.shape;
      System.arraycopy(values.values, 0, destination, at, width);
    }
  }

  private String otherShape() {
    return shape.isFlat()
        ? "a list of numbers as in the first file of the set"
        : shape + " values as in the first file of the set";
  }

  /** Whether the rows are lists of lists. */
  boolean isNested() {
    return false;
  }

  abstract void open(PageReadStore store);

  /**
   * Reads up to n rows as long as they are complete, decoded, and of the right length and shape
   * (which is known if it is not flat).
   *
   * @param rowInGroup number of the first one, for errors
   * @return the number of rows read; the next one needs {@link #readRow}
   */
  abstract int readBulk(int n, double[] destination, int offset, int stride, long rowInGroup);

  /** Reads the next row, of any length. */
  abstract void readRow(RowValues into, long rowInGroup);

  /** Checks that the group ends after this many rows. */
  abstract void close(long rows);
}
