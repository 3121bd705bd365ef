package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.QrRevisit;
import org.transferability.accumulate.ResidualRevisit;
import org.transferability.accumulate.Revisit;

/** NIST's regressions after a second pass, against exact rational arithmetic. */
final class RefinementStrdTest {
  private static final List<Double> PENALTIES = List.of(0.0, 1e-6, 1e-3, 1.0);

  @BeforeEach
  void dataArePresent() {
    assumeTrue(
        Files.isDirectory(Strd.FOLDER),
        () -> "Skipped: expected NIST's regressions, found none (" + Strd.FOLDER + ")");
  }

  @Test
  void refinementRestoresAllDigits() {
    for (String name :
        new String[] {"Longley", "Norris", "Pontius", "Wampler3", "Wampler4", "Wampler5"}) {
      for (int parts : new int[] {1, 3}) {
        RidgeFit[] fits = refined(name, parts);
        for (int p = 0; p < fits.length; p++) {
          double exact = -Strd.exact(name).get(p).score();
          assertEquals(exact, fits[p].residual(0), 1e-12 * exact, name + " at " + p);
          assertTrue(
              Math.abs(exact - fits[p].residual(0))
                  <= 10 * fits[p].errorEstimate(0) + 4 * Math.ulp(exact),
              name);
        }
      }
    }
  }

  @Test
  void exactFitsLeaveNothing() {
    for (String name : new String[] {"Wampler1", "Wampler2"}) {
      RidgeFit fit = refined(name, 2)[0];
      assertTrue(fit.residual(0) < 1e-12 * fit.variance(0), name + " " + fit.residual(0));
      assertTrue(fit.residual(0) <= 10 * fit.errorEstimate(0), name + " " + fit.residual(0));
    }
  }

  @Test
  void qrSolvesWhatMomentsCannot() {
    for (int parts : new int[] {1, 4}) {
      RidgeProblem problem = Strd.problem("Filip");
      assertTrue(RidgeSolver.prepare(problem).isBeyondMoments());
      QrRevisit revisit = QrSolver.revisit(problem, new int[1], 1);
      QrSolver solver = QrSolver.of(problem, revisit, pass("Filip", revisit, parts));
      for (int p = 0; p < PENALTIES.size(); p++) {
        RidgeFit fit = solver.solve(PENALTIES.get(p));
        double exact = -Strd.exact("Filip").get(p).score();
        double error = Math.abs(exact - fit.residual(0));
        assertTrue(error <= 1e-6 * exact, "at " + PENALTIES.get(p) + ": " + error / exact);
        assertTrue(
            error <= 10 * fit.errorEstimate(0), "at " + PENALTIES.get(p) + ": " + error / exact);
      }
      assertEquals(10, solver.solve(0).diagnostics().rank());
    }
  }

  @Test
  void qrAgreesWithRefinementWhereBothCan() {
    for (String name : new String[] {"Longley", "Norris", "Pontius", "Wampler3"}) {
      RidgeProblem problem = Strd.problem(name);
      QrRevisit revisit = QrSolver.revisit(problem, new int[1], 1);
      QrSolver solver = QrSolver.of(problem, revisit, pass(name, revisit, 2));
      RidgeFit[] refined = refined(name, 1);
      for (int p = 0; p < PENALTIES.size(); p++) {
        RidgeFit fit = solver.solve(PENALTIES.get(p));
        double expected = -Strd.exact(name).get(p).score();
        assertEquals(expected, fit.residual(0), 1e-11 * expected, name);
        assertEquals(refined[p].penalty(0), fit.penalty(0), 1e-8 * fit.penalty(0), name);
        assertEquals(refined[p].degreesOfFreedom(), fit.degreesOfFreedom(), 1e-6, name);
        assertEquals(refined[p].weights()[0], fit.weights()[0], 1e-6 * Math.abs(fit.weights()[0]));
      }
    }
  }

  private static RidgeFit[] refined(String name, int parts) {
    RidgeProblem problem = Strd.problem(name);
    RidgeSolver solver = RidgeSolver.prepare(problem);
    List<RidgeFit> fits = PENALTIES.stream().map(solver::solve).toList();
    ResidualRevisit revisit = Refinement.revisit(problem, fits, new int[1]);
    double[] numbers = pass(name, revisit, parts);
    RidgeFit[] refined = new RidgeFit[fits.size()];
    Arrays.setAll(refined, f -> Refinement.refine(solver, fits.get(f), revisit, f, numbers));
    return refined;
  }

  private static double[] pass(String name, Revisit revisit, int parts) {
    Strd.Rows rows = Strd.rows(name);
    double[] merged = null;
    for (int p = 0; p < parts; p++) {
      int from = p * rows.count() / parts;
      int to = (p + 1) * rows.count() / parts;
      Revisit.Accumulator accumulator = revisit.accumulator();
      accumulator.add(
          Arrays.copyOfRange(rows.features(), from * rows.d(), to * rows.d()),
          Arrays.copyOfRange(rows.labels(), from, to),
          1,
          new int[to - from],
          to - from);
      double[] numbers = accumulator.finish();
      merged = merged == null ? numbers : revisit.merge(merged, numbers);
    }
    return merged;
  }
}
