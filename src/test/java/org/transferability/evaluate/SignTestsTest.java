package org.transferability.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SignTestsTest {
  @Test
  void signTestIsBinomial() {
    assertEquals(1, SignTests.sign(0, 0));
    assertEquals(1, SignTests.sign(4, 4));
    assertEquals(2 * (1 + 8) / 256.0, SignTests.sign(1, 7), 1e-14);
    assertEquals(2 / 65536.0, SignTests.sign(16, 0), 1e-16);
  }

  @Test
  void flipsAreCountedExactlyForFewTargets() {
    // |sum| >= 6 only with all signs equal
    assertEquals(0.25, SignTests.flips(new double[] {1, 2, 3}, 1));
    // signs of 3 and 1: sums 4, 2, -2, -4; observed 2
    assertEquals(1, SignTests.flips(new double[] {3, -1, 0, Double.NaN}, 1));
    assertEquals(1, SignTests.flips(new double[] {0, 0}, 1));
  }

  @Test
  void flipsAreDrawnForManyTargets() {
    double[] alternating = IntStream.range(0, 40).mapToDouble(i -> i % 2 == 0 ? 1 : -1).toArray();
    double[] equal = IntStream.range(0, 40).mapToDouble(i -> 1).toArray();
    assertEquals(1, SignTests.flips(alternating, 1), 1e-12);
    assertTrue(SignTests.flips(equal, 1) < 1e-4);
  }
}
