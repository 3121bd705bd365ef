package org.transferability.read;

import java.util.Arrays;
import org.transferability.read.page.RowProblem;

/** The values of one row of any length, in a buffer that is used again. */
final class RowValues {
  /** The row has no nulls. */
  static final byte PRESENT = 0;

  /** The row is null. */
  static final byte NULL = 1;

  /** The row has an element that is null; it is stored as NaN. */
  static final byte NULL_ELEMENT = 2;

  /** Longer rows are refused, because no d x d matrix of that order can be stored. */
  static final int MAX_LENGTH = 1 << 20;

  double[] values = new double[256];
  int length;
  byte status;
  ListShape shape = ListShape.FLAT;

  void clear() {
    length = 0;
    status = PRESENT;
    shape = ListShape.FLAT;
  }

  /** Reserves space for n more values at {@code length}. */
  void reserve(int n, long rowInGroup) {
    if (length + (long) n > MAX_LENGTH) {
      throw new RowProblem(rowInGroup, "at most " + MAX_LENGTH + " values", "more");
    }
    if (length + n > values.length) {
      values = Arrays.copyOf(values, Math.max(length + n, 2 * values.length));
    }
  }
}
