package org.transferability.read.page;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * Parquet's hybrid of run-length and bit-packed runs (the RLE encoding of the Parquet format),
 * decoded a run at a time. Levels become bytes, dictionary indices are looked up on the way.
 *
 * <p>Bits after the last complete byte of a final packed run are not read unless they are needed,
 * because some writers do not pad it.
 */
final class RunDecoder {
  private final ByteBuffer in;
  private final int end;
  private final int bitWidth;
  private final int mask;
  private int position;

  private int runLeft;
  private boolean packed;
  private int value;
  private long bit;

  /** Reads from the buffer's position to its limit; the buffer itself is not modified. */
  RunDecoder(ByteBuffer buffer, int bitWidth) {
    if (bitWidth < 0 || bitWidth > 32) {
      throw new ParquetDecodingException("bit width " + bitWidth);
    }
    this.in = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    this.position = buffer.position();
    this.end = buffer.limit();
    this.bitWidth = bitWidth;
    this.mask = bitWidth == 32 ? -1 : (1 << bitWidth) - 1;
  }

  /** Decodes n levels; the bit width is at most 8. */
  void levels(byte[] destination, int offset, int n) {
    int at = offset;
    int left = n;
    while (left > 0) {
      int take = Math.min(left, run());
      if (!packed) {
        Arrays.fill(destination, at, at + take, (byte) value);
      } else if (bitWidth == 1) {
        unpackBits(destination, at, take);
      } else {
        for (int i = 0; i < take; i++) {
          destination[at + i] = (byte) unpack(bit + (long) i * bitWidth);
        }
      }
      advance(take);
      at += take;
      left -= take;
    }
  }

  /** Decodes n indices and writes the dictionary's value of each. */
  void lookUp(double[] dictionary, double[] destination, int offset, int n) {
    int at = offset;
    int left = n;
    while (left > 0) {
      int take = Math.min(left, run());
      if (packed) {
        for (int i = 0; i < take; i++) {
          destination[at + i] = dictionary[unpack(bit + (long) i * bitWidth)];
        }
      } else {
        Arrays.fill(destination, at, at + take, dictionary[value]);
      }
      advance(take);
      at += take;
      left -= take;
    }
  }

  /** Whether the next value is 0; it is not taken. */
  boolean isNextZero() {
    run();
    return (packed ? unpack(bit) : value) == 0;
  }

  /** Passes over n values and counts those that are 0, a run of equal values at once. */
  long zeros(int n) {
    long zeros = 0;
    int left = n;
    while (left > 0) {
      int take = Math.min(left, run());
      if (packed) {
        for (int i = 0; i < take; i++) {
          zeros += unpack(bit + (long) i * bitWidth) == 0 ? 1 : 0;
        }
      } else if (value == 0) {
        zeros += take;
      }
      advance(take);
      left -= take;
    }
    return zeros;
  }

  private void advance(int taken) {
    runLeft -= taken;
    bit += (long) taken * bitWidth;
  }

  /** Values left in the current run, at least 1. */
  private int run() {
    if (runLeft > 0) {
      return runLeft;
    }
    int header = unsignedVarInt();
    int count = header >>> 1;
    packed = (header & 1) == 1;
    if (packed) {
      bit = (long) position * 8;
      runLeft = Math.multiplyExact(count, 8);
      position = (int) Math.min(end, position + (long) count * bitWidth);
    } else {
      runLeft = count;
      value = 0;
      for (int shift = 0; shift < bitWidth; shift += 8) {
        value |= next() << shift;
      }
    }
    if (runLeft == 0) {
      throw new ParquetDecodingException("run of length 0");
    }
    return runLeft;
  }

  private void unpackBits(byte[] destination, int offset, int n) {
    int i = 0;
    while (i < n && ((bit + i) & 7) != 0) {
      destination[offset + i] = (byte) unpack(bit + i);
      i++;
    }
    for (; i + 8 <= n; i += 8) {
      int byteAt = (int) ((bit + i) >>> 3);
      require(byteAt, 1);
      int bits = in.get(byteAt);
      int at = offset + i;
      destination[at] = (byte) (bits & 1);
      destination[at + 1] = (byte) ((bits >>> 1) & 1);
      destination[at + 2] = (byte) ((bits >>> 2) & 1);
      destination[at + 3] = (byte) ((bits >>> 3) & 1);
      destination[at + 4] = (byte) ((bits >>> 4) & 1);
      destination[at + 5] = (byte) ((bits >>> 5) & 1);
      destination[at + 6] = (byte) ((bits >>> 6) & 1);
      destination[at + 7] = (byte) ((bits >>> 7) & 1);
    }
    for (; i < n; i++) {
      destination[offset + i] = (byte) unpack(bit + i);
    }
  }

  private int unpack(long bitAt) {
    int byteAt = (int) (bitAt >>> 3);
    int shift = (int) (bitAt & 7);
    if (byteAt + 8 <= end) {
      return (int) (in.getLong(byteAt) >>> shift) & mask;
    }
    int bytes = (shift + bitWidth + 7) >>> 3;
    require(byteAt, bytes);
    long word = 0;
    for (int i = 0; i < bytes; i++) {
      word |= (in.get(byteAt + i) & 0xffL) << (8 * i);
    }
    return (int) (word >>> shift) & mask;
  }

  private void require(int byteAt, int bytes) {
    if (byteAt + bytes > end) {
      throw new ParquetDecodingException("packed run is truncated");
    }
  }

  private int unsignedVarInt() {
    int result = 0;
    for (int shift = 0; shift < 35; shift += 7) {
      int b = next();
      result |= (b & 0x7f) << shift;
      if ((b & 0x80) == 0) {
        return result;
      }
    }
    throw new ParquetDecodingException("run header is longer than 32 bits");
  }

  private int next() {
    require(position, 1);
    return in.get(position++) & 0xff;
  }
}
