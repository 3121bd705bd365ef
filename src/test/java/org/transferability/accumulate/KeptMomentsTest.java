package org.transferability.accumulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.accumulate.LabelLayout.Side;

/** Bytes of moments that were damaged, cut or made up are refused before anything is allocated. */
final class KeptMomentsTest {
  private static final int CHECKSUM = 8;
  private static final int BODY = 12;
  private static final int[] LIES = {
    0, 1, -1, 2, 3, 64_999, 65_000, 65_001, 1 << 24, 1 << 30, Integer.MAX_VALUE, Integer.MIN_VALUE
  };

  private static byte[] complete() {
    return Rows.random(20, 3, 2, 7).accumulate(LabelLayout.complete(2), 8).toBytes();
  }

  private static byte[] withSides() {
    LabelLayout layout =
        new LabelLayout(3, new int[] {0, 1, 2}, new Side[] {Side.NONE, Side.MISSING, Side.PRESENT});
    Rows rows = Rows.random(30, 2, 3, 9).loseLabels(layout, 1, 0.2, 9);
    return rows.loseLabels(layout, 2, 0.7, 9).accumulate(layout, 8).toBytes();
  }

  /** Corrects the checksum of changed bytes, as whoever makes up moments would. */
  private static byte[] sealed(byte[] bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes, BODY, bytes.length - BODY);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(CHECKSUM, (int) checksum.getValue());
    return bytes;
  }

  @Test
  void anyChangeIsFound() {
    Random random = new Random(5);
    for (byte[] valid : new byte[][] {complete(), withSides()}) {
      for (int i = 0; i < 4_000; i++) {
        byte[] changed = mutated(valid, random);
        if (Arrays.equals(changed, valid)) {
          assertArrayEquals(valid, Moments.fromBytes(changed).toBytes());
        } else {
          assertThrows(IllegalArgumentException.class, () -> Moments.fromBytes(changed));
        }
      }
    }
  }

  @Test
  void changesWithTheRightChecksumEndInAnErrorOrInSoundMoments() {
    Random random = new Random(6);
    for (byte[] valid : new byte[][] {complete(), withSides()}) {
      for (int i = 0; i < 20_000; i++) {
        byte[] changed = mutated(valid, random);
        if (changed.length < BODY) {
          continue;
        }
        try {
          Moments moments = Moments.fromBytes(sealed(changed));
          assertTrue(moments.width() >= 1 && moments.rows() >= 0);
          for (int g = 0; g < moments.layout().groups(); g++) {
            assertTrue(moments.rows(g) >= 0 && moments.rows(g) <= moments.rows());
            for (double squares : moments.target(g).squares()) {
              assertTrue(squares >= 0 && squares < Double.POSITIVE_INFINITY);
            }
          }
          assertArrayEquals(changed, moments.toBytes());
        } catch (IllegalArgumentException e) {
          assertTrue(e.getMessage().startsWith("Cannot "), e.getMessage());
        }
      }
    }
  }

  private static byte[] mutated(byte[] valid, Random random) {
    byte[] changed = valid.clone();
    int at = random.nextInt(valid.length);
    switch (random.nextInt(5)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        int word = 4 * random.nextInt(valid.length / 4);
        int lie = LIES[random.nextInt(LIES.length)];
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(word, lie);
      }
      case 2 -> {
        int word = 4 * random.nextInt(Math.min(16, valid.length / 4)); // the headers
        int lie = LIES[random.nextInt(LIES.length)];
        ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(word, lie);
      }
      case 3 -> changed = Arrays.copyOf(valid, at);
      default -> changed = Arrays.copyOf(valid, valid.length + 1 + random.nextInt(64));
    }
    return changed;
  }

  @ParameterizedTest
  @CsvSource({
    "20,0,'0 features'", // d
    "20,2147483647,'Cannot'",
    "24,1000000000,'at least'", // labels
    "28,3,'groups'",
    "52,-1,'at least 0 rows'", // the high half of the rows of all
  })
  void headersThatLie(int at, int value, String message) {
    byte[] bytes = complete();
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> Moments.fromBytes(sealed(bytes)));
    assertTrue(e.getMessage().contains(message), e.getMessage());
  }

  @Test
  void numbersThatNoRowsHave() {
    byte[] valid = complete();
    int length = valid.length;
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
      byte[] bytes = valid.clone();
      // the last number is the sum of squares of the last label
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putDouble(length - 8, value);
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> Moments.fromBytes(sealed(bytes)));
      assertTrue(e.getMessage().contains("sums of squares of at least 0"), e.getMessage());
    }
  }

  @Test
  void theSizeIsKnownBefore() {
    assertEquals(complete().length, Moments.keptBytes(3, 2));
    // 4 d^2 and more: what an array can hold ends below d = 23,200
    assertTrue(Moments.keptBytes(23_000, 1) < Integer.MAX_VALUE);
    assertTrue(Moments.keptBytes(23_200, 1) > Integer.MAX_VALUE);
  }

  @Test
  void arraysHandedOutAreCopies() {
    Moments moments = Moments.fromBytes(complete());
    TargetMoments target = moments.target(0);
    target.cross()[0]++;
    target.squares()[0]++;
    target.featureMean()[0]++;
    target.labelMean()[0]++;
    moments.features().mean()[0]++;
    moments.layout().outputsOf(0)[0]++;
    assertArrayEquals(complete(), moments.toBytes());
  }
}
