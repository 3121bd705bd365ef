package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.TargetMoments;
import org.transferability.linear.SymmetricEigen;
import org.transferability.linear.SymmetricMatrix;

/**
 * A solver that takes the range of the eigenvalues from the scalar products of the rows, against
 * one that decomposes the moments.
 */
final class KnownRangeTest {
  private static final int FOLDS = 3;

  /** What features look like. */
  private enum Kind {
    NORMAL,
    /** Units from 1e-3 to 1e3. */
    UNITS,
    /** Singular values that fall from 1 to 1e-9: their squares are lost in rounding. */
    LOST,
    /** Every third row is a copy of the one before: the rank is not the most. */
    REPEATED
  }

  private static double[] features(Kind kind, int n, int d) {
    Random random = new Random(17L * n + d);
    double[] x = new double[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        double unit =
            switch (kind) {
              case NORMAL, REPEATED -> 1;
              case UNITS -> Math.pow(10, j % 7 - 3);
              case LOST -> i == 0 ? 1 : 1e-9;
            };
        x[i * d + j] = unit * random.nextGaussian();
      }
      if (kind == Kind.REPEATED && i % 3 == 2) {
        System.arraycopy(x, (i - 1) * d, x, i * d, d);
      }
    }
    return x;
  }

  /** The n - 1 largest eigenvalues of the products of the rows about their mean, ascending. */
  private static double[] eigenvalues(double[] x, int n, int d) {
    SymmetricMatrix products = SymmetricMatrix.zeros(n);
    double[] mean = new double[d];
    for (int i = 0; i < n * d; i++) {
      mean[i % d] += x[i] / n;
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b <= a; b++) {
        double sum = 0;
        for (int j = 0; j < d; j++) {
          sum += (x[a * d + j] - mean[j]) * (x[b * d + j] - mean[j]);
        }
        products.set(a, b, sum);
      }
    }
    return Arrays.copyOfRange(SymmetricEigen.of(products).values(), 1, n);
  }

  private static FoldMoments moments(double[] x, int n, int d) {
    Random random = new Random(5);
    double[] y = new double[n];
    int[] fold = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = x[i * d] + random.nextGaussian();
      fold[i] = i % FOLDS;
    }
    FoldAccumulator rows = new FoldAccumulator(d, LabelLayout.complete(1), FOLDS);
    rows.add(x.clone(), y, fold, n);
    return rows.finish();
  }

  @ParameterizedTest
  @CsvSource({
    "NORMAL,20,40",
    "NORMAL,30,30",
    "NORMAL,31,30",
    "UNITS,20,50",
    "LOST,20,40",
    "REPEATED,21,40"
  })
  void fitsAreThoseOfASolverThatDecomposes(Kind kind, int n, int d) {
    double[] x = features(kind, n, d);
    FoldMoments folds = moments(x, n, d);
    RidgeProblem problem = RidgeProblem.of(folds.whole().target(0));
    double[] range = eigenvalues(x, n, d);
    RidgeSolver expected = RidgeSolver.prepare(problem);
    RidgeSolver found = RidgeSolver.of(problem);
    found.takeRange(Math.max(0, 0.9 * range[0]), 1.1 * range[n - 2]);
    assertEquals(expected.rank(), found.rank());
    assertEquals(expected.condition(), found.condition());
    assertEquals(expected.isBeyondMoments(), found.isBeyondMoments());
    for (double lambda : new double[] {0, 1e-6, 0.01, 1}) {
      requireSame(expected.solve(lambda), found.solve(lambda));
      Diagnostics known = expected.diagnostics(lambda);
      Diagnostics bounded = found.diagnostics(lambda);
      assertEquals(known.rank(), bounded.rank());
      assertEquals(known.condition(), bounded.condition());
      double ratio = bounded.solvedCondition() / known.solvedCondition();
      assertTrue(ratio >= 1 && ratio < 20, "a bound, with the range of scales: " + ratio);
    }
    for (int k = 0; k < FOLDS; k++) {
      TargetMoments part = folds.without(k).target(0);
      RidgeSolver one = expected.ofPart(RidgeProblem.of(part));
      RidgeSolver other = found.ofPart(RidgeProblem.of(part));
      assertEquals(one.rank(), other.rank());
      for (double lambda : new double[] {0, 0.01}) {
        requireSame(one.solve(lambda), other.solve(lambda));
      }
    }
  }

  /** The rank is not computed again: with a wrong range it is wrong. */
  @Test
  void theRankIsThatOfTheRange() {
    double[] x = features(Kind.REPEATED, 21, 40);
    RidgeProblem problem = RidgeProblem.of(moments(x, 21, 40).whole().target(0));
    RidgeSolver wrong = RidgeSolver.of(problem);
    wrong.takeRange(1, 2);
    assertEquals(20, wrong.rank());
    RidgeSolver unknown = RidgeSolver.of(problem);
    unknown.takeRange(1e-15, 2);
    assertEquals(13, unknown.rank());
  }

  private static void requireSame(RidgeFit expected, RidgeFit found) {
    assertEquals(expected.objective(0), found.objective(0)); // the same computation
    assertEquals(expected.diagnostics().rank(), found.diagnostics().rank());
    assertEquals(expected.isDoubtful(0, 1), found.isDoubtful(0, 1));
    assertEquals(expected.interpolates(), found.interpolates());
  }
}
