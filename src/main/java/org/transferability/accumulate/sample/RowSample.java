package org.transferability.accumulate.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * All rows with a hash below a limit, at most M: the limit is the smallest hash that was left out.
 * Samples of parts of a set are merged to the sample of the set, whatever the parts are: the theta
 * sketch (Dasgupta, Lang, Rhodes and Thaler, "A Framework for Estimating Stream Expression
 * Cardinalities", ICDT 2016). The rows of a smaller sample are among those of a larger one.
 */
public final class RowSample {
  private static final int MAGIC = 0x53504d53; // "SMPS"
  private static final int VERSION = 1;
  private static final Comparator<SampledRow> ORDER =
      (a, b) -> Long.compareUnsigned(a.hash(), b.hash());

  private final int most;
  private final long below;
  private final long seen;
  private final List<SampledRow> rows;

  private RowSample(int most, long below, long seen, List<SampledRow> rows) {
    this.most = most;
    this.below = below;
    this.seen = seen;
    this.rows = rows;
  }

  static RowSample of(int most, long below, long seen, SampledRow[] rows) {
    return new RowSample(most, below, seen, Stream.of(rows).sorted(ORDER).toList());
  }

  /** The sample of two parts of a set, the first before the second. */
  public static RowSample merge(RowSample first, RowSample second) {
    int most = Math.min(first.most, second.most);
    long limit = Long.compareUnsigned(first.below, second.below) < 0 ? first.below : second.below;
    List<SampledRow> both = new ArrayList<>(first.rows);
    second.rows.forEach(row -> both.add(row.after(first.seen)));
    both.removeIf(row -> Long.compareUnsigned(row.hash(), limit) >= 0);
    both.sort(ORDER);
    boolean all = both.size() <= most;
    return new RowSample(
        most,
        all ? limit : both.get(most).hash(),
        first.seen + second.seen,
        List.copyOf(all ? both : both.subList(0, most)));
  }

  /** The rows, by hash. */
  public List<SampledRow> rows() {
    return rows;
  }

  /** A compact form: little-endian, features in float32 where all of them fit. */
  public byte[] toBytes() {
    boolean floats = rows.stream().allMatch(row -> row.floats() != null);
    int d = rows.isEmpty() ? 0 : rows.get(0).width();
    int q = rows.isEmpty() ? 0 : rows.get(0).labels().length;
    int rowBytes = Long.BYTES + Integer.BYTES + 1 + Integer.BYTES + q * Double.BYTES;
    rowBytes = Math.addExact(rowBytes, d * (floats ? Float.BYTES : Double.BYTES));
    int head = 4 * Integer.BYTES + 2 * Long.BYTES + 2 * Integer.BYTES + 1;
    ByteBuffer out =
        ByteBuffer.allocate(Math.addExact(head, Math.multiplyExact(rows.size(), rowBytes)))
            .order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(VERSION).putInt(most).putInt(rows.size());
    out.putLong(below).putLong(seen).putInt(d).putInt(q).put((byte) (floats ? 1 : 0));
    double[] features = new double[d];
    for (SampledRow row : rows) {
      out.putLong(row.hash()).putInt(row.number()).put(row.block()).putInt(row.fold());
      for (double label : row.labels()) {
        out.putDouble(label);
      }
      row.copyFeatures(features, 0);
      for (double feature : features) {
        if (floats) {
          out.putFloat((float) feature);
        } else {
          out.putDouble(feature);
        }
      }
    }
    return out.array();
  }

  /**
   * Reads the result of {@link #toBytes}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static RowSample fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (in.getInt() != MAGIC || in.getInt() != VERSION) {
      throw new IllegalArgumentException("Cannot read a sample of rows of another format");
    }
    int most = in.getInt();
    int count = in.getInt();
    long below = in.getLong();
    long seen = in.getLong();
    int d = in.getInt();
    int q = in.getInt();
    boolean isFloat = in.get() == 1;
    List<SampledRow> rows = new ArrayList<>(count);
    for (int row = 0; row < count; row++) {
      long hash = in.getLong();
      int number = in.getInt();
      byte block = in.get();
      int fold = in.getInt();
      double[] labels = new double[q];
      in.asDoubleBuffer().get(labels);
      in.position(in.position() + q * Double.BYTES);
      float[] floats = isFloat ? new float[d] : null;
      double[] doubles = isFloat ? null : new double[d];
      if (floats != null) {
        in.asFloatBuffer().get(floats);
      } else if (doubles != null) {
        in.asDoubleBuffer().get(doubles);
      }
      in.position(in.position() + d * (isFloat ? Float.BYTES : Double.BYTES));
      rows.add(new SampledRow(hash, number, block, fold, labels, floats, doubles));
    }
    return new RowSample(most, below, seen, List.copyOf(rows));
  }
}
