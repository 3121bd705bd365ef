package org.transferability.accumulate.reduced;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@link ReducedRows} as bytes, little-endian: magic, version, n, d, Q, the numbers of groups and
 * of folds' rows, each four bytes; the ends of the groups; the length of the mean outside; for each
 * row and the mean how many coordinates follow; these; the labels; the folds.
 */
final class ReducedBytes {
  private static final int MAGIC = 0x52505354; // "TSPR"
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 7 * Integer.BYTES;
  private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

  private ReducedBytes() {}

  static byte[] write(ReducedRows rows) {
    long size = HEADER_BYTES + 4L * rows.groups().length + 8;
    for (double[] row : rows.coordinates()) {
      size += 4 + 8L * row.length;
    }
    size += 8L * rows.labels().length + 4L * rows.folds().length;
    if (size > MOST_BYTES) {
      throw new IllegalArgumentException(
          "Cannot send reduced rows: expected at most 2 GiB, found %d bytes (%d rows, %d labels)"
              .formatted(size, rows.rows(), rows.outputs()));
    }
    ByteBuffer out = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(VERSION).putInt(rows.rows()).putInt(rows.featureCount());
    out.putInt(rows.outputs()).putInt(rows.groups().length).putInt(rows.folds().length);
    putInts(out, rows.groups());
    out.putDouble(rows.outside());
    for (double[] row : rows.coordinates()) {
      out.putInt(row.length);
      putDoubles(out, row);
    }
    putDoubles(out, rows.labels());
    putInts(out, rows.folds());
    return out.array();
  }

  static ReducedRows read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    expect("magic number", MAGIC, in.getInt());
    expect("version", VERSION, in.getInt());
    int n = in.getInt();
    int d = in.getInt();
    int outputs = in.getInt();
    int groupCount = in.getInt();
    int foldRows = in.getInt();
    int[] groups = ints(in, groupCount);
    double outside = in.getDouble();
    double[][] coordinates = new double[n + 1][];
    for (int i = 0; i <= n; i++) {
      coordinates[i] = doubles(in, in.getInt());
    }
    double[] labels = doubles(in, Math.multiplyExact(n, outputs));
    return new ReducedRows(d, outside, groups, coordinates, outputs, labels, ints(in, foldRows));
  }

  private static void putInts(ByteBuffer out, int[] values) {
    out.asIntBuffer().put(values);
    out.position(out.position() + 4 * values.length);
  }

  private static void putDoubles(ByteBuffer out, double[] values) {
    out.asDoubleBuffer().put(values);
    out.position(out.position() + 8 * values.length);
  }

  private static int[] ints(ByteBuffer in, int length) {
    int[] values = new int[length];
    in.asIntBuffer().get(values);
    in.position(in.position() + 4 * length);
    return values;
  }

  private static double[] doubles(ByteBuffer in, int length) {
    double[] values = new double[length];
    in.asDoubleBuffer().get(values);
    in.position(in.position() + 8 * length);
    return values;
  }

  private static void expect(String what, int expected, int found) {
    if (expected != found) {
      throw new IllegalArgumentException(
          "Cannot read reduced rows: expected " + what + " " + expected + ", found " + found);
    }
  }
}
