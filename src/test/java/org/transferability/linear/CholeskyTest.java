package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class CholeskyTest {
  private static final int[] ORDERS = {1, 2, 3, 4, 5, 8, 9, 33, 64, 101, 193, 300};

  @Test
  void solvesWhatTheMatrixMultiplied() {
    for (int d : ORDERS) {
      SymmetricMatrix a = RandomMatrices.positiveDefinite(d, 40 + d);
      for (int q : new int[] {1, 2, 5}) {
        double[] x = RandomMatrices.normal(d * q, 50 + q);
        double[] b = RandomMatrices.times(a.toFull(), x, d, q);
        Cholesky cholesky = assertInstanceOf(Cholesky.class, Cholesky.of(a.copy()));
        double[] exact = b.clone();
        cholesky.solve(exact, q);
        assertArrayEquals(x, exact, 1e-11, "order " + d); // condition below 1e3
        double[] roomy = Arrays.copyOf(b, b.length + d);
        cholesky.solve(roomy, q);
        assertArrayEquals(x, Arrays.copyOf(roomy, b.length), 1e-11);
      }
    }
  }

  @Test
  void halfASolveGivesTheQuadraticForm() {
    for (int d : ORDERS) {
      SymmetricMatrix a = RandomMatrices.positiveDefinite(d, 60 + d);
      double[] b = RandomMatrices.normal(d, 61);
      Cholesky cholesky = assertInstanceOf(Cholesky.class, Cholesky.of(a.copy()));
      double[] u = b.clone();
      cholesky.solveLower(u, 1);
      double[] x = b.clone();
      cholesky.solve(x, 1);
      double exact = dot(b, x);
      assertEquals(exact, dot(u, u), 1e-12 * exact);
    }
  }

  @Test
  void traceAndConditionOfAnExactInverse() {
    for (int d : ORDERS) {
      SymmetricMatrix a = RandomMatrices.positiveDefinite(d, 70 + d);
      double norm = a.norm1();
      Cholesky cholesky = assertInstanceOf(Cholesky.class, Cholesky.of(a.copy()));
      double[] inverse = new double[d * d];
      double trace = 0;
      for (int i = 0; i < d; i++) {
        inverse[i + i * d] = 1;
      }
      cholesky.solve(inverse, d);
      double inverseNorm = 0;
      for (int j = 0; j < d; j++) {
        trace += inverse[j + j * d];
        inverseNorm =
            Math.max(inverseNorm, Arrays.stream(inverse, j * d, (j + 1) * d).map(Math::abs).sum());
      }
      assertEquals(trace, cholesky.traceOfInverse(), 1e-12 * trace);
      double exact = 1 / (norm * inverseNorm);
      double estimate = cholesky.reciprocalCondition(norm);
      assertTrue(estimate >= exact * (1 - 1e-10) && estimate <= 3 * exact, "order " + d);
    }
  }

  @Test
  void aMatrixThatIsNotPositiveDefiniteNamesItsPivot() {
    for (int d : ORDERS) {
      for (int pivot = 0; pivot < d; pivot++) {
        SymmetricMatrix a = SymmetricMatrix.zeros(d);
        a.addToDiagonal(1);
        a.set(pivot, pivot, -1);
        NotPositiveDefinite failure = assertInstanceOf(NotPositiveDefinite.class, Cholesky.of(a));
        assertEquals(pivot, failure.pivot());
      }
    }
  }

  @Test
  void orderZeroIsEmpty() {
    Cholesky cholesky = assertInstanceOf(Cholesky.class, Cholesky.of(SymmetricMatrix.zeros(0)));
    cholesky.solve(new double[0], 0);
    assertEquals(0, cholesky.traceOfInverse());
    assertEquals(1, cholesky.reciprocalCondition(0));
  }

  @Test
  void tooFewValuesAreRefused() {
    Cholesky cholesky =
        assertInstanceOf(Cholesky.class, Cholesky.of(RandomMatrices.positiveDefinite(3, 1)));
    assertThrows(IllegalArgumentException.class, () -> cholesky.solve(new double[5], 2));
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }
}
