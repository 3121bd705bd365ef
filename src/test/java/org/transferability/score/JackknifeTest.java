package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import org.junit.jupiter.api.Test;

final class JackknifeTest {
  /** Of a mean, leaving one value out at a time gives the textbook standard error. */
  @Test
  void theJackknifeOfAMeanIsItsStandardError() {
    double[] x = {3, 1, 4, 1, 5, 9, 2, 6};
    double mean = 31 / 8.0;
    double[] without = new double[8];
    long[] rows = new long[8];
    double squares = 0;
    for (int k = 0; k < 8; k++) {
      without[k] = (31 - x[k]) / 7;
      rows[k] = 1;
      squares += (x[k] - mean) * (x[k] - mean);
    }
    Uncertainty found = Jackknife.of(mean, without, rows, 0.9);
    double error = Math.sqrt(squares / 7 / 8);
    assertEquals(error, found.standardError(), 1e-14);
    assertEquals(mean + StudentT.quantile(0.9, 7) * error, found.high(), 1e-14);
    assertEquals(mean - StudentT.quantile(0.9, 7) * error, found.low(), 1e-14);
  }

  @Test
  void foldsWithoutRowsAreIgnored() {
    Uncertainty three = Jackknife.of(2, new double[] {1, 2, 3.5}, new long[] {10, 12, 11}, 0.9);
    Uncertainty five =
        Jackknife.of(
            2,
            new double[] {1, Double.NaN, 2, 3.5, Double.NaN},
            new long[] {10, 0, 12, 11, 0},
            0.9);
    assertEquals(three.standardError(), five.standardError());
    assertEquals(three.low(), five.low());
    assertFalse(Jackknife.of(2, new double[] {1, 3}, new long[] {0, 5}, 0.9).isKnown());
    assertFalse(Jackknife.of(2, new double[] {1, Double.NaN}, new long[] {4, 5}, 0.9).isKnown());
  }
}
