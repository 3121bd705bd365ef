package org.transferability.sql;

import java.util.Arrays;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.study.InputException;

/**
 * What an aggregate keeps of a group: rows until there are {@value #BLOCK_ROWS} of them, then
 * moments. A group of few rows costs its rows, one of many 4 d^2 + 8 d Q bytes of moments and its
 * block, however many rows.
 */
final class GroupBuffer {
  private static final int BLOCK_ROWS = 256;
  private static final int FIRST_ROWS = 8;
  private static final int WIDEST = 65_000;

  private final String function;
  private Moments merged; // null before there are any
  private MomentsAccumulator open; // null before the first full block
  private double[] features = new double[0];
  private double[] labels = new double[0];
  private int capacity;
  private int filled;
  private int d = -1;
  private int q = -1;

  /**
   * @param function its name, for messages
   */
  GroupBuffer(String function) {
    this.function = function;
  }

  /** Takes a row; one in which a label is missing (NaN) does not count. */
  void add(CatalystNumbers featureForm, Object f, CatalystNumbers labelForm, Object y) {
    int width = featureForm.width(f);
    int outputs = labelForm.width(y);
    if (d < 0) {
      begin(width, outputs);
    }
    if (width != d || outputs != q) {
      throw new InputException(
          "Cannot aggregate %s: expected %d features and %d labels, as in the group's first row, found %d and %d"
              .formatted(function, d, q, width, outputs));
    }
    if (filled == capacity) {
      grow();
    }
    labelForm.copy(y, labels, filled * q);
    for (int k = filled * q; k < (filled + 1) * q; k++) {
      if (Double.isNaN(labels[k])) {
        return;
      }
      requireFinite("labels", labels[k], k - filled * q);
    }
    featureForm.copy(f, features, filled * d);
    for (int i = filled * d; i < (filled + 1) * d; i++) {
      requireFinite("features", features[i], i - filled * d);
    }
    filled++;
    if (filled == BLOCK_ROWS) {
      flush();
    }
  }

  private void begin(int width, int outputs) {
    if (width < 1 || width > WIDEST || outputs < 1) {
      throw new InputException(
          "Cannot aggregate %s: expected 1 to %d features and at least one label, found %s and %d"
              .formatted(
                  function, WIDEST, width < 0 ? "bytes that are no float32" : width, outputs));
    }
    d = width;
    q = outputs;
  }

  private void requireFinite(String what, double value, int index) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new InputException(
          "Cannot aggregate %s: expected finite %s, found %s (element %d); leave such rows out by WHERE or FILTER"
              .formatted(function, what, Double.isNaN(value) ? "null or NaN" : value, index));
    }
  }

  private void grow() {
    capacity = Math.min(BLOCK_ROWS, Math.max(FIRST_ROWS, 2 * capacity));
    features = Arrays.copyOf(features, Math.multiplyExact(capacity, d));
    labels = Arrays.copyOf(labels, Math.multiplyExact(capacity, q));
  }

  private void flush() {
    if (open == null) {
      open = new MomentsAccumulator(d, LabelLayout.complete(q), BLOCK_ROWS);
    }
    open.add(features, labels, filled);
    filled = 0;
  }

  /** Takes moments of other rows. */
  void add(Moments other) {
    if (other.rows() == 0) {
      return;
    }
    Moments mine = moments();
    int outputs = other.layout().outputs();
    if (d >= 0 && (other.width() != d || outputs != q)) {
      throw new InputException(
          "Cannot aggregate %s: expected %d features and %d labels, as in the rest of the group, found %d and %d"
              .formatted(function, d, q, other.width(), outputs));
    }
    d = other.width();
    q = outputs;
    merged = mine == null ? other : Moments.merge(mine, other);
  }

  /** The moments of all rows so far, or null if there are none; more rows may follow. */
  Moments moments() {
    if (filled > 0) {
      flush();
    }
    if (open != null) {
      Moments rows = open.finish();
      merged = merged == null ? rows : Moments.merge(merged, rows);
      open = null;
    }
    return merged;
  }

  /** For the shuffle: nothing for no rows. */
  byte[] toBytes() {
    Moments moments = moments();
    return moments == null ? new byte[0] : moments.toBytes();
  }

  static GroupBuffer fromBytes(String function, byte[] bytes) {
    GroupBuffer buffer = new GroupBuffer(function);
    if (bytes.length > 0) {
      buffer.add(Moments.fromBytes(bytes));
    }
    return buffer;
  }
}
