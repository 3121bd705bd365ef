package org.transferability.accumulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Folds against the moments of their rows picked by hand. */
final class FoldAccumulatorTest {
  private static final int ROWS = 3000;
  private static final int D = 5;
  private static final int FOLDS = 4;
  private static final LabelLayout LAYOUT =
      new LabelLayout(
          2,
          new int[] {0, 1},
          new LabelLayout.Side[] {LabelLayout.Side.NONE, LabelLayout.Side.MISSING});

  private final Random random = new Random(7);
  private final double[] features = new double[ROWS * D];
  private final double[] labels = new double[ROWS * 2];
  private final int[] fold = new int[ROWS];

  FoldAccumulatorTest() {
    Arrays.setAll(features, i -> 1e4 + random.nextGaussian());
    Arrays.setAll(labels, i -> i % 14 == 1 ? Double.NaN : random.nextGaussian());
    Arrays.setAll(fold, i -> i % 17 == 0 ? 0 : 1 + random.nextInt(2)); // fold 3 stays empty
  }

  private FoldMoments accumulate(int block) {
    FoldAccumulator accumulator = new FoldAccumulator(D, LAYOUT, FOLDS);
    for (int from = 0; from < ROWS; from += block) {
      int to = Math.min(ROWS, from + block);
      accumulator.add(
          Arrays.copyOfRange(features, from * D, to * D),
          Arrays.copyOfRange(labels, from * 2, to * 2),
          Arrays.copyOfRange(fold, from, to),
          to - from);
    }
    return accumulator.finish();
  }

  private Moments byHand(boolean[] wanted) {
    MomentsAccumulator accumulator = new MomentsAccumulator(D, LAYOUT);
    for (int row = 0; row < ROWS; row++) {
      if (wanted[fold[row]]) {
        accumulator.add(
            Arrays.copyOfRange(features, row * D, (row + 1) * D),
            Arrays.copyOfRange(labels, row * 2, (row + 1) * 2),
            1);
      }
    }
    return accumulator.finish();
  }

  private static void assertSame(Moments expected, Moments found) {
    assertSame(expected, found, 2);
  }

  private static void assertSame(Moments expected, Moments found, int groups) {
    assertEquals(expected.rows(), found.rows());
    for (int g = 0; g < groups; g++) {
      TargetMoments a = expected.target(g);
      TargetMoments b = found.target(g);
      assertEquals(a.rows(), b.rows());
      double size = Math.max(1, a.rows());
      assertArrayEquals(a.scatter().packed(), b.scatter().packed(), 1e-11 * size);
      assertArrayEquals(a.cross(), b.cross(), 1e-11 * size);
      assertArrayEquals(a.squares(), b.squares(), 1e-11 * size);
      assertArrayEquals(a.featureMean(), b.featureMean(), 1e-10);
    }
  }

  /** Scatters that are formed late are those of the rows, and are formed once for all folds. */
  @Test
  void deferredScattersAreFormedOnceAndOnlyIfAskedFor() {
    LabelLayout complete = LabelLayout.complete(2);
    Arrays.setAll(labels, i -> Math.sin(i));
    FoldAccumulator others = FoldAccumulator.withoutScatters(D, complete, FOLDS);
    FoldAccumulator eager = new FoldAccumulator(D, complete, FOLDS);
    FoldAccumulator one = new FoldAccumulator(D, complete, 1);
    others.add(features, labels, fold, ROWS);
    eager.add(features, labels, fold, ROWS);
    one.add(features.clone(), labels, fold, ROWS);
    FoldMoments expected = eager.finish();
    int[] formed = new int[2];
    FoldMoments deferred =
        others
            .finish()
            .withDeferred(
                () -> {
                  formed[0]++;
                  return expected;
                },
                () -> {
                  formed[1]++;
                  return one.finish().fold(0);
                })
            .ofReduced(7, PreciseMean.zeros(D));
    TargetMoments rest = deferred.without(1).target(0);
    assertArrayEquals(expected.without(1).target(0).featureMean(), rest.featureMean(), 1e-11 * 1e4);
    assertEquals(expected.without(1).rows(0), deferred.without(1).rows(0));
    assertArrayEquals(
        expected.without(1).target(0).scatter().diagonal(), rest.featureSquares(), 1e-8);
    double[] squares = deferred.whole().target(0).featureSquares();
    assertArrayEquals(expected.whole().target(0).scatter().diagonal(), squares, 1e-8);
    assertArrayEquals(new int[] {0, 0}, formed);
    for (int k = 0; k < FOLDS; k++) {
      assertSame(expected.fold(k), deferred.fold(k), 1);
      assertSame(expected.without(k), deferred.without(k), 1);
    }
    assertSame(expected.without(0, 2), deferred.without(0, 2), 1);
    assertSame(expected.whole(), deferred.whole(), 1);
    assertSame(expected.whole(), deferred.whole(), 1);
    assertArrayEquals(new int[] {1, 1}, formed);
    assertEquals(7, deferred.whole().target(0).featureCount());
  }

  @Test
  void eachFoldAndTheRest() {
    for (int block : new int[] {1, 100, 256, 3000}) {
      FoldMoments folds = accumulate(block);
      boolean[] all = {true, true, true, true};
      assertSame(byHand(all), folds.whole());
      for (int k = 0; k < FOLDS; k++) {
        boolean[] one = new boolean[FOLDS];
        one[k] = true;
        assertSame(byHand(one), folds.fold(k));
        boolean[] rest = all.clone();
        rest[k] = false;
        assertSame(byHand(rest), folds.without(k));
      }
      assertSame(byHand(new boolean[] {false, true, false, true}), folds.without(0, 2));
    }
  }

  @Test
  void bytesAndMerging() {
    FoldMoments folds = accumulate(500);
    FoldMoments back = FoldMoments.fromBytes(folds.toBytes());
    for (int k = 0; k < FOLDS; k++) {
      assertArrayEquals(
          folds.fold(k).features().scatter().packed(), back.fold(k).features().scatter().packed());
      assertEquals(2 * folds.fold(k).rows(), FoldMoments.merge(folds, back).fold(k).rows());
    }
  }

  @Test
  void oneFoldIsAllRows() {
    FoldAccumulator accumulator = new FoldAccumulator(D, LAYOUT, 1);
    accumulator.add(features.clone(), labels, new int[0], ROWS);
    assertSame(byHand(new boolean[] {true, true, true, true}), accumulator.finish().whole());
  }
}
