package org.transferability.sql;

import java.util.List;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.study.InputException;

/**
 * The moments of a group, or of one fold of it, to which rows are added: 4 d^2 + 8 d q bytes and
 * one block of at most {@value #BLOCK_ROWS} rows, for any number of rows.
 */
final class GroupBuffer {
  private static final int BLOCK_ROWS = 256;

  /** The limit of an array, a row and a message of Spark, minus a MiB for other content. */
  static final long MOST_BYTES = Integer.MAX_VALUE - (1L << 20);

  /** Moments in the buffer, in the merge, and in the message. */
  private static final int COPIES = 3;

  private final String function;
  private final int d;
  private final int q;
  private Moments merged; // null if there are none
  private MomentsAccumulator open; // null before the first full block
  private double[] features = new double[0];
  private double[] labels = new double[0];
  private int filled;

  /**
   * @param function its name, for messages
   */
  GroupBuffer(String function, int d, int q) {
    this.function = function;
    this.d = d;
    this.q = q;
  }

  /**
   * Checks that moments can be held and sent.
   *
   * @param parts the number of such buffers that the function keeps for a group, and sends as one
   * @param rows of the group so far, for the message
   * @throws InputException if they cannot
   */
  static void requireRoom(String function, int parts, int d, int q, int rows) {
    long heap = Runtime.getRuntime().maxMemory();
    String ofHeap =
        "%d times its moments fit into the heap of %d MiB".formatted(COPIES, heap >> 20);
    requireRoom(function, MOST_BYTES / parts, d, q, rows, "its moments fit into 2 GiB");
    requireRoom(function, heap / COPIES / parts, d, q, rows, ofHeap);
  }

  private static void requireRoom(
      String function, long most, int d, int q, int rows, String why) {
    if (fits(d, q, most)) {
      return;
    }
    int below = Math.min(d, Moments.MOST_FEATURES);
    while (below > 0 && !fits(below, q, most)) {
      below--;
    }
    throw new InputException(
        "Cannot aggregate %s: expected at most %d features, so that %s, found %d with %d labels in %d rows (reduce them first, or use jobs/score, which splits wider sets)"
            .formatted(function, below, why, d, q, rows));
  }

  private static boolean fits(int d, int q, long most) {
    return d <= Moments.MOST_FEATURES && Moments.keptBytes(d, q) <= most;
  }

  /** Adds a row; it is copied. */
  void add(double[] row, double[] rowLabels) {
    if (features.length == 0) {
      features = new double[Math.multiplyExact(BLOCK_ROWS, d)];
      labels = new double[Math.multiplyExact(BLOCK_ROWS, q)];
    }
    System.arraycopy(row, 0, features, filled * d, d);
    System.arraycopy(rowLabels, 0, labels, filled * q, q);
    filled++;
    if (filled == BLOCK_ROWS) {
      flush();
    }
  }

  private void flush() {
    if (open == null) {
      open = new MomentsAccumulator(d, LabelLayout.complete(q), BLOCK_ROWS);
    }
    open.add(features, labels, filled);
    filled = 0;
  }

  /** Adds moments of one group of labels, of d features and q labels. */
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

  /** Adds the result of {@link #toBytes}. */
  void addBytes(byte[] bytes) {
    if (bytes.length > 0) {
      add(FoldMoments.fromBytes(new byte[][] {bytes}).whole());
    }
  }
}
