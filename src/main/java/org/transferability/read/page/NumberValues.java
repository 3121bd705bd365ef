package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Numbers of any type as doubles. PLAIN floats, doubles and dictionaries are decoded in bulk. */
public final class NumberValues extends PageValues {
  /** Decodes the next n values of a page. */
  private interface Decoder {
    void read(double[] destination, int offset, int n);
  }

  /** Small enough to stay in the first-level cache between the copy and the widening. */
  private static final int CHUNK = 1024;

  private float[] chunk = new float[0];

  /** For each place of a chunk the sum of its numbers times 0: not 0 if one is not finite. */
  private float[] zeros = new float[0];

  private boolean finite;
  private double[] dictionary;
  private Decoder decoder;

  public NumberValues(ColumnDescriptor column) {
    super(column);
  }

  @Override
  void startChunk(DictionaryPage page) {
    super.startChunk(page);
    dictionary = null;
  }

  @Override
  void startPage(Encoding encoding, ByteBuffer data, int count) throws IOException {
    decoder = encoding.usesDictionary() ? indices(data) : values(encoding, data, count);
  }

  @Override
  void skip(int n) {
    double[] skipped = new double[Math.min(n, CHUNK)];
    for (int done = 0; done < n; done += skipped.length) {
      read(skipped, 0, Math.min(skipped.length, n - done));
    }
  }

  /**
   * Reads the next n values of a page.
   *
   * @return whether all are known to be finite; false if that was not looked at
   */
  public boolean read(double[] destination, int offset, int n) {
    finite = false;
    decoder.read(destination, offset, n);
    return finite;
  }

  private Decoder indices(ByteBuffer data) throws IOException {
    if (dictionary == null) {
      DictionaryPage page = dictionaryPage();
      dictionary = new double[page.getDictionarySize()];
      // Dictionaries are PLAIN regardless of their label.
      values(Encoding.PLAIN, Leaf.buffer(page.getBytes()), dictionary.length)
          .read(dictionary, 0, dictionary.length);
    }
    ByteBuffer rest = data.slice();
    // A page of nulls only may have no bytes at all.
    int bitWidth = rest.hasRemaining() ? rest.get() : 0;
    RunDecoder runs = new RunDecoder(rest, bitWidth);
    return (destination, offset, n) -> runs.lookUp(dictionary, destination, offset, n);
  }

  private Decoder values(Encoding encoding, ByteBuffer data, int count) throws IOException {
    PrimitiveTypeName type = column.getPrimitiveType().getPrimitiveTypeName();
    if (encoding == Encoding.PLAIN && type == PrimitiveTypeName.FLOAT) {
      FloatBuffer floats = littleEndian(data).asFloatBuffer();
      return (destination, offset, n) -> widen(floats, destination, offset, n);
    }
    if (encoding == Encoding.PLAIN && type == PrimitiveTypeName.DOUBLE) {
      DoubleBuffer doubles = littleEndian(data).asDoubleBuffer();
      return doubles::get;
    }
    ValuesReader reader = reader(encoding, data, count);
    return switch (type) {
      case FLOAT ->
          (destination, offset, n) -> {
            for (int i = 0; i < n; i++) {
              destination[offset + i] = reader.readFloat();
            }
          };
      case DOUBLE ->
          (destination, offset, n) -> {
            for (int i = 0; i < n; i++) {
              destination[offset + i] = reader.readDouble();
            }
          };
      case BOOLEAN ->
          (destination, offset, n) -> {
            for (int i = 0; i < n; i++) {
              destination[offset + i] = reader.readBoolean() ? 1 : 0;
            }
          };
      case INT32, INT64 -> whole(reader, column.getPrimitiveType());
      case FIXED_LEN_BYTE_ARRAY, BINARY -> {
        if (ColumnKind.isDecimal(column.getPrimitiveType())) {
          int scale = Decimals.scale(column.getPrimitiveType());
          yield (destination, offset, n) -> {
            for (int i = 0; i < n; i++) {
              destination[offset + i] = Decimals.value(reader.readBytes().getBytesUnsafe(), scale);
            }
          };
        }
        yield (destination, offset, n) -> {
          for (int i = 0; i < n; i++) {
            destination[offset + i] =
                half(Short.reverseBytes(reader.readBytes().toByteBuffer().getShort()));
          }
        };
      }
      case INT96 -> throw new IllegalStateException("not a number: " + column);
    };
  }

  /** Of 32 or 64 bits, signed or unsigned, or the digits of a decimal. */
  private static Decoder whole(ValuesReader reader, PrimitiveType type) {
    boolean wide = type.getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    if (ColumnKind.isDecimal(type)) {
      int scale = Decimals.scale(type);
      return (destination, offset, n) -> {
        for (int i = 0; i < n; i++) {
          long digits = wide ? reader.readLong() : reader.readInteger();
          destination[offset + i] = Decimals.value(digits, scale);
        }
      };
    }
    if (!wide) {
      long mask = ColumnKind.mask(type);
      return (destination, offset, n) -> {
        for (int i = 0; i < n; i++) {
          destination[offset + i] = reader.readInteger() & mask;
        }
      };
    }
    if (ColumnKind.isUnsigned(type)) {
      return (destination, offset, n) -> {
        for (int i = 0; i < n; i++) {
          destination[offset + i] = unsigned(reader.readLong());
        }
      };
    }
    return (destination, offset, n) -> {
      for (int i = 0; i < n; i++) {
        destination[offset + i] = reader.readLong();
      }
    };
  }

  /**
   * The double nearest to an unsigned 64-bit number. Half of the number fits into a signed one; its
   * lowest bit includes the one shifted out, so that it is rounded like the whole number.
   */
  private static double unsigned(long bits) {
    return bits >= 0 ? bits : 2.0 * ((bits >>> 1) | (bits & 1));
  }

  /** Widens and checks float32, both a chunk at a time. */
  private void widen(FloatBuffer floats, double[] destination, int offset, int n) {
    int length = Math.min(n, CHUNK);
    if (chunk.length < length) {
      chunk = new float[length];
      zeros = new float[length];
    }
    Arrays.fill(zeros, 0, length, 0);
    for (int done = 0; done < n; done += CHUNK) {
      int take = Math.min(CHUNK, n - done);
      floats.get(chunk, 0, take);
      // Two loops, because only one over the same places of its arrays is vectorised.
      for (int i = 0; i < take; i++) {
        zeros[i] += chunk[i] * 0f;
      }
      int at = offset + done;
      for (int i = 0; i < take; i++) {
        destination[at + i] = chunk[i];
      }
    }
    finite = areZeros(length);
  }

  private boolean areZeros(int length) {
    boolean all = true;
    for (int i = 0; i < length; i++) {
      all &= zeros[i] == 0;
    }
    return all;
  }

  /** IEEE 754 half precision: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
  public static float half(short bits) {
    int exponent = (bits >>> 10) & 0x1f;
    int fraction = bits & 0x3ff;
    float magnitude =
        switch (exponent) {
          case 0 -> fraction * 0x1p-24f;
          case 31 -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
          default -> Math.scalb(1 + fraction * 0x1p-10f, exponent - 15);
        };
    return (bits & 0x8000) == 0 ? magnitude : -magnitude;
  }
}
