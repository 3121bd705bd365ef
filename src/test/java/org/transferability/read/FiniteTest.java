package org.transferability.read;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FiniteTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 255, 256, 1023, 1024, 1025, 1281, 5000})
  void everyPlaceIsLookedAtAndNoOther(int length) {
    double[] values = new double[length + 6];
    Arrays.fill(values, -Double.MAX_VALUE);
    values[2] = Double.NaN;
    values[length + 3] = Double.POSITIVE_INFINITY;
    assertTrue(Finite.all(values, 3, length + 3));
    assertEquals(-1, Finite.firstBad(values, 3, length + 3));
    for (double bad :
        new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
      for (int at = 3; at < length + 3; at += 1 + length / 900) {
        values[at] = bad;
        assertFalse(Finite.all(values, 3, length + 3), () -> bad + " is not seen");
        assertEquals(at, Finite.firstBad(values, 3, length + 3));
        values[at] = 1;
      }
      Arrays.fill(values, 3, length + 3, Double.MIN_VALUE);
    }
  }
}
