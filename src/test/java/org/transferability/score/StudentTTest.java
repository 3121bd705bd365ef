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

  /**
   * scipy.stats.t.isf(tail, degrees), SciPy 1.10.1. A probability near 1 has an error of 1e-16,
   * which is relative to the tail: the tolerance is ten times that.
   */
  @ParameterizedTest
  @CsvSource({
    "5e-6, 63, 4.803855927789947",
    "5e-7, 63, 5.420029670725334",
    "2.5e-7, 63, 5.600985784432557",
    "2.5e-7, 62, 5.611146369277328",
    "2.5e-7, 7, 17.44719671595187",
    "1e-10, 63, 7.572170429998744"
  })
  void quantilesFarInTheTail(double tail, int degrees, double expected) {
    double found = StudentT.quantile(1 - 2 * tail, degrees);
    assertEquals(expected, found, 1e-15 / tail * expected);
  }
}
