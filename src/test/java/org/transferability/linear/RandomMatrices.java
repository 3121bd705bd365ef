package org.transferability.linear;

import java.util.Random;

/** Seeded test matrices, and the textbook loops they are checked against. */
final class RandomMatrices {
  private RandomMatrices() {}

  static double[] normal(int length, long seed) {
    Random random = new Random(seed);
    return random.doubles(length).map(ignored -> random.nextGaussian()).toArray();
  }

  /** X'X for X (rows x d) row-major, as full d x d. */
  static double[] gram(double[] x, int rows, int d) {
    double[] gram = new double[d * d];
    for (int r = 0; r < rows; r++) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          gram[i + j * d] += x[r * d + i] * x[r * d + j];
        }
      }
    }
    return gram;
  }

  /** A well-conditioned positive definite matrix. */
  static SymmetricMatrix positiveDefinite(int d, long seed) {
    SymmetricMatrix a = SymmetricMatrix.zeros(d);
    double[] gram = gram(normal(2 * d * d, seed), 2 * d, d);
    for (int j = 0; j < d; j++) {
      for (int i = j; i < d; i++) {
        a.set(i, j, gram[i + j * d] / d);
      }
    }
    a.addToDiagonal(0.1);
    return a;
  }

  /** A B for A (d x d) full and B (d x q), column-major. */
  static double[] times(double[] a, double[] b, int d, int q) {
    double[] product = new double[d * q];
    for (int k = 0; k < q; k++) {
      for (int j = 0; j < d; j++) {
        for (int i = 0; i < d; i++) {
          product[i + k * d] += a[i + j * d] * b[j + k * d];
        }
      }
    }
    return product;
  }
}
