package org.transferability.read.page;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;

/** Decimals as the doubles nearest to them: digits x 10^-scale. */
public final class Decimals {
  /** Whole numbers up to here are doubles. */
  private static final long LARGEST_EXACT = 1L << 53;

  /** 10^0 to 10^22, all those that are doubles. */
  private static final double[] POWERS = new double[23];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = Double.parseDouble("1e" + i);
    }
  }

  private Decimals() {}

  static int scale(PrimitiveType type) {
    return ((DecimalLogicalTypeAnnotation) type.getLogicalTypeAnnotation()).getScale();
  }

  public static double value(long digits, int scale) {
    // both operands of the division are exact, so there is only one rounding
    return Math.abs(digits) <= LARGEST_EXACT && digits != Long.MIN_VALUE && scale < POWERS.length
        ? digits / POWERS[scale]
        : BigDecimal.valueOf(digits, scale).doubleValue();
  }

  /**
   * The same of digits as bytes.
   *
   * @param digits a whole number in two's complement, the highest byte first
   */
  public static double value(byte[] digits, int scale) {
    return digits.length <= Long.BYTES && digits.length > 0
        ? value(wide(digits), scale)
        : new BigDecimal(new BigInteger(digits), scale).doubleValue();
  }

  private static long wide(byte[] digits) {
    long value = digits[0];
    for (int i = 1; i < digits.length; i++) {
      value = value << 8 | (digits[i] & 0xff);
    }
    return value;
  }
}
