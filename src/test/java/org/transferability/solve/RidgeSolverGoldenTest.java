package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Weights, intercept and rank against 50-digit arithmetic. */
final class RidgeSolverGoldenTest {
  /**
   * Relative to the largest expected value of the case and penalty. Reached: 1e-14, except for
   * {@code shifted}, 3e-11: the decimal 999999.2607 is no double, and rounding it moves the data by
   * 1e-10.
   */
  private static final double TOLERANCE = 1e-10;

  @Test
  void rankIsThatOfTheCentredFeatures() {
    GoldenCase.all()
        .forEach(
            golden ->
                assertEquals(
                    golden.json().get("rank").asInt(),
                    RidgeSolver.prepare(golden.problem()).rank(),
                    golden.name()));
  }

  @Test
  void weightsAndInterceptForEveryPenalty() {
    GoldenCase.all()
        .forEach(
            golden -> {
              RidgeSolver solver = RidgeSolver.prepare(golden.problem());
              for (GoldenCase.Expected expected : golden.expected()) {
                RidgeFit fit = solver.solve(expected.lambda());
                String where = golden.name() + " at " + expected.lambda();
                assertClose(expected.weights(), fit.weights(), where);
                assertClose(expected.intercept(), fit.intercept(), where);
              }
            });
  }

  private static void assertClose(double[] expected, double[] found, String where) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertArrayEquals(expected, found, TOLERANCE * largest, where);
  }
}
