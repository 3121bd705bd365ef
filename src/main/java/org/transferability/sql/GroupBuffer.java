package org.transferability.sql;

import java.util.Arrays;
import java.util.List;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.study.InputException;

/**
 * The buffer of an aggregate for a group: rows up to {@value #BLOCK_ROWS} of them, then moments. A
 * group of few rows takes the memory of its rows; a larger one takes 4 d^2 + 8 d Q bytes of moments
 * and one block, for any number of rows.
 */
final class GroupBuffer {
  private static final int BLOCK_ROWS = 256;
  private static final int FIRST_ROWS = 8;

  /** The limit of an array, a row and a message of Spark, minus a MiB for other content. */
  private static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 20);

  /** Moments in the buffer, in the merge, and in the message. */
  private static final int COPIES = 3;

  private final String function;
  private final int parts;
  private Moments merged; // null if there are none
  private MomentsAccumulator open; // null before the first full block
  private double[] features = new double[0];
  private double[] labels = new double[0];
  private int capacity;
  private int filled;
  private int d = -1;
  private int q = -1;

  /**
   * @param function its name, for messages
   * @param parts the number of such buffers that the function keeps for a group, and sends as one
   */
  GroupBuffer(String function, int parts) {
    this.function = function;
    this.parts = parts;
  }

  /** Adds a row; a row in which a label is missing (NaN) is ignored, whatever its width. */
  void add(CatalystNumbers featureForm, Object f, CatalystNumbers labelForm, Object y) {
    int outputs = labelForm.width(y);
    if (labelForm.hasMissing(y)) {
      return;
    }
    int width = featureForm.width(f);
    if (d < 0) {
      begin(width, outputs);
    }
    if (width != d || outputs != q) {
      throw new InputException(
          "Cannot aggregate %s: expected %d features and %d labels, as in the group's first row, found %s and %d"
              .formatted(function, d, q, width(width), outputs));
    }
    if (filled == capacity) {
      grow();
    }
    labelForm.copy(y, labels, filled * q);
    for (int k = filled * q; k < (filled + 1) * q; k++) {
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

  private static String width(int width) {
    return width < 0 ? "bytes that are not float32" : Integer.toString(width);
  }

  private void begin(int width, int outputs) {
    if (width < 1 || outputs < 1) {
      throw new InputException(
          "Cannot aggregate %s: expected at least one feature and one label, found %s and %d"
              .formatted(function, width(width), outputs));
    }
    requireRoom(width, outputs, MOST_BYTES, "its moments fit into 2 GiB");
    long heap = Runtime.getRuntime().maxMemory();
    requireRoom(
        width,
        outputs,
        heap / COPIES,
        "%d times its moments fit into the heap of %d MiB".formatted(COPIES, heap >> 20));
    d = width;
    q = outputs;
  }

  private void requireRoom(int width, int outputs, long most, String why) {
    if (fits(width, outputs, most)) {
      return;
    }
    int below = Math.min(width, Moments.MOST_FEATURES);
    while (below > 0 && !fits(below, outputs, most)) {
      below--;
    }
    throw new InputException(
        "Cannot aggregate %s: expected at most %d features, so that %s, found %d with %d labels (reduce them first, or use jobs/score, which splits wider sets)"
            .formatted(function, below, why, width, outputs));
  }

  private boolean fits(int width, int outputs, long most) {
    return width <= Moments.MOST_FEATURES && Moments.keptBytes(width, outputs) <= most / parts;
  }

  /** The message of jobs/score for an infinite number. */
  private void requireFinite(String what, double value, int index) {
    if (Double.isFinite(value)) {
      return;
    }
    String wrong =
        Double.isNaN(value)
            ? "expected finite %s, found null or NaN (element %d)".formatted(what, index)
            : what.equals("labels")
                ? "expected a finite label, or null or NaN, found infinity (element %d)"
                    .formatted(index)
                : "expected finite numbers, found %s at index %d of the %s"
                    .formatted(value, index, what);
    throw new InputException(
        "Cannot aggregate %s: %s; exclude such rows by WHERE or FILTER".formatted(function, wrong));
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

  void add(Moments other) {
    if (other.rows() == 0) {
      return;
    }
    int groups = other.layout().groups();
    if (groups != 1) {
      throw new InputException(
          "Cannot aggregate %s: expected moments of one group of labels, found %d"
              .formatted(function, groups));
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

  /** For the shuffle: no bytes if there are no rows. Spark verifies what it sends. */
  byte[] toBytes() {
    Moments moments = moments();
    return moments == null ? new byte[0] : FoldMoments.of(List.of(moments)).toBytes()[0];
  }

  static GroupBuffer fromBytes(String function, int parts, byte[] bytes) {
    GroupBuffer buffer = new GroupBuffer(function, parts);
    if (bytes.length > 0) {
      buffer.add(FoldMoments.fromBytes(new byte[][] {bytes}).whole());
    }
    return buffer;
  }
}
