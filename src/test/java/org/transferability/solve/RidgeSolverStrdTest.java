package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** NIST's hard regressions against exact rational arithmetic: the residual for every penalty. */
final class RidgeSolverStrdTest {
  /**
   * Relative tolerance of R. What moments in double precision can reach is about the rounding unit
   * over 1 - R^2: Pontius fits to 2e-9 and so keeps fewer digits than the others.
   */
  private static final Map<String, Double> TOLERANCES =
      Map.of(
          "Longley", 1e-9,
          "Norris", 1e-9,
          "Wampler3", 1e-9,
          "Wampler4", 1e-9,
          "Wampler5", 1e-9,
          "Pontius", 1e-8);

  @BeforeEach
  void dataArePresent() {
    assumeTrue(
        Files.isDirectory(Strd.FOLDER),
        () -> "Skipped: expected NIST's regressions, found none (" + Strd.FOLDER + ")");
  }

  @Test
  void residualsOfRegressionsThatMomentsCanSolve() {
    TOLERANCES.forEach(
        (name, tolerance) -> {
          RidgeSolver solver = RidgeSolver.prepare(Strd.problem(name));
          for (Strd.Exact exact : Strd.exact(name)) {
            double found = -solver.solve(exact.lambda()).residual(0);
            assertEquals(
                exact.score(), found, tolerance * -exact.score(), name + " at " + exact.lambda());
          }
        });
  }

  @Test
  void errorEstimatesAreHonest() {
    // J is exact where lambda is 0; elsewhere R = J - penalty stands in for it, as accurate here.
    for (String name : TOLERANCES.keySet()) {
      RidgeSolver solver = RidgeSolver.prepare(Strd.problem(name));
      for (Strd.Exact exact : Strd.exact(name)) {
        RidgeFit fit = solver.solve(exact.lambda());
        double error = Math.abs(exact.score() + fit.residual(0));
        assertTrue(error <= 10 * fit.errorEstimate(0), name + " at " + exact.lambda());
      }
    }
    for (String name : new String[] {"Filip", "Wampler1", "Wampler2"}) {
      RidgeFit fit = RidgeSolver.prepare(Strd.problem(name)).solve(0);
      double error = Math.abs(Strd.exact(name).get(0).score() + fit.residual(0));
      assertTrue(error <= 10 * fit.errorEstimate(0), name);
    }
  }

  @Test
  void filipIsSingularInDoublePrecision() {
    RidgeFit fit = RidgeSolver.prepare(Strd.problem("Filip")).solve(0);
    assertTrue(fit.diagnostics().rank() < 10);
    assertEquals(Double.POSITIVE_INFINITY, fit.diagnostics().condition());
    assertTrue(fit.errorEstimate(0) > 1e-3 * fit.objective(0));
  }
}
