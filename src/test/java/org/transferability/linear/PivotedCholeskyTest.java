package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The factor of a matrix X X' gives that matrix back in the order of its pivots. */
final class PivotedCholeskyTest {
  private static double[] gram(int m, int rank, long seed) {
    Random random = new Random(seed);
    double[] x = new double[m * rank];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian() * (1 + i % m);
    }
    double[] a = new double[m * (m + 1)];
    for (int j = 0; j < m; j++) {
      for (int i = j; i < m; i++) {
        for (int k = 0; k < rank; k++) {
          a[j * m + i] += x[k * m + i] * x[k * m + j];
        }
      }
    }
    return a;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "5,5,5", "5,3,5", "64,64,64", "65,65,64", "150,150,149", "200,90,200"})
  void theProductOfTheFactorIsTheMatrix(int m, int rank, int candidates) {
    double[] a = gram(m, rank, 3);
    double[] before = a.clone();
    PivotedCholesky factor = PivotedCholesky.of(a, m, candidates, 1e-12);
    assertEquals(Math.min(rank, candidates), factor.rank());
    double largest = 0;
    for (int i = 0; i < m; i++) {
      largest = Math.max(largest, before[i * m + i]);
    }
    for (int p = 0; p < m; p++) {
      for (int s = 0; s <= p; s++) {
        boolean known = s < factor.rank() || rank <= candidates;
        double sum = 0;
        for (int k = 0; k < factor.rank(); k++) {
          sum += factor.get(p, k) * factor.get(s, k);
        }
        int i = factor.order()[p];
        int j = factor.order()[s];
        double exact = before[Math.min(i, j) * m + Math.max(i, j)];
        // sums of m products, each rounded relative to the largest
        assertEquals(known ? exact : sum, sum, 1e-15 * m * largest);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"40,40", "130,130"})
  void pivotsFallUntilTheyAreSmall(int m, int rank) {
    double[] a = gram(m, rank, 5);
    PivotedCholesky factor = PivotedCholesky.of(a, m, m, 1e-3);
    double first = factor.get(0, 0);
    for (int k = 1; k < factor.rank(); k++) {
      assertTrue(factor.get(k, k) <= factor.get(k - 1, k - 1) * (1 + 1e-12));
      assertTrue(factor.get(k, k) * factor.get(k, k) > 1e-3 * first * first);
    }
    assertTrue(factor.rank() < m);
  }
}
