package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against matrices whose eigenvectors are known: products of a few reflections. */
final class ProjectedEigenTest {
  private static final double UNIT = Math.ulp(1.0);

  /** V = H_1 H_2 H_3, each I - 2 u u', applied to b. */
  private static double[] reflect(double[][] normals, double[] b, boolean transposed) {
    double[] x = b.clone();
    for (int h = 0; h < normals.length; h++) {
      double[] u = normals[transposed ? h : normals.length - 1 - h];
      double along = 0;
      for (int i = 0; i < x.length; i++) {
        along += u[i] * x[i];
      }
      for (int i = 0; i < x.length; i++) {
        x[i] -= 2 * along * u[i];
      }
    }
    return x;
  }

  private static double[][] normals(Random random, int d) {
    double[][] normals = new double[3][];
    for (int h = 0; h < normals.length; h++) {
      double[] u = random.doubles(d, -1, 1).toArray();
      double length = Math.sqrt(Arrays.stream(u).map(x -> x * x).sum());
      normals[h] = Arrays.stream(u).map(x -> x / length).toArray();
    }
    return normals;
  }

  /** V diag(w) V'. */
  private static SymmetricMatrix matrix(double[] w, double[][] normals) {
    SymmetricMatrix a = SymmetricMatrix.zeros(w.length);
    for (int j = 0; j < w.length; j++) {
      double[] unit = new double[w.length];
      unit[j] = 1;
      a.addRankOne(w[j], reflect(normals, unit, false));
    }
    return a;
  }

  @Test
  void valuesAndProductsAreThoseOfKnownEigenvectors() {
    Random random = new Random(5);
    for (int d : new int[] {1, 2, 3, 8, 33, 120}) {
      for (double scale : new double[] {1, 1e-140, 1e140}) {
        double[] w = new double[d];
        Arrays.setAll(w, j -> scale * (j + 1));
        double[][] normals = normals(random, d);
        double[] b = random.doubles(2L * d, -1, 1).toArray();
        ProjectedEigen found = ProjectedEigen.of(matrix(w, normals), b, 2);
        // LAPACK's bound for eigenvalues: some units of the norm
        assertArrayEquals(w, found.values(), 20 * d * UNIT * w[d - 1], "order " + d);
        for (int k = 0; k < 2; k++) {
          double[] expected = reflect(normals, Arrays.copyOfRange(b, k * d, (k + 1) * d), true);
          for (int j = 0; j < d; j++) {
            // signs are free; gaps are 1 / d of the norm, so vectors are wrong by d units
            assertEquals(
                Math.abs(expected[j]), Math.abs(found.products()[j + k * d]), 40.0 * d * d * UNIT);
          }
        }
      }
    }
  }

  @Test
  void aSingularMatrixHasZerosAndKeepsTheLengthOfTheColumns() {
    Random random = new Random(6);
    int d = 60;
    double[] w = new double[d];
    for (int j = 40; j < d; j++) {
      w[j] = Math.pow(10, j - d + 1); // 1e-19 to 1
    }
    double[][] normals = normals(random, d);
    double[] b = random.doubles(d, -1, 1).toArray();
    ProjectedEigen found = ProjectedEigen.of(matrix(w, normals), b, 1);
    assertArrayEquals(w, found.values(), 20 * d * UNIT);
    assertEquals(
        Arrays.stream(b).map(x -> x * x).sum(),
        Arrays.stream(found.products()).map(x -> x * x).sum(),
        1e-13); // rotations: some units for each of about d^2
  }

  @Test
  void diagonalAndEmptyMatricesNeedNoStep() {
    SymmetricMatrix a = SymmetricMatrix.zeros(3);
    a.addToDiagonal(new double[] {3, 1, 2});
    ProjectedEigen found = ProjectedEigen.of(a, new double[] {7, 8, 9}, 1);
    assertArrayEquals(new double[] {1, 2, 3}, found.values());
    assertArrayEquals(
        new double[] {8, 9, 7}, Arrays.stream(found.products()).map(Math::abs).toArray(), 1e-15);
    assertEquals(0, ProjectedEigen.of(SymmetricMatrix.zeros(0), new double[0], 2).values().length);
    assertArrayEquals(
        new double[2], ProjectedEigen.of(SymmetricMatrix.zeros(2), new double[2], 1).values());
  }

  @Test
  void columnsHaveItsOrder() {
    assertThrows(
        IllegalArgumentException.class,
        () -> ProjectedEigen.of(SymmetricMatrix.zeros(2), new double[3], 2));
  }
}
