package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.transferability.solve.GoldenCase;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeSolver;

/** gcv, degrees of freedom and LogME against 50-digit arithmetic. */
final class GoldenEstimatorsTest {
  private static final double TOLERANCE = 1e-9;

  @Test
  void gcvAndDegreesOfFreedom() {
    GoldenCase.all()
        .forEach(
            golden -> {
              RidgeSolver solver = RidgeSolver.prepare(golden.problem());
              for (GoldenCase.Expected expected : golden.expected()) {
                RidgeFit fit = solver.solve(expected.lambda());
                String where = golden.name() + " at " + expected.lambda();
                assertClose(expected.number("df"), fit.degreesOfFreedom(), TOLERANCE, where);
                double gcv = 0 - Gcv.of(fit, 0, golden.q()).score();
                assertClose(expected.number("gcv"), gcv, TOLERANCE, where);
              }
            });
  }

  @Test
  void logMeOfTheTargetAndOfEachOutput() {
    GoldenCase.all()
        .forEach(
            golden -> {
              OriginSpectrum spectrum = OriginSpectrum.of(golden.problem());
              assertClose(
                  golden.json().get("logme").asDouble(),
                  LogMe.of(LogMe.NAME, spectrum, 0, golden.q()).score(),
                  TOLERANCE,
                  golden.name());
              for (int o = 0; o < golden.q(); o++) {
                assertClose(
                    golden.json().get("logme_by_output").get(o).asDouble(),
                    LogMe.of(LogMe.NAME, spectrum, o, 1).score(),
                    TOLERANCE,
                    golden.name());
              }
            });
  }

  @Test
  void digitsLostCoversTheErrorOfLogMe() {
    GoldenCase.all()
        .forEach(
            golden -> {
              OriginSpectrum spectrum = OriginSpectrum.of(golden.problem());
              Score score = LogMe.of(LogMe.NAME, spectrum, 0, golden.q());
              double error = Math.abs(score.score() - golden.json().get("logme").asDouble());
              double told = Math.pow(10, score.flags().digitsLost() + 1) * Math.ulp(1.0);
              assertTrue(error <= Math.max(1e-8, told), golden.name() + ": " + error);
            });
  }

  /**
   * The formula in 60-digit arithmetic (mpmath 1.3.0) on the decimal data. Of scales, whose
   * smallest eigenvalue is 1e-16 of the largest, see the next test.
   */
  @Test
  void originGcv() {
    Map<String, Double> expected =
        Map.of(
            "plain", -0.3387488156550328,
            "shifted", -3.021917862620546,
            "sparse-relu", 2.446014112898392,
            "duplicate-and-constant-columns", 0.8999804229096537);
    GoldenCase.all()
        .filter(golden -> expected.containsKey(golden.name()))
        .forEach(
            golden ->
                assertClose(
                    expected.get(golden.name()),
                    OriginGcv.of(OriginSpectrum.of(golden.problem()), 0, golden.q()).score(),
                    TOLERANCE,
                    golden.name()));
  }

  /** The smallest direction is left out as rounding, and the flag covers what that costs. */
  @Test
  void digitsLostCoversTheErrorOfOriginGcv() {
    GoldenCase scales =
        GoldenCase.all().filter(c -> c.name().equals("scales")).findFirst().orElseThrow();
    Score score = OriginGcv.of(OriginSpectrum.of(scales.problem()), 0, scales.q());
    double error = Math.abs(score.score() - 0.26006376257556985);
    assertTrue(error > 1e-9, "then the flag is not needed: " + error);
    assertTrue(error <= Math.pow(10, score.flags().digitsLost()) * Math.ulp(1.0), "" + error);
  }

