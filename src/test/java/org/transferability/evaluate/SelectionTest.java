package org.transferability.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class SelectionTest {
  private static final double[] GOODNESS = {-4, -2, -8, -3};

  @Test
  void theBestSourceIsHitOnceKReachesItsPlace() {
    double[] scores = {9, 7, 8, 6}; // the best, item 1, is third by score
    assertEquals(0, Selection.topK(scores, GOODNESS, 1));
    assertEquals(0, Selection.topK(scores, GOODNESS, 2));
    assertEquals(1, Selection.topK(scores, GOODNESS, 3));
    assertEquals(1, Selection.topK(scores, GOODNESS, 9));
  }

  @Test
  void regretIsTheRelativeExcessErrorOfTheChosen() {
    assertEquals(1.0, Selection.regret(new double[] {9, 7, 8, 6}, GOODNESS)); // error 4 for 2
    assertEquals(0.0, Selection.regret(new double[] {0, 7, 1, 6}, GOODNESS));
  }

  @Test
  void regretOfAnAccuracyIsItsRelativeShortfall() {
    assertEquals(0.25, Selection.regret(new double[] {1, 0}, new double[] {0.6, 0.8}), 1e-15);
  }

  @Test
  void tiedScoresAreADraw() {
    double[] constant = {5, 5, 5, 5};
    assertEquals(0.25, Selection.topK(constant, GOODNESS, 1));
    assertEquals(0.75, Selection.topK(constant, GOODNESS, 3), 1e-15);
    assertEquals((1 + 0 + 3 + 0.5) / 4, Selection.regret(constant, GOODNESS), 1e-15);
  }

  @Test
  void topKIsTheMeanOverAllWaysToBreakTies() {
    Random random = new Random(3);
    for (int trial = 0; trial < 200; trial++) {
      double[] scores = random.ints(5, 0, 3).asDoubleStream().toArray();
      double[] goodness = random.ints(5, 0, 3).asDoubleStream().toArray();
      for (int k = 1; k <= 5; k++) {
        double hits = 0;
        for (double[] noise : permutations(5)) {
          double[] broken = new double[5];
          for (int i = 0; i < 5; i++) {
            broken[i] = scores[i] + noise[i] / 100;
          }
          hits += Selection.topK(broken, goodness, k);
        }
        assertEquals(hits / 120, Selection.topK(scores, goodness, k), 1e-14);
      }
    }
  }

  @Test
  void aPerfectBestLeavesNoScaleForRegret() {
    double[] goodness = {-1, 0};
    assertEquals(Double.POSITIVE_INFINITY, Selection.regret(new double[] {1, 0}, goodness));
    assertEquals(0, Selection.regret(new double[] {0, 1}, goodness));
  }

  @Test
  void refusesToChooseNone() {
    assertThrows(IllegalArgumentException.class, () -> Selection.topK(GOODNESS, GOODNESS, 0));
  }

  private static List<double[]> permutations(int n) {
    List<double[]> all = new ArrayList<>();
    if (n == 0) {
      all.add(new double[0]);
      return all;
    }
    for (double[] shorter : permutations(n - 1)) {
      for (int place = 0; place < n; place++) {
        double[] longer = new double[n];
        System.arraycopy(shorter, 0, longer, 0, place);
        longer[place] = n;
        System.arraycopy(shorter, place, longer, place + 1, n - 1 - place);
        all.add(longer);
      }
    }
    return all;
  }
}
