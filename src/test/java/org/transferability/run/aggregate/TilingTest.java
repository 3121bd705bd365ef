package org.transferability.run.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.linear.SymmetricMatrix;

final class TilingTest {
  /** A matrix whose elements all differ, so that one in the wrong place is seen. */
  private static SymmetricMatrix numbered(int order, int first) {
    SymmetricMatrix matrix = SymmetricMatrix.zeros(order);
    for (int i = 0; i < order; i++) {
      for (int j = 0; j <= i; j++) {
        matrix.set(i, j, first + i * order + j);
      }
    }
    return matrix;
  }

  @ParameterizedTest
  @CsvSource({"1,1,1", "1,3,2", "2,1,1", "7,2,1", "7,2,3", "8,5,1", "8,5,3", "9,1,100", "64,3,5"})
  void everyPairOfFeaturesIsInOneTileOfItsScatter(int width, int scatters, int columns) {
    Tiling tiling = new Tiling(width, scatters, columns);
    SymmetricMatrix[] copies = new SymmetricMatrix[scatters];
    int numbers = 0;
    for (int s = 0; s < scatters; s++) {
      copies[s] = SymmetricMatrix.zeros(width);
    }
    for (int tile = 0; tile < tiling.count(); tile++) {
      int scatter = tiling.scatter(tile);
      double[] part =
          numbered(width, 1000 * scatter + 1).columns(tiling.from(tile), tiling.to(tile));
      copies[scatter].setColumns(tiling.from(tile), part);
      numbers += part.length;
    }
    for (int s = 0; s < scatters; s++) {
      assertArrayEquals(numbered(width, 1000 * s + 1).packed(), copies[s].packed());
    }
    // d (d + 1) / 2 pairs a scatter: none was copied twice
    assertEquals(scatters * width * (width + 1) / 2, numbers);
  }

  @ParameterizedTest
  @CsvSource({"100,6400", "100,0", "1000,64000", "4096,100000000", "30000,805306368", "9,1024"})
  void tilesAreAsLargeAsTheLimitAllows(int width, long limit) {
    Tiling tiling = Tiling.of(width, 1, limit);
    long columnBytes = 8L * (width + 1);
    long most = Math.min(8L << 20, limit / 64);
    assertTrue(tiling.columns() == 1 || tiling.columns() * columnBytes <= most);
    assertTrue((tiling.columns() + 1) * columnBytes > most);
  }

  @Test
  void theCutDoesNotDependOnTheNumberOfScatters() {
    assertEquals(Tiling.of(500, 1, 1 << 20).columns(), Tiling.of(500, 12, 1 << 20).columns());
    assertEquals(12 * Tiling.of(500, 1, 1 << 20).count(), Tiling.of(500, 12, 1 << 20).count());
  }
}
