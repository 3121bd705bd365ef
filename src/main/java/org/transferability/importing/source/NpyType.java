package org.transferability.importing.source;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transferability.read.page.NumberValues;
import org.transferability.study.InputException;

/**
 * The type of an array's elements in numpy's notation: {@code <f4} is little-endian float32.
 *
 * @param kind b boolean, i and u whole numbers, f floating point, B bfloat16, U and S text
 * @param size bytes of an element
 * @param order of its bytes
 */
public record NpyType(char kind, int size, ByteOrder order) {
  private static final Pattern DESCRIPTION = Pattern.compile("([<>|=])([a-zA-Z])(\\d{1,9})");

  /** Every whole number up to this is a double. */
  private static final long LARGEST_EXACT = 1L << 53;

  static NpyType parse(String text, String file) {
    Matcher matcher = DESCRIPTION.matcher(text);
    if (matcher.matches()) {
      char kind = matcher.group(2).charAt(0);
      int size = Integer.parseInt(matcher.group(3)) * (kind == 'U' ? 4 : 1);
      ByteOrder order =
          matcher.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      boolean known =
          switch (kind) {
            case 'f' -> size == 2 || size == 4 || size == 8;
            case 'i', 'u' -> size == 1 || size == 2 || size == 4 || size == 8;
            case 'b' -> size == 1;
            case 'U', 'S' -> size > 0 && size <= 1 << 16;
            default -> false;
          };
      if (known) {
        return new NpyType(kind, size, order);
      }
    }
    String advice =
        text.contains("O") ? "; save it as a plain array: numpy.asarray(a, 'float32')" : "";
    throw new InputException(
        "Cannot read %s: expected float16, float32, float64, whole numbers or booleans, found type '%s'%s"
            .formatted(file, text, advice));
  }

  boolean isText() {
    return kind == 'U' || kind == 'S';
  }

  boolean isWhole() {
    return kind == 'i' || kind == 'u' || kind == 'b';
  }

  boolean fitsFloat() {
    return (kind == 'f' || kind == 'B') ? size <= 4 : size <= 2;
  }

  /** Decodes contiguous elements from the position of a buffer in the byte order of this type. */
  void decode(ByteBuffer in, int count, double[] out, int first, String file) {
    for (int at = first; at < first + count; at++) {
      out[at] = next(in, file);
    }
  }

  private double next(ByteBuffer in, String file) {
    if (kind == 'f') {
      return size == 4
          ? in.getFloat()
          : size == 8 ? in.getDouble() : NumberValues.half(in.getShort());
    }
    if (kind == 'B') { // the upper half of a float
      return Float.intBitsToFloat(in.getShort() << Short.SIZE);
    }
    long value = nextWhole(in);
    boolean unsigned = kind == 'u';
    if (value > LARGEST_EXACT || value < (unsigned ? 0 : -LARGEST_EXACT)) {
      throw new InputException(
          "Cannot read %s: expected whole numbers up to 2^53, which a double holds exactly, found %s"
              .formatted(file, unsigned ? Long.toUnsignedString(value) : value));
    }
    return value;
  }

  /** The next whole number; an unsigned 64-bit number from 2^63 on is negative. */
  long nextWhole(ByteBuffer in) {
    boolean signed = kind == 'i';
    return switch (size) {
      case 1 -> signed ? in.get() : Byte.toUnsignedLong(in.get());
      case 2 -> signed ? in.getShort() : Short.toUnsignedLong(in.getShort());
      case 4 -> signed ? in.getInt() : Integer.toUnsignedLong(in.getInt());
      default -> in.getLong();
    };
  }

  /** {@code float32}, {@code int64}, ... */
  @Override
  public String toString() {
    return switch (kind) {
      case 'f' -> "float" + 8 * size;
      case 'B' -> "bfloat16";
      case 'i' -> "int" + 8 * size;
      case 'u' -> "uint" + 8 * size;
      case 'b' -> "bool";
      default -> String.format(Locale.ROOT, "text of %d", kind == 'U' ? size / 4 : size);
    };
  }
}
