package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.MomentsAccumulator;

final class RidgeSolverTest {
  private static final double[] PENALTIES = {0, 1e-8, 1e-3, 0.1, 1, 20};

  private static double[] normal(int length, long seed) {
    Random random = new Random(seed);
    return random.doubles(length).map(ignored -> random.nextGaussian()).toArray();
  }

  private static RidgeProblem problem(double[] features, double[] labels, int d, int q) {
    MomentsAccumulator accumulator = new MomentsAccumulator(d, LabelLayout.complete(q));
    accumulator.add(features.clone(), labels, labels.length / q);
    return RidgeProblem.of(accumulator.finish().target(0));
  }

  @Test
  void theObjectiveIsThatOfTheWeights() {
    for (int[] shape :
        new int[][] {{60, 7, 3}, {8, 7, 2}, {5, 7, 2}, {40, 1, 1}, {2, 3, 1}, {1, 3, 2}}) {
      int n = shape[0];
      int d = shape[1];
      int q = shape[2];
      double[] f = normal(n * d, 3);
      double[] y = normal(n * q, 4);
      RidgeSolver solver = RidgeSolver.prepare(problem(f, y, d, q));
      for (double lambda : PENALTIES) {
        RidgeFit fit = solver.solve(lambda);
        double[] a = fit.weights();
        double[] b = fit.intercept();
        for (int k = 0; k < q; k++) {
          double squares = 0;
          double norm = 0;
          for (int r = 0; r < n; r++) {
            double error = y[r * q + k] - b[k];
            for (int i = 0; i < d; i++) {
              error -= a[i + k * d] * f[r * d + i];
            }
            squares += error * error / n;
          }
          for (int i = 0; i < d; i++) {
            norm += a[i + k * d] * a[i + k * d];
          }
          // Well-conditioned data with variances of one: rounding is below 1e-13.
          assertEquals(squares, fit.residual(k), 1e-12, n + " rows, lambda " + lambda);
          assertEquals(lambda * norm, fit.penalty(k), 1e-12);
        }
      }
    }
  }

  @Test
  void moreFeaturesThanRowsAgreeWithTheDualProblem() {
    // One output, n = 2: centred y = (t, -t), F F' has the one eigenvalue s = |f_1 - f_2|^2 / 2, so
    // R = t^2 (lambda / (s/2 + lambda))^2 where s/2 is the eigenvalue of F F' / n.
    double[] f = {1, 2, 3, 4, -1, 0};
    double t = 1.5;
    RidgeSolver solver = RidgeSolver.prepare(problem(f, new double[] {t, -t}, 3, 1));
    assertEquals(1, solver.rank());
    double s = (9 + 9 + 9) / 4.0;
    for (double lambda : new double[] {1e-12, 1e-6, 1, 100}) {
      double share = lambda / (s + lambda);
      double exact = t * t * share * share;
      assertEquals(exact, solver.solve(lambda).residual(0), 1e-13 * exact);
      assertEquals(t * t * share, solver.solve(lambda).objective(0), 1e-13 * t * t * share);
    }
    assertEquals(0, solver.solve(0).objective(0));
    assertTrue(solver.solve(0).diagnostics().saturated());
  }

  @Test
  void outputsDoNotSeeOneAnother() {
    double[] f = normal(50 * 6, 5);
    double[] y = normal(50 * 4, 6);
    RidgeSolver all = RidgeSolver.prepare(problem(f, y, 6, 4));
    for (int k = 0; k < 4; k++) {
      double[] one = new double[50];
      for (int r = 0; r < 50; r++) {
        one[r] = y[r * 4 + k];
      }
      RidgeSolver alone = RidgeSolver.prepare(problem(f, one, 6, 1));
      for (double lambda : PENALTIES) {
        assertEquals(alone.solve(lambda).objective(0), all.solve(lambda).objective(k), 1e-14);
      }
    }
  }

  @Test
  void unitsOfTheFeaturesDoNotMatterWithoutAPenalty() {
    double[] f = normal(50 * 6, 7);
    double[] y = normal(50, 8);
    double[] units = {1e-150, 1e-30, 3, 1e9, 1e60, 1e140};
    double[] scaled = f.clone();
    for (int at = 0; at < scaled.length; at++) {
      scaled[at] *= units[at % 6];
    }
    RidgeSolver solver = RidgeSolver.prepare(problem(scaled, y, 6, 1));
    double exact = RidgeSolver.prepare(problem(f, y, 6, 1)).solve(0).objective(0);
    assertEquals(6, solver.rank());
    assertTrue(solver.condition() < 100);
    assertEquals(exact, solver.solve(0).objective(0), 1e-13);
  }