  @Test
  void flags() {
    for (GoldenCase golden : GoldenCase.all().toList()) {
      OriginSpectrum spectrum = OriginSpectrum.of(golden.problem());
      String expected =
          switch (golden.name()) {
            case "scales" -> "digits-lost=12 (4 left)";
            case "fewer-rows-than-features" -> "few-rows";
            case "constant-labels" -> "constant-labels";
            default -> "";
          };
      Score score = OriginGcv.of(spectrum, 0, golden.q());
      String others =
          Arrays.stream(score.flags().toString().split(";"))
              .filter(flag -> !flag.equals("offset-labels") && !flag.equals("worse-than-mean"))
              .collect(Collectors.joining(";"));
      assertEquals(expected, others, golden.name());
      boolean offset = !golden.name().equals("constant-labels") && largestOffset(golden) > 1;
      assertEquals(offset, score.flags().has(Flag.OFFSET_LABELS), golden.name());
      assertEquals(
          offset, LogMe.of(LogMe.NAME, spectrum, 0, golden.q()).flags().has(Flag.OFFSET_LABELS));
      assertEquals(score.score() <= 0, score.flags().has(Flag.WORSE_THAN_MEAN), golden.name());
    }
  }

  /** The largest |mean| / sd of the outputs that vary, row by row. */
  private static double largestOffset(GoldenCase golden) {
    double largest = 0;
    int q = golden.q();
    for (int o = 0; o < q; o++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < golden.n(); i++) {
        mean += golden.labels()[i * q + o] / golden.n();
      }
      for (int i = 0; i < golden.n(); i++) {
        double centred = golden.labels()[i * q + o] - mean;
        square += centred * centred / golden.n();
      }
      largest = square > 0 ? Math.max(largest, Math.abs(mean) / Math.sqrt(square)) : largest;
    }
    return largest;
  }

  @Test
  void constantLabels() {
    GoldenCase golden =
        GoldenCase.all().filter(c -> c.name().equals("constant-labels")).findFirst().orElseThrow();
    OriginSpectrum spectrum = OriginSpectrum.of(golden.problem());
    Score origin = OriginGcv.of(spectrum, 0, golden.q());
    assertTrue(Double.isNaN(origin.score()));
    assertTrue(origin.flags().has(Flag.CONSTANT_LABELS));
    assertTrue(LogMe.of(LogMe.NAME, spectrum, 0, golden.q()).flags().has(Flag.CONSTANT_LABELS));
    Score gcv = Gcv.of(RidgeSolver.prepare(golden.problem()).solve(1), 0, golden.q());
    assertEquals("0.0", Double.toString(gcv.score())); // and not -0.0
    assertTrue(gcv.flags().has(Flag.CONSTANT_LABELS));
  }

  @Test
  void gcvHasNoValueWhereTheFitInterpolates() {
    GoldenCase golden =
        GoldenCase.all()
            .filter(c -> c.name().equals("fewer-rows-than-features"))
            .findFirst()
            .orElseThrow();
    Score gcv = Gcv.of(RidgeSolver.prepare(golden.problem()).solve(0), 0, golden.q());
    assertTrue(Double.isNaN(gcv.score()));
    assertTrue(gcv.flags().has(Flag.INTERPOLATES));
  }

  @Test
  void originGcvIsTheFormulaTermByTerm() {
    OriginSpectrum spectrum =
        OriginSpectrum.of(GoldenCase.all().findFirst().orElseThrow().problem());
    double sum = 0;
    for (double penalty : new double[] {1e-3, 1e-2 * spectrum.meanEigenvalue()}) {
      double df = 0;
      for (int j = 0; j < spectrum.rank(); j++) {
        df += spectrum.value(j) / (spectrum.value(j) + penalty);
      }
      for (int o = 0; o < 2; o++) {
        double left = 1 - df / spectrum.rows();
        double gcv = spectrum.residual(penalty, o) / (left * left);
        sum += -0.5 * Math.log(gcv / spectrum.variance(o));
      }
    }
    assertEquals(sum / 4, OriginGcv.of(spectrum, 0, 2).score(), 1e-13);
  }

  private static void assertClose(double expected, double found, double tolerance, String where) {
    if (expected == 0 || Double.isNaN(expected)) {
      assertEquals(expected, found, where);
    } else {
      assertEquals(expected, found, tolerance * Math.abs(expected), where);
    }
  }
}
