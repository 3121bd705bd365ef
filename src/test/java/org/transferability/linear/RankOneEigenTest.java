package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RankOneEigenTest {
  private static final double UNIT = Math.ulp(1.0);

  @Test
  void eigenvaluesAndProjectionsAreThoseOfTheWholeMatrix() {
    Random random = new Random(3);
    for (int k = 1; k <= 40; k++) {
      double[] w = random.doubles(k, 0, 5).sorted().toArray();
      double[] z = random.doubles(k, -2, 2).toArray();
      if (k > 4) {
        w[3] = w[2];
        w[4] = w[2]; // equal eigenvalues
        z[0] = 0; // and one that is not touched
      }
      double[] b = random.doubles(2L * k, -1, 1).toArray();
      SymmetricMatrix whole = SymmetricMatrix.zeros(k);
      whole.addToDiagonal(w);
      whole.addRankOne(1, z);
      SymmetricEigen expected = SymmetricEigen.of(whole);
      double[] update = z.clone();
      double[] turned = b.clone();
      RankOneEigen found = RankOneEigen.of(w, update, turned, 2);
      assertArrayEquals(
          expected.values(), Arrays.stream(found.values()).sorted().toArray(), 1e-12, "k " + k);
      for (double shift : new double[] {0.1, 3}) {
        // b'(A + s I)^-1 b needs no order of eigenvectors
        for (int o = 0; o < 2; o++) {
          double sum = 0;
          double other = 0;
          for (int j = 0; j < k; j++) {
            double along = 0;
            for (int i = 0; i < k; i++) {
              along += expected.vectors()[i + j * k] * b[i + o * k];
            }
            sum += along * along / (expected.values()[j] + shift);
            double mine = turned[j + o * k];
            other += mine * mine / (found.values()[j] + shift);
          }
          assertEquals(sum, other, 1e-12 * Math.abs(sum), "k " + k);
        }
      }
      double squares = Arrays.stream(z).map(x -> x * x).sum();
      double along = Arrays.stream(found.alongUpdate()).map(x -> x * x).sum();
      assertEquals(squares, along, 1e-12 * squares);
    }
  }

  @Test
  void aLargeUpdateCostsTheSmallEigenvaluesNothing() {
    // diag(1, 2) + c c' (1, 1)(1, 1)': for c to infinity the smaller eigenvalue is 3/2 - 1/(8 c^2)
    double c = 1e8;
    double[] b = {1, -1};
    RankOneEigen found = RankOneEigen.of(new double[] {1, 2}, new double[] {c, c}, b, 1);
    assertEquals(1.5, found.values()[0], 4 * UNIT);
    assertEquals(2 * c * c + 1.5, found.values()[1], 4 * UNIT * c * c);
    assertEquals(2, b[0] * b[0], 1e-15);
  }

  @Test
  void aTinyUpdateIsNotLost() {
    double[] b = {1, 1};
    RankOneEigen found = RankOneEigen.of(new double[] {0, 1}, new double[] {1e-20, 1e-3}, b, 1);
    assertEquals(1e-40 / (1 + 1e-6), found.values()[0], 1e-54);
    assertEquals(1 + 1e-6, found.values()[1], UNIT);
  }

  @Test
  void noUpdateAndDisorder() {
    double[] b = {3, 4};
    RankOneEigen found = RankOneEigen.of(new double[] {1, 1}, new double[2], b, 1);
    assertArrayEquals(new double[] {1, 1}, found.values());
    assertArrayEquals(new double[] {3, 4}, b);
    assertTrue(
        RankOneEigen.of(new double[0], new double[0], new double[0], 0).values().length == 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> RankOneEigen.of(new double[] {2, 1}, new double[2], new double[0], 0));
  }
}
