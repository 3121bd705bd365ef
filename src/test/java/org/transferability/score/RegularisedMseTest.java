package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.transferability.solve.GoldenCase;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeSolver;

/** Scores against 50-digit arithmetic. */
final class RegularisedMseTest {
  /**
   * Relative. Reached: 3e-14 with one exception, {@code shifted}, 1e-11: the decimal 999999.2607 is
   * no double, and rounding it moves the data by 1e-10.
   */
  private static final double TOLERANCE = 1e-10;

  @Test
  void everyCaseForEveryPenalty() {
    GoldenCase.all()
        .forEach(
            golden -> {
              RidgeSolver solver = RidgeSolver.prepare(golden.problem());
              for (GoldenCase.Expected expected : golden.expected()) {
                Score score = LinearMse.of(solver.solve(expected.lambda()), 0, golden.q());
                String where = golden.name() + " at " + expected.lambda();
                assertClose(expected.number("score"), score.score(), where);
                assertClose(expected.number("mse"), score.mse(), where);
                assertClose(expected.number("penalty"), score.penalty(), where);
                assertClose(expected.number("r2"), score.r2(), where);
                assertEquals(golden.n(), score.n());
                assertEquals(golden.d(), score.d());
                assertEquals(golden.q(), score.q());
                assertEquals(golden.json().get("rank").asInt(), score.rank());
                assertEquals(expected.lambda(), Double.parseDouble(score.lambda()));
              }
            });
  }

  @Test
  void flagsOfTheGoldenCases() {
    assertEquals("", flags("plain", 0));
    assertEquals("", flags("shifted", 0));
    assertEquals("", flags("scales", 0));
    assertEquals("rank-deficient", flags("duplicate-and-constant-columns", 0));
    assertEquals("", flags("duplicate-and-constant-columns", 1e-3));
    assertEquals("interpolates;rank-deficient", flags("fewer-rows-than-features", 0));
    assertEquals("few-rows", flags("fewer-rows-than-features", 1));
    assertEquals("constant-labels", flags("constant-labels", 0));
    assertEquals("constant-labels", flags("constant-labels", 1));
  }

  private static String flags(String name, double lambda) {
    RidgeFit fit = fit(name, lambda);
    return LinearMse.of(fit, 0, fit.outputs()).flags().toString();
  }

  @Test
  void constantLabelsScoreExactlyZero() {
    RidgeFit fit = fit("constant-labels", 1);
    Score score = LinearMse.of(fit, 0, 2);
    assertEquals("0.0", Double.toString(score.score())); // and not -0.0
    assertTrue(Double.isNaN(score.r2()));
  }

  @Test
  void aTargetIsTheSumOfItsOutputs() {
    RidgeFit fit = fit("sparse-relu", 1e-3);
    Score all = LinearMse.of(fit, 0, 3);
    Score first = LabelMse.of(fit, 0, 1);
    Score rest = SharedLabelMse.of(fit, 1, 2);
    assertEquals(all.score(), first.score() + rest.score(), 1e-15);
    assertEquals("linear-mse", all.estimator());
    assertEquals("label-mse", first.estimator());
    assertEquals("shared-label-mse", rest.estimator());
    assertThrows(IllegalArgumentException.class, () -> LinearMse.of(fit, 2, 2));
    assertThrows(IllegalArgumentException.class, () -> LinearMse.of(fit, 0, 0));
  }

  private static RidgeFit fit(String name, double lambda) {
    return GoldenCase.all()
        .filter(golden -> golden.name().equals(name))
        .map(golden -> RidgeSolver.prepare(golden.problem()).solve(lambda))
        .findFirst()
        .orElseThrow();
  }

  private static void assertClose(double expected, double found, String where) {
    double tolerance = Double.isNaN(expected) ? 0 : TOLERANCE * Math.abs(expected);
    assertEquals(expected, found, tolerance, where);
  }
}
