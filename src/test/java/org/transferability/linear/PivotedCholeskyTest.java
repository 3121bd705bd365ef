package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The factor of a matrix X X' gives that matrix back in the order of its pivots. */
final class PivotedCholeskyTest {
  /** Rows of lengths that grow to m times the first. */
  private static double[] gram(int m, int rank, long seed) {
    double[] lengths = new double[m];
    Arrays.setAll(lengths, i -> 1 + i);
    return gram(lengths, rank, seed);
  }

  private static double[] gram(double[] lengths, int rank, long seed) {
    int m = lengths.length;
    Random random = new Random(seed);
    double[] x = new double[m * rank];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextGaussian() * lengths[i % m];
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
    requireProduct(gram(m, rank, 3), m, rank, candidates);
  }

  private static PivotedCholesky requireProduct(double[] a, int m, int rank, int candidates) {
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
    double[][] rows = factor.rows();
    for (int p = 0; p < m; p++) {
      for (int j = 0; j < factor.rank(); j++) {
        assertEquals(factor.get(p, j), j < rows[p].length ? rows[p][j] : 0);
      }
    }
    return factor;
  }

  /** Lengths are 1 but for some rows of 0.01, whose pivots of 1e-4 come last. */
  @ParameterizedTest
  @CsvSource({"40,400", "48,400", "130,400", "131,90"})
  void largePivotsAreTakenInOrder(int m, int rank) {
    double[] lengths = new double[m];
    Arrays.fill(lengths, 1);
    PivotedCholesky all = requireProduct(gram(lengths, rank, 7), m, Math.min(m, rank), m - 1);
    for (int p = 0; p < 40; p++) {
      assertEquals(p, all.order()[p]);
    }
    lengths[m - 20] = 0.01;
    lengths[m - 7] = 0.01;
    PivotedCholesky some = requireProduct(gram(lengths, rank, 7), m, Math.min(m, rank), m);
    int[] smallest = {some.order()[m - 2], some.order()[m - 1]};
    Arrays.sort(smallest);
    if (rank > m) {
      assertArrayEquals(new int[] {m - 20, m - 7}, smallest);
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