  @Test
  void aPenaltyLostInRoundingGivesTheLeastNormSolution() {
    double[] f = normal(50 * 6, 9);
    for (int r = 0; r < 50; r++) {
      f[r * 6 + 5] = 3 * f[r * 6 + 1] - f[r * 6 + 2];
    }
    double[] y = normal(50, 10);
    RidgeSolver solver = RidgeSolver.prepare(problem(f, y, 6, 1));
    assertEquals(5, solver.rank());
    RidgeFit none = solver.solve(0);
    for (double lambda : new double[] {1e-300, 1e-18, 1e-15}) {
      assertEquals(none.objective(0), solver.solve(lambda).objective(0), 1e-13);
    }
    double[] weights = none.weights();
    assertEquals(0, 3 * weights[1] - weights[2] - weights[5], 1e-12); // no part in the null space
    assertArrayEquals(weights, solver.solve(1e-9).weights(), 1e-8); // the limit of small penalties
  }

  @Test
  void constantFeaturesChangeNothing() {
    double[] f = normal(30 * 4, 11);
    double[] y = normal(30, 12);
    double[] wide = new double[30 * 6];
    for (int r = 0; r < 30; r++) {
      System.arraycopy(f, r * 4, wide, r * 6 + 1, 4);
      wide[r * 6] = 0.1;
      wide[r * 6 + 5] = -1e6 / 3;
    }
    RidgeSolver narrow = RidgeSolver.prepare(problem(f, y, 4, 1));
    RidgeSolver solver = RidgeSolver.prepare(problem(wide, y, 6, 1));
    assertEquals(4, solver.rank());
    for (double lambda : PENALTIES) {
      RidgeFit fit = solver.solve(lambda);
      assertEquals(narrow.solve(lambda).objective(0), fit.objective(0));
      assertEquals(0, fit.weights()[0]);
      assertEquals(0, fit.weights()[5]);
    }
    RidgeSolver empty = RidgeSolver.prepare(problem(new double[30], y, 1, 1));
    assertEquals(0, empty.rank());
    assertEquals(empty.solve(0).variance(0), empty.solve(0).objective(0));
    assertEquals(empty.solve(1).variance(0), empty.solve(1).objective(0));
  }

  @Test
  void rowsWithoutLabelsCostNoDigitsHoweverLargeTheyAre() {
    LabelLayout layout =
        new LabelLayout(1, new int[1], new LabelLayout.Side[] {LabelLayout.Side.MISSING});
    double[] f = normal(200 * 3, 13);
    double[] y = normal(200, 14);
    for (int r = 0; r < 50; r++) {
      y[r] = Double.NaN;
      for (int i = 0; i < 3; i++) {
        f[r * 3 + i] *= 1e5;
      }
    }
    MomentsAccumulator accumulator = new MomentsAccumulator(3, layout);
    accumulator.add(f.clone(), y, 200);
    Moments moments = accumulator.finish();
    RidgeFit fit = RidgeSolver.prepare(RidgeProblem.of(moments.target(0))).solve(0);
    double[] kept = Arrays.copyOfRange(f, 150, 600);
    double exact =
        RidgeSolver.prepare(problem(kept, Arrays.copyOfRange(y, 50, 200), 3, 1))
            .solve(0)
            .objective(0);
    assertEquals(exact, fit.objective(0), 1e-14);
    assertTrue(fit.errorEstimate(0) < 1e-14);
  }

  @Test
  void whatCannotBeSolvedIsRefused() {
    RidgeSolver solver = RidgeSolver.prepare(problem(normal(6, 1), normal(6, 2), 1, 1));
    for (double lambda : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThrows(IllegalArgumentException.class, () -> solver.solve(lambda));
    }
    Moments none = Moments.empty(2, LabelLayout.complete(1));
    assertThrows(IllegalArgumentException.class, () -> RidgeProblem.of(none.target(0)));
  }
}
