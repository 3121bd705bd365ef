package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/**
 * A factor for each penalty says what the eigendecomposition says, of which there are 50 digits.
 */
final class OriginFactorsTest {
  @Test
  void agreesWithTheSpectrum() {
    for (GoldenCase golden : GoldenCase.all().toList()) {
      OriginSpectrum spectrum = OriginSpectrum.of(golden.problem());
      OriginFactors factors = OriginFactors.of(golden.problem());
      double mean = spectrum.meanEigenvalue();
      assertEquals(mean, factors.meanEigenvalue(), 1e-12 * mean);
      for (double penalty : new double[] {1e-3 * mean, 0.1 * mean, mean}) {
        String where = golden.name() + " at " + penalty;
        double free = spectrum.freeRows(penalty);
        assertEquals(free, factors.freeRows(penalty), 1e-9 * golden.n(), where);
        for (int o = 0; o < golden.q(); o++) {
          double y = golden.problem().labelMean()[o];
          double square = golden.problem().variance(o) + y * y;
          assertEquals(
              spectrum.residual(penalty, o), factors.residual(penalty, o), 1e-11 * square, where);
        }
      }
    }
  }
}
