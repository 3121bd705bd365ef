package org.transferability.read.page;

import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Serialises primitive arrays in object streams as little-endian bytes, a chunk at a time. */
public final class PrimitiveArrays {
  private static final int CHUNK = 1 << 16;

  private final byte[] bytes = new byte[CHUNK];
  private final ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);

  /** The values as floats if all of them are floats (NaN included), otherwise null. */
  public static float[] floatsOrNull(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
      // Compared as bits of doubles: -0.0 is kept and NaN equals NaN.
      if (Double.doubleToLongBits(floats[i]) != Double.doubleToLongBits(values[i])) {
        return null;
      }
    }
    return floats;
  }

  public void write(long[] values, int length, ObjectOutput out) throws IOException {
    for (int done = 0; done < length; done += CHUNK / 8) {
      int n = Math.min(CHUNK / 8, length - done);
      buffer.asLongBuffer().put(values, done, n);
      out.write(bytes, 0, 8 * n);
    }
  }

  public void write(double[] values, ObjectOutput out) throws IOException {
    for (int done = 0; done < values.length; done += CHUNK / 8) {
      int n = Math.min(CHUNK / 8, values.length - done);
      buffer.asDoubleBuffer().put(values, done, n);
      out.write(bytes, 0, 8 * n);
    }
  }

  public void write(int[] values, int length, ObjectOutput out) throws IOException {
    for (int done = 0; done < length; done += CHUNK / 4) {
      int n = Math.min(CHUNK / 4, length - done);
      buffer.asIntBuffer().put(values, done, n);
      out.write(bytes, 0, 4 * n);
    }
  }

  public void write(float[] values, ObjectOutput out) throws IOException {
    for (int done = 0; done < values.length; done += CHUNK / 4) {
      int n = Math.min(CHUNK / 4, values.length - done);
      buffer.asFloatBuffer().put(values, done, n);
      out.write(bytes, 0, 4 * n);
    }
  }

  public void read(long[] values, ObjectInput in) throws IOException {
    for (int done = 0; done < values.length; done += CHUNK / 8) {
      int n = Math.min(CHUNK / 8, values.length - done);
      in.readFully(bytes, 0, 8 * n);
      buffer.asLongBuffer().get(values, done, n);
    }
  }

  public void read(double[] values, ObjectInput in) throws IOException {
    for (int done = 0; done < values.length; done += CHUNK / 8) {
      int n = Math.min(CHUNK / 8, values.length - done);
      in.readFully(bytes, 0, 8 * n);
      buffer.asDoubleBuffer().get(values, done, n);
    }
  }

  public void read(int[] values, ObjectInput in) throws IOException {
    for (int done = 0; done < values.length; done += CHUNK / 4) {
      int n = Math.min(CHUNK / 4, values.length - done);
      in.readFully(bytes, 0, 4 * n);
      buffer.asIntBuffer().get(values, done, n);
    }
  }

  public void read(float[] values, ObjectInput in) throws IOException {
    for (int done = 0; done < values.length; done += CHUNK / 4) {
      int n = Math.min(CHUNK / 4, values.length - done);
      in.readFully(bytes, 0, 4 * n);
      buffer.asFloatBuffer().get(values, done, n);
    }
  }
}
