package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;

/** Fits from products of rows: by hand, and where they are refused. */
final class KernelFitsTest {
  private static final int[] FOLDS = {0, 1, 0, 1, 0, 1, 0, 1};
  private static final int[] SMALL_FOLDS = {0, 1, 2, 3, 4, 5, 6, 7};

  private static KernelRows rows(double[] x, double[] y, int[] folds) {
    int n = folds.length;
    int r = x.length / n;
    int count = Arrays.stream(folds).max().orElseThrow() + 1;
    FoldAccumulator accumulator = new FoldAccumulator(r, LabelLayout.complete(1), count);
    accumulator.add(x.clone(), y, folds, n);
    FoldMoments moments = accumulator.finish();
    RidgeSolver whole = RidgeSolver.prepare(RidgeProblem.of(moments.whole().target(0)));
    return new KernelRows(whole, r, x, y, folds, IntStream.range(0, n).toArray(), count);
  }

  /** n = 2 rows of one feature, 1 and 3, with labels 0 and 4: S = 1, K = 2, v = 4. */
  @Test
  void oneFeatureIsFittedAsByHand() {
    KernelFits fits =
        rows(new double[] {1, 3, 5, 0}, new double[] {0, 4, 5, 1}, new int[] {0, 0, 1, 1})
            .fits(fold -> fold == 0);
    assertEquals(1, fits.meanVariance());
    // J = v - K^2 / (S + 1/4) = 4 - 3.2, A = K / (S + 1/4) = 1.6
    assertEquals(0.8, fits.objective(0.25, 0, 1).getAsDouble(), 1e-15);
    HeldOut held = fits.heldOut(new double[] {0.25}, fold -> fold == 1);
    // predictions 2 + 1.6 (5 - 2) = 6.8 and 2 + 1.6 (0 - 2) = -1.2 of 5 and 1
    assertEquals(1.8 * 1.8 + 2.2 * 2.2, held.squares(0, 0), 1e-14);
    assertEquals((5 - 2) * (5 - 2) + 1.0, held.squaresOfMean(0), 1e-14);
    assertEquals(1, held.labelShift(0), 1e-15);
    assertEquals(3 - 2.8, held.meanResidual(0, 0), 1e-15);
    assertEquals(8 * 8 / 2.0, held.predictions(0, 0), 1e-13);
    assertEquals(4 * 2 + 4 * 2, held.products(0, 0), 1e-14);
    assertEquals(8, held.labels(0), 1e-15);
    double[] squares = fits.squares(new double[] {0.25, 0.25}, new int[] {3, 2});
    assertArrayEquals(new double[] {2.2 * 2.2, 1.8 * 1.8, 2.2 * 2.2, 1.8 * 1.8}, squares, 1e-14);
  }

  /** Of unequal folds, one with a row that is 100 times as large as the others. */
  @Test
  void fitsWithoutFoldsAreThoseOfEliminationAfterAReductionToo() {
    int n = 24;
    int r = 30;
    double[] x = random(n * r, 0);
    for (int j = 0; j < r; j++) {
      x[2 * r + j] *= 100;
    }
    double[] y = random(n, 3);
    int[] folds = new int[n];
    Arrays.setAll(folds, i -> i < 12 ? i % 5 : 3 + i % 2);
    KernelRows rows = rows(x, y, folds);
    rows.reduce(6, false);
    assertTrue(rows.tridiagonal().isPresent());
    BigDecimal[][] products = ExactRidge.products(x, n);
    for (int k = 0; k < 5; k++) {
      for (int j = 0; j <= k; j++) {
        int one = j;
        int other = k;
        IntPredicate left = fold -> fold == one || fold == other;
        KernelFits fits = rows.fits(left.negate());
        int[] kept = rows.rows(left.negate());
        for (double lambda : new double[] {0.1, 10}) {
          double[] errors = ExactRidge.errors(products, y, kept, kept.length * lambda);
          double objective = fits.objective(lambda, 0, 1).getAsDouble();
          assertEquals(1, objective / (lambda * errors[n]), 1e-11);
          HeldOut held = fits.heldOut(new double[] {lambda}, fold -> fold == one);
          double expected =
              Arrays.stream(rows.rows(fold -> fold == one))
                  .mapToDouble(i -> errors[i])
                  .map(e -> e * e)
                  .sum();
          assertEquals(1, held.squares(0, 0) / expected, 1e-11);
          assertTrue(Math.abs(held.squares(0, 0) - expected) <= held.errorEstimate(0, 0));
        }
      }
    }
  }

