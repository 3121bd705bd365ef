package org.transferability.read.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.Float16Bytes;

final class Float16CheckTest {
  private static final int WIDTH = 64;
  private static final int ROWS = 100;

  /** Features as float32, of which the check must refuse none. */
  private enum Floats {
    NORMAL(random -> i -> random.nextGaussian()),
    LARGE(random -> i -> 1e30 * random.nextGaussian()),
    TINY(random -> i -> 1e-30 * random.nextGaussian()),
    BELOW_NORMAL(random -> i -> 1e-40 * random.nextGaussian()),
    CONSTANT(random -> i -> 0.1),
    CONSTANT_BY_FEATURE(
        random -> {
          double[] row = random.doubles(WIDTH).toArray();
          return i -> row[i % WIDTH];
        }),
    WHOLE(random -> i -> random.nextInt(1000)),
    LARGE_WHOLE(random -> i -> random.nextInt(1 << 24)),
    BYTES(random -> i -> 0.0173 * (random.nextInt(256) - 128)),
    PERCENT(random -> i -> random.nextInt(101) / 100.0),
    ONE_HOT(random -> i -> random.nextInt(10) == 0 ? 1 : 0),
    POSITIVE_PART(random -> i -> Math.max(0, random.nextGaussian())),
    PROBABILITIES(random -> i -> Math.exp(-20 * random.nextDouble())),
    BFLOAT16(random -> i -> bits((float) random.nextGaussian(), 16)),
    TF32(random -> i -> bits((float) random.nextGaussian(), 13)),
    FLOAT16_AS_FLOAT32(random -> i -> ofHalf(half(random.nextGaussian()))),
    RAMP(random -> i -> 1 + i * 1e-5),
    NUMBERED(random -> i -> (1 << 23) + i);

    @SuppressWarnings("ImmutableEnumChecker") // functions without state
    private final java.util.function.Function<Random, IntToDoubleFunction> values;

    Floats(java.util.function.Function<Random, IntToDoubleFunction> values) {
      this.values = values;
    }
  }

  private static double bits(float value, int zeros) {
    return Float.intBitsToFloat(Float.floatToIntBits(value) >> zeros << zeros);
  }

  /** The bits of the nearest float16 of a number, truncated; below 2^-14 it is denormal. */
  private static short half(double value) {
    int sign = value < 0 ? 1 << 15 : 0;
    double size = Math.min(Math.abs(value), 65504);
    int exponent = Math.max(Math.getExponent(size), -14);
    int significand = (int) (size * Math.pow(2, 10 - exponent));
    boolean isNormal = significand >= 1 << 10;
    return (short)
        (sign | (isNormal ? (exponent + 15) << 10 | significand - (1 << 10) : significand));
  }

  private static double ofHalf(short bits) {
    int exponent = bits >>> 10 & 31;
    int fraction = bits & 1023;
    double size =
        exponent == 0
            ? fraction * Math.pow(2, -24)
            : (1024 + fraction) * Math.pow(2, exponent - 25);
    return bits < 0 ? -size : size;
  }

  private static ByteBuffer row(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static boolean refuses(IntToDoubleFunction values, boolean asFloat16) {
    Float16Check check = new Float16Check();
    for (int r = 0, i = 0; r < ROWS; r++) {
      ByteBuffer bytes = row((asFloat16 ? 2 : 4) * WIDTH);
      for (int j = 0; j < WIDTH; j++, i++) {
        if (asFloat16) {
          bytes.putShort(half(values.applyAsDouble(i)));
        } else {
          bytes.putFloat((float) values.applyAsDouble(i));
        }
      }
      bytes.flip();
      if (check.add(bytes)) {
        assertEquals(0, bytes.position());
        return true;
      }
    }
    return false;
  }

  @ParameterizedTest
  @EnumSource
  void float32IsNeverRefused(Floats floats) {
    for (long seed = 0; seed < 300; seed++) {
      assertFalse(refuses(floats.values.apply(new Random(seed)), false), "seed " + seed);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-3, 0.03, 1, 30, 100})
  void float16IsRefused(double deviation) {
    for (long seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      assertTrue(refuses(i -> deviation * random.nextGaussian(), true), "seed " + seed);
      assertTrue(
          refuses(i -> Math.max(0, deviation * random.nextGaussian()), true), "seed " + seed);
      assertTrue(refuses(i -> deviation * (3 + random.nextGaussian()), true), "seed " + seed);
    }
  }

  @Test
  void bytesOfNumpyAreRefused() {
    Float16Check check = new Float16Check();
    boolean refused = false;
    for (int r = 0; r < Float16Bytes.ROWS; r++) {
      refused |= check.add(ByteBuffer.wrap(Float16Bytes.row(r)));
    }
    assertTrue(refused);
  }

  @Test
  void whatCannotBeTold() {
    assertFalse(refuses(i -> 0.1, true));
  }
}
