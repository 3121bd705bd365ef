package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.TargetMoments;

/**
 * Fits to some of the rows that know the solver of all rows, against fits that decide about rank
 * and the least-norm solution themselves, on data where that is hard.
 */
final class PartOfRowsTest {
  private static final int FOLDS = 4;
  private static final int OUTPUTS = 2;
  private static final double[] RELATIVE = {1e-4, 1e-2, 1, 10};

  /** One data set: its name, and its folds. */
  private record Data(String name, FoldMoments folds) {}

  private static Data data(String kind, int n, int d, int seed) {
    Random random = new Random(seed);
    double[] x = new double[n * d];
    double[] y = new double[n * OUTPUTS];
    int[] fold = new int[n];
    for (int i = 0; i < n; i++) {
      fold[i] = i % FOLDS;
      for (int j = 0; j < d; j++) {
        x[i * d + j] = random.nextGaussian();
      }
      if (kind.equals("near-collinear")) {
        x[i * d + 1] = x[i * d] + 1e-6 * x[i * d + 1];
      }
      if (kind.equals("scales")) {
        for (int j = 0; j < d; j++) {
          x[i * d + j] *= Math.pow(10, -8 + 16.0 * j / (d - 1));
        }
      }
      if (kind.equals("duplicate rows") && i % 3 == 1) {
        System.arraycopy(x, (i - 1) * d, x, i * d, d);
      }
      if (kind.equals("constant in a fold") && fold[i] == 0) {
        x[i * d] = 3;
      }
      for (int k = 0; k < OUTPUTS; k++) {
        y[i * OUTPUTS + k] = x[i * d + d / 2] + 0.5 * random.nextGaussian();
      }
    }
    FoldAccumulator rows = new FoldAccumulator(d, LabelLayout.complete(OUTPUTS), FOLDS);
    rows.add(x, y, fold, n);
    return new Data("%s %d x %d".formatted(kind, n, d), rows.finish());
  }

  private static List<Data> all() {
    List<Data> all = new ArrayList<>();
    int seed = 0;
    for (String kind :
        List.of("plain", "near-collinear", "scales", "duplicate rows", "constant in a fold")) {
      for (int n : new int[] {19, 20, 21, 26, 40, 200}) { // d - 1, d, d + 1, and parts around d
        all.add(data(kind, n, 20, seed++));
      }
    }
    return all;
  }

  @Test
  void predictionsAreThoseOfFitsThatKnowTheirRank() {
    for (Data data : all()) {
      FoldMoments folds = data.folds();
      RidgeSolver whole = RidgeSolver.prepare(RidgeProblem.of(folds.whole().target(0)));
      for (int k = 0; k < FOLDS; k++) {
        TargetMoments trained = folds.without(k, (k + 1) % FOLDS).target(0);
        RidgeProblem problem = RidgeProblem.of(trained);
        RidgeSolver alone = RidgeSolver.prepare(problem);
        RidgeSolver part = whole.ofPart(problem);
        List<RidgeFit> expected = new ArrayList<>();
        List<RidgeFit> found = new ArrayList<>();
        for (double relative : RELATIVE) {
          double lambda = relative * problem.meanVariance();
          expected.add(alone.solve(lambda));
          found.add(part.predictor(lambda));
        }
        TargetMoments held = folds.fold(k).target(0);
        HeldOut right = HeldOut.of(expected, trained, held);
        HeldOut mine = HeldOut.of(found, trained, held);
        for (int p = 0; p < RELATIVE.length; p++) {
          for (int o = 0; o < OUTPUTS; o++) {
            double apart = Math.abs(right.squares(p, o) - mine.squares(p, o));
            // estimates of rounding hold the truth within 10, and neither is exact
            double estimated = right.errorEstimate(p, o) + mine.errorEstimate(p, o);
            assertTrue(
                apart <= 10 * estimated,
                data.name() + " penalty " + RELATIVE[p] + ": " + apart + ", " + estimated);
          }
        }
      }
    }
  }

  @Test
  void objectivesAreThoseOfFitsThatKnowTheirRank() {
    for (Data data : all()) {
      FoldMoments folds = data.folds();
      RidgeSolver whole = RidgeSolver.prepare(RidgeProblem.of(folds.whole().target(0)));
      for (int k = 0; k < FOLDS; k++) {
        RidgeProblem problem = RidgeProblem.of(folds.without(k).target(0));
        RidgeSolver alone = RidgeSolver.prepare(problem);
        RidgeSolver part = whole.ofPart(problem);
        for (double lambda : new double[] {0, 1e-3, 1}) {
          RidgeFit right = alone.solve(lambda);
          RidgeFit mine = part.solve(lambda);
          String what = data.name() + " penalty " + lambda;
          for (int o = 0; o < OUTPUTS; o++) {
            double estimated = right.errorEstimate(o) + mine.errorEstimate(o);
            assertEquals(right.objective(o), mine.objective(o), 10 * estimated + 1e-300, what);
          }
          assertEquals(right.isDoubtful(0, OUTPUTS), mine.isDoubtful(0, OUTPUTS), what);
          assertEquals(
              right.freeRows().rows(), mine.freeRows().rows(), 1e-8 * problem.rows(), what);
        }
        assertEquals(alone.rank(), part.rank(), data.name());
        assertEquals(alone.condition(), part.condition(), data.name());
      }
    }
  }
}
