package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.LabelLayout;

/** Regressions through the origin, against the definition by elimination with 50 digits. */
final class OriginRowsTest {
  private static final int OUTPUTS = 2;

  private record Data(int n, double[] x, double[] y) {
    static Data of(int n, int d, double offset) {
      Random random = new Random(23 * n + d);
      double[] x = new double[n * d];
      double[] y = new double[n * OUTPUTS];
      Arrays.setAll(x, i -> offset + random.nextGaussian());
      for (int i = 0; i < n; i++) {
        for (int o = 0; o < OUTPUTS; o++) {
          y[i * OUTPUTS + o] = 2 * o + x[i * d] - x[i * d + 1] + 0.3 * random.nextGaussian();
        }
      }
      return new Data(n, x, y);
    }

    Optional<OriginRows> rows() {
      int d = x.length / n;
      FoldAccumulator accumulator = new FoldAccumulator(d, LabelLayout.complete(OUTPUTS), 1);
      accumulator.add(x.clone(), y.clone(), new int[n], n);
      RidgeProblem problem = RidgeProblem.of(accumulator.finish().whole().target(0));
      double[] centred = minus(x, problem.featureMean());
      double[] products =
          Arrays.stream(ExactRidge.products(centred, n))
              .flatMapToDouble(row -> Arrays.stream(row).mapToDouble(BigDecimal::doubleValue))
              .toArray();
      double[] labels = minus(y, problem.labelMean());
      return OriginRows.of(problem, TridiagonalRows.of(products, n, labels), centred);
    }

    private static double[] minus(double[] values, double[] mean) {
      double[] centred = values.clone();
      for (int i = 0; i < values.length; i++) {
        centred[i] -= mean[i % mean.length];
      }
      return centred;
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 30})
  void sumsOverEigenvaluesAreThoseOfTheDefinition(double offset) {
    int n = 9;
    Data data = Data.of(n, 14, offset);
    OriginRows rows = data.rows().orElseThrow();
    assertEquals(n, rows.rank());
    assertEquals(14, rows.width());
    for (double t : new double[] {1e-3, 0.1, 1, 20, 1e3, 1e6}) {
      for (int o = 0; o < OUTPUTS; o++) {
        double[] expected = expected(data, t, o);
        OriginRows.Sums found = rows.sums(t, o);
        double bar = 1e-12;
        String what = "t " + t + ", output " + o;
        assertEquals(1, found.freedom() / expected[0], bar, what);
        assertEquals(1, found.free() / expected[1], bar, what);
        assertEquals(1, found.weights() / expected[2], bar, what);
        assertEquals(1, found.residual() / expected[3], bar, what);
        assertEquals(1, found.logarithms() / expected[4], bar, what);
        assertTrue(found.error() < 1e-10, what);
      }
    }
  }

  /** With M = F F' + t I: tr(F F'M^-1), t tr(M^-1), |F'M^-1 y|^2, |t M^-1 y|^2, ln det(M / t). */
  private static double[] expected(Data data, double t, int output) {
    int n = data.n;
    BigDecimal[][] products = ExactRidge.products(data.x, n);
    BigDecimal[][] system = new BigDecimal[n][n];
    BigDecimal[][] right = new BigDecimal[n][n + 1];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        system[i][j] = i == j ? products[i][i].add(new BigDecimal(t)) : products[i][j];
        right[i][j] = i == j ? BigDecimal.ONE : BigDecimal.ZERO;
      }
      right[i][n] = new BigDecimal(data.y[i * OUTPUTS + output]);
    }
    ExactRidge.solve(system, right);
    BigDecimal[] sums = new BigDecimal[4];
    Arrays.fill(sums, BigDecimal.ZERO);
    double logarithms = 0;
    for (int i = 0; i < n; i++) {
      sums[1] = sums[1].add(right[i][i].multiply(new BigDecimal(t)));
      sums[3] = sums[3].add(right[i][n].multiply(new BigDecimal(t)).pow(2));
      for (int j = 0; j < n; j++) {
        sums[0] = sums[0].add(products[i][j].multiply(right[j][i]));
        sums[2] = sums[2].add(right[i][n].multiply(products[i][j]).multiply(right[j][n]));
      }
      BigDecimal share = system[i][i].subtract(new BigDecimal(t));
      logarithms += Math.log1p(share.doubleValue() / t);
    }
    double[] all =
        Arrays.copyOf(Arrays.stream(sums).mapToDouble(BigDecimal::doubleValue).toArray(), 5);
    all[4] = logarithms;
    return all;
  }

  @Test
  void asManyFeaturesAsRowsAreRefused() {
    assertTrue(Data.of(9, 10, 1).rows().isPresent());
    assertFalse(Data.of(9, 9, 1).rows().isPresent());
  }

  @Test
  void aRankBelowTheRowsIsRefused() {
    Data repeated = Data.of(9, 14, 1);
    System.arraycopy(repeated.x, 0, repeated.x, 14, 14);
    assertFalse(repeated.rows().isPresent());
    Data centred = Data.of(9, 14, 0);
    for (int j = 0; j < 14; j++) {
      double sum = 0;
      for (int i = 0; i < 8; i++) {
        sum += centred.x[i * 14 + j];
      }
      centred.x[8 * 14 + j] = -sum;
    }
    assertFalse(centred.rows().isPresent());
  }
}
