package org.transferability.read.page;

import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * Recognises packed float16 numbers where packed float32 is expected: read as such, two of them are
 * one plausible but wrong number.
 *
 * <p>The low half of a float32 has the last 16 bits of its significand: all values are about
 * equally frequent, or few occur because the numbers have few digits. The low half of a pair of
 * float16 numbers is a number itself, and numbers of 1,024 or more, infinity and NaN, which are 7
 * of 32 exponents, are rare among features. The bytes are taken for float16 if among the first
 * {@value #DISTINCT} different low halves at least {@value #USUAL} are below 1,024, and high halves
 * are as diverse as they are in float16. If low halves are random, this has a probability of 1e-12.
 * It is not recognised if there are fewer different low halves, as in constant features.
 */
public final class Float16Check {
  private static final int DISTINCT = 160;
  private static final int USUAL = 156;
  private static final int DISTINCT_HIGH = DISTINCT / 2;
  private static final int MOST_VALUES = 1 << 14;

  private static final int EXPONENT_AND_FRACTION = 0x7fff;
  private static final int FRACTION_BITS = 10;
  private static final int EXPONENT_OF_1024 = 25;

  /** For messages. */
  public static final String FOUND = "bytes that look like packed float16 numbers";

  /** For messages. */
  public static final String ADVICE =
      "; convert them to float32 before you pack them, or write a list of numbers";

  private final BitSet low = new BitSet();
  private final BitSet high = new BitSet();
  private int distinct;
  private int usual;
  private int values;
  private boolean isDecided;

  /** Whether no more bytes need to be seen. */
  public boolean isDecided() {
    return isDecided;
  }

  /**
   * Looks at the bytes of a row, from their position to their limit, which are not changed.
   *
   * @return whether the rows so far are float16
   */
  public boolean add(ByteBuffer bytes) {
    for (int at = bytes.position(); at + Float.BYTES <= bytes.limit() && !isDecided; at += 4) {
      add(half(bytes, at), half(bytes, at + Short.BYTES));
    }
    return isDecided && usual >= USUAL && high.cardinality() >= DISTINCT_HIGH;
  }

  private void add(int lowHalf, int highHalf) {
    high.set(highHalf);
    if ((lowHalf & EXPONENT_AND_FRACTION) != 0 && !low.get(lowHalf)) {
      low.set(lowHalf);
      distinct++;
      usual += (lowHalf & EXPONENT_AND_FRACTION) >>> FRACTION_BITS < EXPONENT_OF_1024 ? 1 : 0;
    }
    values++;
    isDecided = distinct == DISTINCT || values == MOST_VALUES;
  }

  /** A little-endian number of two bytes. */
  private static int half(ByteBuffer bytes, int at) {
    return Byte.toUnsignedInt(bytes.get(at)) | Byte.toUnsignedInt(bytes.get(at + 1)) << Byte.SIZE;
  }
}
