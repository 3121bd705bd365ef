package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against the definition, and a matrix of known eigenvalues. */
final class TridiagonalTest {
  /** Rounding of a matrix with a norm of about 10. */
  private static final double ROUNDING = 1e-13;

  @Test
  void theFormAndItsBasisMakeTheMatrix() {
    Random random = new Random(7);
    int d = 9;
    int lda = 11;
    double[] a = new double[lda * (d + 1)];
    Arrays.setAll(a, i -> random.nextGaussian());
    double[] q = a.clone();
    Tridiagonal form = Tridiagonal.of(q, 1, lda, d);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        double product = 0;
        for (int k = 0; k < d; k++) {
          double left = form.diagonal()[k] * q[1 + k * lda + j];
          left += k > 0 ? form.beside()[k - 1] * q[1 + (k - 1) * lda + j] : 0;
          left += k < d - 1 ? form.beside()[k] * q[1 + (k + 1) * lda + j] : 0;
          sum += q[1 + k * lda + i] * left;
          product += q[1 + i * lda + k] * q[1 + j * lda + k];
        }
        assertEquals(a[1 + j * lda + i], sum, ROUNDING);
        assertEquals(i == j ? 1 : 0, product, ROUNDING);
      }
    }
    assertEquals(a[0], q[0]); // before the square, and between its columns
    assertEquals(a[1 + d], q[1 + d]);
  }

  /** 2 on the diagonal and -1 below: eigenvalues 2 - 2 cos(k pi / (d + 1)). */
  private static Tridiagonal differences(int d, double shift) {
    double[] a = new double[d * d];
    for (int i = 0; i < d; i++) {
      a[i * (d + 1)] = 2 + shift;
      if (i + 1 < d) {
        a[i * (d + 1) + 1] = -1;
      }
    }
    return Tridiagonal.of(a, 0, d, d);
  }

  @Test
  void eigenvaluesAreWithinTheirBounds() {
    for (int d : new int[] {1, 2, 50}) {
      Tridiagonal form = differences(d, 0);
      double least = 2 - 2 * Math.cos(Math.PI / (d + 1));
      assertTrue(form.smallest() <= least * (1 + ROUNDING) && form.smallest() > 0.9 * least);
      assertTrue(form.largest() >= 2 - 2 * Math.cos(d * Math.PI / (d + 1)));
      assertEquals(d == 1 ? 2 : d == 2 ? 3 : 4, form.largest(), ROUNDING);
    }
    assertEquals(0, differences(20, -1).smallest());
    assertEquals(0, Tridiagonal.of(new double[16], 0, 4, 4).smallest());
  }

  @Test
  void aShiftedFormHasAFactorIfItIsPositiveDefinite() {
    int d = 20;
    double shift = 0.5;
    Tridiagonal form = differences(d, -1); // of both signs
    double[] roots = new double[d];
    double[] below = new double[d];
    assertFalse(form.factorise(0, roots, below));
    assertTrue(form.factorise(1 + shift, roots, below));
    for (int j = 0; j < d; j++) {
      double before = j == 0 ? 0 : below[j - 1];
      assertEquals(2 + shift, roots[j] * roots[j] + before * before, ROUNDING);
      if (j + 1 < d) {
        assertEquals(form.beside()[j], below[j] * roots[j], ROUNDING);
      }
    }
  }
}
