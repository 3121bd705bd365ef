package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.TargetMoments;

/**
 * Rows that the features fit exactly, without an intercept, have the solution of least norm,
 * X'(XX')^-1 y, also if moments about the origin are ill-conditioned: features with an offset, rows
 * that are nearly copies. The expected weights are those of a Gaussian elimination with 60 digits.
 */
final class LeastNormTest {
  private static final int N = 52;
  private static final int D = 71;
  private static final MathContext DIGITS = new MathContext(60);

  private static double[] features() {
    Random random = new Random(7);
    double[] means = new double[D];
    Arrays.setAll(means, j -> j % 4 == 0 ? 0 : 30 * random.nextGaussian());
    double[] x = new double[N * D];
    for (int i = 0; i < N; i++) {
      for (int j = 0; j < D; j++) {
        x[i * D + j] =
            i % 10 == 9
                ? x[(i - 1) * D + j] + 1e-3 * random.nextGaussian()
                : means[j] + random.nextGaussian() / Math.sqrt(1 + j % 7);
      }
    }
    return x;
  }

  private static double[] expected(double[] x, double[] y) {
    BigDecimal[][] system = new BigDecimal[N][N + 1];
    for (int i = 0; i < N; i++) {
      for (int k = 0; k < N; k++) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int j = 0; j < D; j++) {
          sum = sum.add(new BigDecimal(x[i * D + j]).multiply(new BigDecimal(x[k * D + j])));
        }
        system[i][k] = sum;
      }
      system[i][N] = new BigDecimal(y[i]);
    }
    for (int p = 0; p < N; p++) { // Gauss-Jordan; the matrix is positive definite
      for (int i = 0; i < N; i++) {
        BigDecimal factor = system[i][p].divide(system[p][p], DIGITS);
        for (int k = p; k <= N && i != p; k++) {
          system[i][k] = system[i][k].subtract(factor.multiply(system[p][k]), DIGITS);
        }
      }
    }
    double[] weights = new double[D];
    for (int i = 0; i < N; i++) {
      double dual = system[i][N].divide(system[i][i], DIGITS).doubleValue();
      for (int j = 0; j < D; j++) {
        weights[j] += dual * x[i * D + j];
      }
    }
    return weights;
  }

  @Test
  void theWeightsAreThoseOfLeastNorm() {
    double[] x = features();
    double[] y = new double[N];
    Random random = new Random(8);
    Arrays.setAll(y, i -> 1e3 * random.nextGaussian());
    double[] expected = expected(x, y);
    MomentsAccumulator accumulator = new MomentsAccumulator(D, LabelLayout.complete(1));
    accumulator.add(x.clone(), y, N);
    TargetMoments moments = accumulator.finish().target(0);
    RidgeSolver solver = RidgeSolver.prepare(RidgeProblem.throughOrigin(moments, Precision.DOUBLE));
    assertEquals(N, solver.rank());
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    // moments of a condition of 1e11 have five digits for their smallest directions
    assertArrayEquals(expected, solver.solve(0).weights(), 1e-3 * largest);
    assertArrayEquals(expected, solver.predictor(0).weights(), 1e-3 * largest);
  }
}
