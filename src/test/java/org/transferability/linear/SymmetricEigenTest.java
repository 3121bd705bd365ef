package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class SymmetricEigenTest {
  @Test
  void vectorsAreOrthonormalAndGiveTheMatrixBack() {
    for (int d : new int[] {0, 1, 2, 5, 8, 33, 64}) {
      SymmetricMatrix a = RandomMatrices.positiveDefinite(d, 80 + d);
      SymmetricEigen eigen = SymmetricEigen.of(a);
      double[] w = eigen.values();
      double[] v = eigen.vectors();
      double[] back = new double[d * d];
      double[] product = new double[d * d];
      double[] identity = new double[d * d];
      for (int k = 0; k < d; k++) {
        identity[k + k * d] = 1;
        assertTrue(k == 0 || w[k - 1] <= w[k]);
        for (int i = 0; i < d; i++) {
          for (int j = 0; j < d; j++) {
            back[i + j * d] += v[i + k * d] * w[k] * v[j + k * d];
            product[i + j * d] += v[k + i * d] * v[k + j * d];
          }
        }
      }
      assertArrayEquals(a.toFull(), back, 1e-12);
      assertArrayEquals(identity, product, 1e-13);
    }
  }

  @Test
  void knownEigenvalues() {
    // tridiag(-1, 2, -1) has eigenvalues 2 - 2 cos(k pi / (d + 1)).
    int d = 9;
    SymmetricMatrix a = SymmetricMatrix.zeros(d);
    a.addToDiagonal(2);
    for (int i = 1; i < d; i++) {
      a.set(i, i - 1, -1);
    }
    double[] w = SymmetricEigen.of(a).values();
    for (int k = 1; k <= d; k++) {
      assertEquals(2 - 2 * Math.cos(k * Math.PI / (d + 1)), w[k - 1], 1e-14);
    }
  }
}
