package org.transferability.accumulate.reduced;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Rows of d features and Q labels that arrive one by one, in any order: mergeable, serialised, and
 * reduced in an order of their own. Features are stored as float32 where this loses nothing.
 */
public final class LabelledRows {
  private final int d;
  private final int outputs;
  private final List<Row> rows = new ArrayList<>();
  private long bytes;

  /** One of the arrays of features is null. */
  private record Row(float[] floats, double[] doubles, double[] labels) implements Comparable<Row> {
    double feature(int j) {
      return floats == null ? doubles[j] : floats[j];
    }

    /** By labels, then by features: the same order of the same rows. */
    @Override
    public int compareTo(Row other) {
      int byLabels = Arrays.compare(labels, other.labels);
      int d = floats == null ? doubles.length : floats.length;
      for (int j = 0; byLabels == 0 && j < d; j++) {
        int byFeature = Double.compare(feature(j), other.feature(j));
        if (byFeature != 0) {
          return byFeature;
        }
      }
      return byLabels;
    }
  }

  /**
   * @param outputs Q
   */
  public LabelledRows(int d, int outputs) {
    this.d = d;
    this.outputs = outputs;
  }

  /**
   * Adds a row; both arrays are copied.
   *
   * @param features d numbers
   * @param labels Q numbers
   */
  public void add(double[] features, double[] labels) {
    float[] floats = new float[d];
    boolean exact = true;
    for (int j = 0; j < d; j++) {
      floats[j] = (float) features[j];
      exact &= floats[j] == features[j];
    }
    add(
        new Row(
            exact ? floats : null,
            exact ? null : Arrays.copyOf(features, d),
            Arrays.copyOf(labels, outputs)));
  }

  private void add(Row row) {
    rows.add(row);
    bytes += size(row);
  }

  private long size(Row row) {
    int each = row.floats == null ? Double.BYTES : Float.BYTES;
    return 1 + (long) d * each + (long) outputs * Double.BYTES;
  }

  /** Adds the rows of another store of the same shape. */
  public void addAll(LabelledRows other) {
    rows.addAll(other.rows);
    bytes += other.bytes;
  }

  /** n. */
  public int rows() {
    return rows.size();
  }

  /** The length of {@link #toBytes}, about that of the rows in memory. */
  public long bytes() {
    return Integer.BYTES + bytes;
  }

  /** Sorts the rows, so that sums of them do not depend on the order in which they were added. */
  public void sort() {
    Collections.sort(rows);
  }

  /** Receives a row. */
  @FunctionalInterface
  public interface Taker {
    /**
     * Takes a row.
     *
     * @param features may be overwritten
     * @param labels must not be modified
     */
    void take(double[] features, double[] labels);
  }

  /** Gives the rows in order. */
  public void forEach(Taker taker) {
    double[] features = new double[d];
    for (Row row : rows) {
      for (int j = 0; j < d; j++) {
        features[j] = row.feature(j);
      }
      taker.take(features, row.labels);
    }
  }

  /**
   * The rows of all folds in coordinates of their span.
   *
   * @param folds of one shape, at least one row in all; sorted afterwards
   * @throws ReducedRows.OutOfRange if squares of a feature cannot be represented
   */
  public static RowBasis basis(List<LabelledRows> folds) throws ReducedRows.OutOfRange {
    int n = folds.stream().mapToInt(LabelledRows::rows).sum();
    int q = folds.get(0).outputs;
    RowStore store = new RowStore(folds.get(0).d);
    double[] labels = new double[Math.multiplyExact(n, q)];
    int[] foldOfRow = new int[folds.size() == 1 ? 0 : n];
    for (int k = 0; k < folds.size(); k++) {
      folds.get(k).sort();
      for (Row row : folds.get(k).rows) {
        int at = store.rows();
        System.arraycopy(row.labels, 0, labels, at * q, q);
        if (foldOfRow.length > 0) {
          foldOfRow[at] = k;
        }
        store.addShared(row.floats, row.doubles);
      }
    }
    return RowBasis.of(store, q, labels, foldOfRow);
  }

  /**
   * Little-endian: the number of rows; of each row one byte, 1 if its features are float32, else 0,
   * its labels and its features.
   */
  public byte[] toBytes() {
    ByteBuffer out =
        ByteBuffer.allocate(Math.toIntExact(bytes())).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(rows.size());
    for (Row row : rows) {
      out.put((byte) (row.floats == null ? 0 : 1));
      out.asDoubleBuffer().put(row.labels);
      out.position(out.position() + outputs * Double.BYTES);
      if (row.floats == null) {
        out.asDoubleBuffer().put(row.doubles);
        out.position(out.position() + d * Double.BYTES);
      } else {
        out.asFloatBuffer().put(row.floats);
        out.position(out.position() + d * Float.BYTES);
      }
    }
    return out.array();
  }

  /** Reads the result of {@link #toBytes}, bit for bit. */
  public static LabelledRows fromBytes(int d, int outputs, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    LabelledRows rows = new LabelledRows(d, outputs);
    int n = in.getInt();
    for (int i = 0; i < n; i++) {
      boolean isFloat = in.get() == 1;
      double[] labels = new double[outputs];
      in.asDoubleBuffer().get(labels);
      in.position(in.position() + outputs * Double.BYTES);
      float[] floats = isFloat ? new float[d] : null;
      double[] doubles = isFloat ? null : new double[d];
      if (isFloat) {
        in.asFloatBuffer().get(floats);
      } else {
        in.asDoubleBuffer().get(doubles);
      }
      in.position(in.position() + d * (isFloat ? Float.BYTES : Double.BYTES));
      rows.add(new Row(floats, doubles, labels));
    }
    return rows;
  }
}
