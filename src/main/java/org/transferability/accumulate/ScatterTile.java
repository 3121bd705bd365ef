package org.transferability.accumulate;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.transferability.linear.SymmetricMatrix;

/**
 * A piece of the scatter of a set of rows: some columns of its storage, with the count and the mean
 * of the rows, which a merge needs.
 *
 * <p>Merging all pieces gives the same bits as merging the scatters ({@link FeatureMoments#merge}),
 * but a complete scatter need not be in memory. Immutable.
 */
public final class ScatterTile {
  private final long rows;
  private final PreciseMean mean;
  private final int from;
  private final double[] columns;

  private ScatterTile(long rows, PreciseMean mean, int from, double[] columns) {
    this.rows = rows;
    this.mean = mean;
    this.from = from;
    this.columns = columns;
  }

  static ScatterTile of(FeatureMoments moments, int from, int to) {
    return new ScatterTile(
        moments.rows(), moments.preciseMean(), from, moments.scatter().columns(from, to));
  }

  /** The same piece of the scatter of the rows of both. */
  public ScatterTile merge(ScatterTile other) {
    if (other.from != from || other.columns.length != columns.length) {
      throw new IllegalArgumentException(
          "Cannot merge tiles: expected the columns from " + from + ", found " + other.from);
    }
    if (other.rows == 0) {
      return this;
    }
    if (rows == 0) {
      return other;
    }
    double[] sum = new double[columns.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = columns[i] + other.columns[i];
    }
    SymmetricMatrix.addRankOneToColumns(
        sum, from, FeatureMoments.mergeWeight(rows, other.rows), mean.differenceTo(other.mean));
    return new ScatterTile(rows + other.rows, mean.merge(rows, other.mean, other.rows), from, sum);
  }

  /** Writes the piece to its position in a matrix. */
  public void copyTo(SymmetricMatrix scatter) {
    scatter.setColumns(from, columns);
  }

  /** Little-endian: d, from, length, rows, the mean's two halves, the columns. */
  public byte[] toBytes() {
    int length = Math.addExact(20, 8 * (2 * mean.length() + columns.length));
    ByteBuffer out = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(mean.length()).putInt(from).putInt(columns.length).putLong(rows);
    MomentsBytes.put(out, mean);
    MomentsBytes.put(out, columns);
    return out.array();
  }

  /** Reads the result of {@link #toBytes}, bit for bit. */
  public static ScatterTile fromBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int d = in.getInt();
    int from = in.getInt();
    int length = in.getInt();
    return new ScatterTile(
        in.getLong(), MomentsBytes.mean(in, d), from, MomentsBytes.doubles(in, length));
  }
}
