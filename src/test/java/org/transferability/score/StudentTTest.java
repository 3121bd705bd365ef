package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Roots of the regularised incomplete beta function in 30-digit arithmetic (mpmath). */
final class StudentTTest {
  @ParameterizedTest
  @CsvSource({
    "0.9, 1, 6.31375151467504309898",
    "0.5, 3, 0.764892328404345280657",
    "0.9, 4, 2.13184678632665031835",
    "0.95, 2, 4.30265272974946235095",
    "0.99, 9, 3.24983554159212627563",
    "0.9, 19, 1.72913281152136952022",
    "0.9, 999, 1.64638034542753564675"
  })
  void quantiles(double confidence, int degrees, double expected) {
    assertEquals(expected, StudentT.quantile(confidence, degrees), 1e-12 * expected);
  }
}