  @Test
  void productsAreReducedIfThatSavesTime() {
    int n = 24;
    int[] two = new int[n];
    int[] five = new int[n];
    Arrays.setAll(two, i -> i % 2);
    Arrays.setAll(five, i -> i % 5);
    assertFalse(reduced(two, 6, true));
    assertTrue(reduced(five, 6, true));
    assertFalse(reduced(five, 1, true));
    assertFalse(reduced(five, 4, false)); // an evidence has no use for them
    assertTrue(reduced(five, 4, true));
    KernelRows far = rows(random(24 * 30, 100), random(24, 0), five);
    far.reduce(6, true);
    assertTrue(far.tridiagonal().isEmpty());
  }

  private static boolean reduced(int[] folds, int penalties, boolean shared) {
    KernelRows rows = rows(random(24 * 30, 0), random(24, 0), folds);
    rows.reduce(penalties, shared);
    return rows.tridiagonal().isPresent();
  }

  private static double[] random(int length, double offset) {
    Random random = new Random(3);
    double[] values = new double[length];
    Arrays.setAll(values, i -> offset + random.nextGaussian());
    return values;
  }

  @Test
  void aPenaltyThatIsRoundingOfTheProductsIsRefused() {
    KernelFits fits = rows(random(8 * 9, 0), random(8, 0), FOLDS).fits(fold -> fold == 0);
    assertTrue(fits.takes(1e-3));
    assertFalse(fits.takes(1e-9));
    assertFalse(fits.takes(0));
  }

  @Test
  void rowsFarFromTheMeanAreRefused() {
    KernelFits fits = rows(random(8 * 9, 100), random(8, 0), FOLDS).fits(fold -> fold == 0);
    assertFalse(fits.takes(1));
    assertTrue(fits.objective(1, 0, 1).isEmpty());
  }

  @Test
  void withoutAPenaltyRowsThatAreFittedExactlyLeaveNoError() {
    double[] x = random(8 * 9, 0);
    assertEquals(
        0, rows(x, random(8, 0), FOLDS).fits(fold -> fold == 0).objective(0, 0, 1).orElse(-1));
    System.arraycopy(x, 0, x, 2 * 9, 9); // equal rows with different labels
    assertTrue(rows(x, random(8, 0), FOLDS).fits(fold -> fold == 0).objective(0, 0, 1).isEmpty());
  }

  /** The fit to all rows against that from moments of order r. */
  @Test
  void fitsToAllRowsAreThoseFromMoments() {
    double[] x = random(8 * 9, 0);
    double[] y = random(8, 0);
    KernelRows rows = rows(x, y, SMALL_FOLDS);
    assertTrue(rows.fit(1).isEmpty()); // no tridiagonal form
    rows.reduce(1000, true);
    for (double lambda : new double[] {1e-4, 0.01, 1, 1000}) {
      RidgeFit expected = rows.whole().solve(lambda);
      RidgeFit found = rows.fit(lambda).orElseThrow();
      double bar = 1e-13 * expected.variance(0); // of order 1e2 at the smallest penalty
      assertEquals(expected.residual(0), found.residual(0), bar);
      assertEquals(expected.penalty(0), found.penalty(0), bar);
      assertTrue(found.errorEstimate(0) < 1e-11 * found.objective(0));
      assertEquals(expected.diagnostics(), found.diagnostics());
      assertEquals(expected.degreesOfFreedom(), found.degreesOfFreedom());
      assertArrayEquals(expected.weights(), found.weights());
    }
    assertTrue(rows.fit(0).isEmpty());
  }

  @Test
  void aFitToAllRowsThatLosesDigitsIsRefused() {
    double[] x = random(8 * 9, 0);
    System.arraycopy(x, 0, x, 2 * 9, 9); // equal rows
    KernelRows rows = rows(x, random(8, 0), SMALL_FOLDS);
    rows.reduce(1000, true);
    assertTrue(rows.fit(0.01).isPresent());
    assertTrue(rows.fit(1e-7).isEmpty());
  }

  @Test
  void labelsThatDoNotVaryLeaveNoError() {
    double[] y = new double[8];
    Arrays.fill(y, 1e-17); // 0.1 about its rounded mean
    KernelRows rows = rows(random(8 * 9, 0), y, SMALL_FOLDS);
    rows.reduce(1000, true);
    assertEquals(0, rows.fit(1).orElseThrow().objective(0));
  }
}
