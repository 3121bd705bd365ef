package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SquareSumTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 8, 9, 33, 64})
  void blocksAddUpToTheDefinition(int d) {
    for (int rows : new int[] {0, 1, 2, 7}) {
      double[] x = RandomMatrices.normal(3 + rows * d, 5 + d);
      double[] once = RandomMatrices.gram(Arrays.copyOfRange(x, 3, x.length), rows, d);
      double[] twice = Arrays.stream(once).map(v -> 2 * v).toArray();
      SquareSum sum = new SquareSum(d);
      sum.add(x, 3, rows);
      assertArrayEquals(once, sum.packed().toFull(), 1e-13);
      sum.add(x, 3, rows);
      assertArrayEquals(twice, sum.packed().toFull(), 1e-13);

      float[] floats = new float[rows * d];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) x[3 + i];
      }
      SquareSum mixed = new SquareSum(d);
      mixed.add(floats, rows);
      assertArrayEquals(once, mixed.packed().toFull(), 1e-5);
      mixed.add(floats, rows);
      assertArrayEquals(twice, mixed.packed().toFull(), 2e-5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 6, 7})
  void everyEntryGoesToItsPlace(int d) {
    int leading = d + 2;
    double[] square = new double[d * leading];
    Arrays.fill(square, Double.NaN);
    for (int j = 0; j < d; j++) {
      for (int i = j; i < d; i++) {
        square[j * leading + i] = 10 * i + j;
      }
    }
    SymmetricMatrix packed = SymmetricMatrix.ofLower(d, square, leading);
    for (int j = 0; j < d; j++) {
      for (int i = j; i < d; i++) {
        assertEquals(10 * i + j, packed.get(i, j));
      }
    }
  }
}
