package org.transferability.accumulate.reduced;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.transferability.accumulate.PreciseMean;

/**
 * Rows of d features in memory, in float32 where that loses nothing, in the order in which they
 * were added.
 */
public final class RowStore {
  private final int d;
  private final List<Part> parts = new ArrayList<>();
  private int rows;

  /** Some rows, row-major; one of the arrays is null. */
  private record Part(float[] floats, double[] doubles, int rows) {
    double get(int at) {
      return floats == null ? doubles[at] : floats[at];
    }
  }

  public RowStore(int d) {
    this.d = d;
  }

  /** Adds rows; they are copied. */
  public void add(double[] features, int count) {
    if (count == 0) {
      return;
    }
    int length = Math.multiplyExact(count, d);
    float[] floats = new float[length];
    boolean exact = true;
    for (int i = 0; i < length; i++) {
      floats[i] = (float) features[i];
      exact &= floats[i] == features[i];
    }
    if (exact) {
      parts.add(new Part(floats, null, count));
    } else {
      parts.add(new Part(null, Arrays.copyOf(features, length), count));
    }
    rows += count;
  }

  /** Adds a row that is not copied; one of the arrays is null. */
  void addShared(float[] floats, double[] doubles) {
    parts.add(new Part(floats, doubles, 1));
    rows++;
  }

  /**
   * Some features of all rows, for {@link #addBytes} of a store of as many features: one byte, 1
   * for float32, else 0, and the values, little-endian, row-major.
   */
  public byte[] toBytes(int from, int to) {
    boolean isFloat = parts.stream().allMatch(part -> part.floats != null);
    int b = to - from;
    int numbers = Math.multiplyExact(rows, b);
    int size = Math.addExact(1, Math.multiplyExact(numbers, isFloat ? Float.BYTES : Double.BYTES));
    ByteBuffer out = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    out.put((byte) (isFloat ? 1 : 0));
    for (Part part : parts) {
      for (int r = 0; r < part.rows; r++) {
        for (int at = r * d + from; at < r * d + to; at++) {
          if (isFloat) {
            out.putFloat(part.floats[at]);
          } else {
            out.putDouble(part.get(at));
          }
        }
      }
    }
    return out.array();
  }

  /** Adds rows in the form of {@link #toBytes}. */
  public void addBytes(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    boolean isFloat = in.get() == 1;
    int numbers = in.remaining() / (isFloat ? Float.BYTES : Double.BYTES);
    float[] floats = isFloat ? new float[numbers] : null;
    double[] doubles = isFloat ? null : new double[numbers];
    if (isFloat) {
      in.asFloatBuffer().get(floats);
    } else {
      in.asDoubleBuffer().get(doubles);
    }
    if (numbers > 0) {
      parts.add(new Part(floats, doubles, numbers / d));
      rows += numbers / d;
    }
  }

  /** n. */
  public int rows() {
    return rows;
  }

  /** d. */
  public int width() {
    return d;
  }

  /** Receives rows in order. */
  @FunctionalInterface
  public interface Rows {
    /**
     * Takes a block of rows.
     *
     * @param first the number of the first row
     * @param values row-major, may be overwritten
     */
    void take(int first, double[] values, int count);
  }

  /** Gives the rows in the pieces in which they were added. */
  public void forEach(Rows rowsOfPart) {
    int first = 0;
    for (Part part : parts) {
      double[] values = new double[part.rows * d];
      for (int i = 0; i < values.length; i++) {
        values[i] = part.get(i);
      }
      rowsOfPart.take(first, values, part.rows);
      first += part.rows;
    }
  }

  /**
   * Some features of all rows minus their means, and sizes of these features about them.
   *
   * @param into row-major, rows x (to - from); written
   * @param largest magnitude of each of the d features; written for these
   * @param squares sum of squares of each; written for these
   * @return the means
   */
  PreciseMean centre(int from, int to, double[] into, double[] largest, double[] squares) {
    int b = to - from;
    copy(from, to, into);
    PreciseMean mean = mean(into, b);
    double[] most = new double[b];
    double[] sums = new double[b];
    for (int r = 0, at = 0; r < rows; r++, at += b) {
      subtract(mean, into, at);
      for (int j = 0; j < b; j++) {
        sums[j] += into[at + j] * into[at + j];
      }
      for (int j = 0; j < b; j++) {
        double magnitude = Math.abs(into[at + j]);
        if (magnitude > most[j]) { // seldom true, and faster than Math.max
          most[j] = magnitude;
        }
      }
    }
    System.arraycopy(most, 0, largest, from, b);
    System.arraycopy(sums, 0, squares, from, b);
    return mean;
  }

  /**
   * Some features of all rows minus their means.
   *
   * @param into row-major, rows x (to - from); written
   */
  void centred(int from, int to, PreciseMean mean, double[] into) {
    int b = to - from;
    copy(from, to, into);
    for (int r = 0; r < rows; r++) {
      subtract(mean, into, r * b);
    }
  }

  private void copy(int from, int to, double[] into) {
    int b = to - from;
    int out = 0;
    for (Part part : parts) {
      for (int r = 0; r < part.rows; r++, out += b) {
        int at = r * d + from;
        if (part.floats == null) {
          System.arraycopy(part.doubles, at, into, out, b);
        } else {
          for (int j = 0; j < b; j++) {
            into[out + j] = part.floats[at + j];
          }
        }
      }
    }
  }

  /** The means of rows of b numbers, as the first row plus the mean difference from it. */
  private PreciseMean mean(double[] values, int b) {
    double[] shift = Arrays.copyOf(values, b);
    double[] sums = new double[b];
    for (int r = 0, at = 0; r < rows; r++, at += b) {
      for (int j = 0; j < b; j++) {
        sums[j] += values[at + j] - shift[j];
      }
    }
    return PreciseMean.of(shift, sums, rows);
  }

  private static void subtract(PreciseMean mean, double[] values, int at) {
    double[] high = mean.high();
    double[] low = mean.low();
    for (int j = 0; j < high.length; j++) {
      values[at + j] = (values[at + j] - high[j]) - low[j];
    }
  }
}
