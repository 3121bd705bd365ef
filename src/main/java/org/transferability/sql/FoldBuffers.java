package org.transferability.sql;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.reduced.LabelledRows;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.RowBasis;
import org.transferability.study.InputException;

/**
 * The buffer of a group, in folds, or in one part without folds: its rows, while they are no more
 * than its features, then moments. So nothing of size d x d exists for a group of few rows.
 */
final class FoldBuffers {
  private static final byte ROWS = 1;
  private static final byte MOMENTS = 2;
  private static final int HEADER_BYTES = 1 + 2 * Integer.BYTES;

  private final String function;
  private final int count;
  private final GroupRow row;
  private LabelledRows[] rows; // by fold; null before the first row, and once there are moments
  private GroupBuffer[] moments; // null before there are more rows than features

  FoldBuffers(String function, int count) {
    this.function = function;
    this.count = count;
    this.row = new GroupRow(function);
  }

  /** q; 0 if it is empty. */
  int outputs() {
    return row.outputs();
  }

  boolean isEmpty() {
    return rows == null && moments == null;
  }

  /** Adds a row of features and labels to a fold; it is ignored if a label is missing (NaN). */
  void add(int fold, CatalystNumbers featureForm, Object f, CatalystNumbers labelForm, Object y) {
    if (!row.read(featureForm, f, labelForm, y)) {
      return;
    }
    if (moments != null) {
      moments[fold].add(row.features(), row.labels());
      return;
    }
    if (rows == null) {
      rows = noRows();
    }
    rows[fold].add(row.features(), row.labels());
    limitRows();
  }

  private LabelledRows[] noRows() {
    LabelledRows[] none = new LabelledRows[count];
    Arrays.setAll(none, k -> new LabelledRows(row.width(), row.outputs()));
    return none;
  }

  /** Adds stored moments of one group of labels. */
  void add(Moments stored) {
    if (stored.rows() > 0) {
      row.join(stored.width(), stored.layout().outputs());
      turn();
      moments[0].add(stored);
    }
  }

  /** Adds the rows of both; the other buffer must not be used afterwards. */
  void add(FoldBuffers other) {
    if (other.isEmpty()) {
      return;
    }
    row.join(other.row.width(), other.row.outputs());
    if (moments == null && other.rows != null) {
      if (rows == null) {
        rows = noRows();
      }
      for (int k = 0; k < count; k++) {
        rows[k].addAll(other.rows[k]);
      }
      limitRows();
      return;
    }
    turn();
    other.turn();
    for (int k = 0; k < count; k++) {
      Moments next = other.moments[k].moments();
      if (next != null) {
        moments[k].add(next);
      }
    }
  }

  private int keptRows() {
    return rows == null ? 0 : Arrays.stream(rows).mapToInt(LabelledRows::rows).sum();
  }

  private void limitRows() {
    int n = keptRows();
    long bytes = Arrays.stream(rows).mapToLong(fold -> Integer.BYTES + fold.bytes()).sum();
    if (n > Math.min(row.width(), ReducedRows.MOST_ROWS) || !fits(n, bytes)) {
      turn();
    }
  }

  /** The rows here and in a message, and their scalar products with two factors. */
  private static boolean fits(long n, long bytes) {
    long heap = Runtime.getRuntime().maxMemory();
    return bytes <= GroupBuffer.MOST_BYTES && 2 * bytes + 3 * Double.BYTES * n * n <= heap / 2;
  }

  /** From rows to moments; the order of the rows does not matter. */
  private void turn() {
    if (moments != null) {
      return;
    }
    GroupBuffer.requireRoom(function, count, row.width(), row.outputs(), keptRows());
    moments = new GroupBuffer[count];
    for (int k = 0; k < count; k++) {
      moments[k] = new GroupBuffer(function, row.width(), row.outputs());
      if (rows != null) {
        rows[k].sort();
        rows[k].forEach(moments[k]::add);
        rows[k] = null;
      }
    }
    rows = null;
  }

  /** The moments of the folds that have rows, in their order; there is at least one row. */
  List<Moments> moments() {
    turn();
    return Arrays.stream(moments).map(GroupBuffer::moments).filter(Objects::nonNull).toList();
  }

  /**
   * The rows in coordinates of their span; empty if they are more than the features.
   *
   * @throws ReducedRows.OutOfRange if squares of a feature cannot be represented
   */
  Optional<RowBasis> basis() throws ReducedRows.OutOfRange {
    return rows == null ? Optional.empty() : Optional.of(LabelledRows.basis(List.of(rows)));
  }

  /** The same for a function that returns a score. */
  Optional<ReducedRows> reduced() {
    try {
      return basis().map(RowBasis::reduced);
    } catch (ReducedRows.OutOfRange e) {
      throw new InputException("Cannot evaluate %s: %s".formatted(function, e.getMessage()), e);
    }
  }

  /**
   * For the shuffle: nothing if there is no row; else 1 for rows or 2 for moments, d and q; of each
   * fold the length of its part, and the part.
   */
  byte[] toBytes() {
    if (isEmpty()) {
      return new byte[0];
    }
    List<byte[]> parts = new ArrayList<>();
    long size = HEADER_BYTES;
    for (int k = 0; k < count; k++) {
      parts.add(rows != null ? rows[k].toBytes() : moments[k].toBytes());
      size += Integer.BYTES + parts.get(k).length;
    }
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
    out.put(rows != null ? ROWS : MOMENTS).putInt(row.width()).putInt(row.outputs());
    for (byte[] part : parts) {
      out.putInt(part.length).put(part);
    }
    return out.array();
  }

  static FoldBuffers fromBytes(String function, int count, byte[] bytes) {
    FoldBuffers buffers = new FoldBuffers(function, count);
    if (bytes.length == 0) {
      return buffers;
    }
    ByteBuffer in = ByteBuffer.wrap(bytes);
    boolean areRows = in.get() == ROWS;
    buffers.row.join(in.getInt(), in.getInt());
    if (areRows) {
      buffers.rows = buffers.noRows();
    } else {
      buffers.turn();
    }
    for (int k = 0; k < count; k++) {
      byte[] part = new byte[in.getInt()];
      in.get(part);
      if (areRows) {
        buffers.rows[k] = LabelledRows.fromBytes(buffers.row.width(), buffers.row.outputs(), part);
      } else {
        buffers.moments[k].addBytes(part);
      }
    }
    return buffers;
  }
}
