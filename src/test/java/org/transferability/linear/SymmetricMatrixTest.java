package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.BufferUnderflowException;
import java.nio.DoubleBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class SymmetricMatrixTest {
  private static final int[] ORDERS = {0, 1, 2, 3, 4, 5, 8, 9, 33, 64};

  @Test
  void everyEntryHasItsOwnPlace() {
    for (int d : ORDERS) {
      SymmetricMatrix a = SymmetricMatrix.zeros(d);
      double[] packed = new double[SymmetricMatrix.packedLength(d)];
      for (int j = 0, next = 0; j < d; j++) {
        for (int i = j; i < d; i++, next++) {
          a.set(j, i, next + 1);
          packed[next] = next + 1;
        }
      }
      for (int j = 0, next = 0; j < d; j++) {
        for (int i = j; i < d; i++, next++) {
          assertEquals(next + 1, a.get(i, j));
          assertEquals(next + 1, a.get(j, i));
        }
      }
      double[] sorted = a.packed();
      Arrays.sort(sorted);
      assertArrayEquals(packed, sorted);
      assertArrayEquals(
          a.toFull(), SymmetricMatrix.read(d, DoubleBuffer.wrap(a.packed())).toFull());
    }
  }

  @Test
  void storageIsThatOfLapack() {
    // The examples in the documentation of LAPACK's dpftrf: TRANSR = 'N', UPLO = 'L', n = 6 and 5.
    assertArrayEquals(
        new double[] {
          33, 0, 10, 20, 30, 40, 50, 43, 44, 11, 21, 31, 41, 51, 53, 54, 55, 22, 32, 42, 52
        },
        numbered(6).packed());
    assertArrayEquals(
        new double[] {0, 10, 20, 30, 40, 33, 11, 21, 31, 41, 43, 44, 22, 32, 42},
        numbered(5).packed());
  }

  private static SymmetricMatrix numbered(int d) {
    SymmetricMatrix a = SymmetricMatrix.zeros(d);
    for (int j = 0; j < d; j++) {
      for (int i = j; i < d; i++) {
        a.set(i, j, 10 * i + j);
      }
    }
    return a;
  }

  @Test
  void outerProductsAreTheDefinition() {
    for (int d : ORDERS) {
      for (int rows : new int[] {0, 1, 2, 7}) {
        double[] x = RandomMatrices.normal(3 + rows * d, 5 + d);
        double[] exact = RandomMatrices.gram(Arrays.copyOfRange(x, 3, x.length), rows, d);
        SymmetricMatrix a = SymmetricMatrix.zeros(d);
        a.addOuterProducts(x, 3, rows); // ends with the last row: the slow path of the last row
        assertArrayEquals(exact, a.toFull(), 1e-13);
        double[] roomy = Arrays.copyOf(x, x.length + d + 1);
        Arrays.fill(roomy, x.length, roomy.length, Double.NaN);
        a = SymmetricMatrix.zeros(d);
        a.addOuterProducts(roomy, 3, rows);
        assertArrayEquals(exact, a.toFull(), 1e-13);
      }
    }
  }

  @Test
  void rankOneIsTheDefinition() {
    for (int d : ORDERS) {
      double[] x = RandomMatrices.normal(d, 9 + d);
      SymmetricMatrix a = SymmetricMatrix.zeros(d);
      a.addRankOne(-2, x);
      double[] exact = Arrays.stream(RandomMatrices.gram(x, 1, d)).map(v -> -2 * v).toArray();
      assertArrayEquals(exact, a.toFull(), 1e-14);
      SymmetricMatrix mirrored = SymmetricMatrix.zeros(d);
      mirrored.addRankOne(-2, Arrays.stream(x).map(v -> -v).toArray());
      assertArrayEquals(a.toFull(), mirrored.toFull());
    }
  }

  @Test
  void sumsScalingAndSelection() {
    for (int d : ORDERS) {
      SymmetricMatrix a = RandomMatrices.positiveDefinite(d, 1);
      SymmetricMatrix b = RandomMatrices.positiveDefinite(d, 2);
      double[] c = RandomMatrices.normal(d, 3);
      SymmetricMatrix sum = a.plus(b);
      assertArrayEquals(sum.packed(), b.plus(a).packed());
      sum.subtract(a);
      sum.scale(3);
      sum.scaleBothSides(c);
      sum.addToDiagonal(0.5);
      sum.addToDiagonal(c);
      int[] odd = java.util.stream.IntStream.range(0, d).filter(i -> i % 2 == 1).toArray();
      SymmetricMatrix part = sum.select(odd);
      double norm = 0;
      for (int i = 0; i < d; i++) {
        double column = 0;
        for (int j = 0; j < d; j++) {
          double exact = 3 * b.get(i, j) * c[i] * c[j] + (i == j ? 0.5 + c[i] : 0);
          assertEquals(exact, sum.get(i, j), 1e-12);
          column += Math.abs(sum.get(i, j));
          if (i % 2 == 1 && j % 2 == 1) {
            assertEquals(sum.get(i, j), part.get(i / 2, j / 2));
          }
        }
        norm = Math.max(norm, column);
        assertEquals(sum.get(i, i), sum.diagonal()[i]);
      }
      assertEquals(norm, sum.norm1(), 1e-12 * norm);
    }
  }

  @Test
  void wrongShapesAreRefused() {
    SymmetricMatrix a = SymmetricMatrix.zeros(3);
    assertThrows(IllegalArgumentException.class, () -> a.addOuterProducts(new double[5], 2));
    assertThrows(IllegalArgumentException.class, () -> a.addRankOne(1, new double[2]));
    assertThrows(IllegalArgumentException.class, () -> a.plus(SymmetricMatrix.zeros(2)));
    assertThrows(
        BufferUnderflowException.class,
        () -> SymmetricMatrix.read(3, DoubleBuffer.wrap(new double[5])));
    assertThrows(IllegalArgumentException.class, () -> SymmetricMatrix.zeros(70_000));
  }
}
