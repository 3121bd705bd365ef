package org.transferability.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class KendallTest {
  private static final long SEED = 5;

  @Test
  void tauBIsItsDefinitionOverAllPairs() {
    Random random = new Random(SEED);
    for (int levels : new int[] {2, 3, 10, 1000}) {
      double[] x = random.ints(300, 0, levels).asDoubleStream().toArray();
      double[] y = random.ints(300, 0, levels).asDoubleStream().toArray();
      double concordance = 0;
      double untiedX = 0;
      double untiedY = 0;
      for (int i = 0; i < x.length; i++) {
        for (int j = 0; j < i; j++) {
          concordance += Math.signum(x[i] - x[j]) * Math.signum(y[i] - y[j]);
          untiedX += x[i] == x[j] ? 0 : 1;
          untiedY += y[i] == y[j] ? 0 : 1;
        }
      }
      assertEquals(concordance / Math.sqrt(untiedX * untiedY), Kendall.tauB(x, y), 1e-14);
    }
  }

  @Test
  void theOrderOfTheItemsDoesNotMatter() {
    double[] x = {1, 1, 2, 2, 3, 3};
    double[] y = {1, 1, 3, 3, 2, 5};
    double[] xTurned = {3, 2, 1, 3, 2, 1};
    double[] yTurned = {5, 3, 1, 2, 3, 1};
    assertEquals(Kendall.weighted(x, y), Kendall.weighted(xTurned, yTurned), 1e-15);
  }

  @Test
  void infinitiesAreOrderedLikeOtherNumbers() {
    double[] x = {Double.NEGATIVE_INFINITY, 1, Double.POSITIVE_INFINITY};
    double[] y = {1, 2, 3};
    assertEquals(1, Kendall.tauB(x, y));
  }

  @Test
  void manySourcesTakeNoSquareTime() {
    Random random = new Random(SEED);
    double[] x = random.doubles(300_000).toArray();
    double[] y = random.doubles(300_000).toArray();
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          assertEquals(0, Kendall.tauB(x, y), 0.01);
          assertEquals(1, Kendall.weighted(x, x), 1e-12);
        });
  }

  @Test
  void refusesUnequalLengths() {
    assertThrows(IllegalArgumentException.class, () -> Kendall.tauB(new double[2], new double[3]));
  }
}
