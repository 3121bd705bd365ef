package org.transferability.candidate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transferability.score.BlockShifts;

/** Confidence sets against their definition, and what more rows would show. */
final class ConfidenceSetTest {
  private static final Selection BEST = new Selection(1, 0.9, 0.01);

  /** A source whose score differs from 0 by this number of units, with one row in each block. */
  private static Contender source(double score, double... losses) {
    int[] rows = new int[BlockShifts.BLOCKS];
    double[] sums = new double[BlockShifts.BLOCKS];
    for (int b = 0; b < losses.length; b++) {
      rows[b] = 1;
      sums[b] = losses[b];
    }
    return new Contender(score, 0, losses.length, BlockShifts.of(sums, rows, 1, 1));
  }

  private static double[] losses(long seed, int count) {
    SplittableRandom random = new SplittableRandom(seed);
    return IntStream.range(0, count).mapToDouble(b -> random.nextDouble()).toArray();
  }

  /** The formula of a paired t-test: mean difference by sd / sqrt(m). */
  private static double standardError(double[] one, double[] other) {
    int m = one.length;
    double mean = 0;
    for (int i = 0; i < m; i++) {
      mean += (one[i] - other[i]) / m;
    }
    double squares = 0;
    for (int i = 0; i < m; i++) {
      squares += Math.pow(one[i] - other[i] - mean, 2);
    }
    return Math.sqrt(squares / (m - 1) / m);
  }

  @Test
  void theStandardErrorIsThatOfAPairedTTest() {
    double[] a = losses(1, 40);
    double[] b = losses(2, 40);
    PairedDifference found = PairedDifference.of(source(0.5, a), source(0.2, b));
    assertEquals(0.3, found.difference(), 1e-15);
    assertEquals(standardError(a, b), found.standardError(), 1e-15);
    assertEquals(39, found.degrees());
  }

  @Test
  void commonLossesCancel() {
    double[] a = losses(1, 40);
    double[] b = a.clone();
    for (int i = 0; i < b.length; i++) {
      b[i] += 0.1; // worse on every row: no uncertainty at all
    }
    assertEquals(0, PairedDifference.of(source(0.5, a), source(0.4, b)).standardError(), 1e-15);
  }

  /** The set by the definition, over all pairs. */
  private static List<Integer> byDefinition(List<double[]> losses, double[] scores, int top) {
    int sources = scores.length;
    List<Integer> left = new ArrayList<>();
    for (int s = 0; s < sources; s++) {
      int better = 0;
      for (int j = 0; j < sources; j++) {
        // scipy.stats.t.ppf(1 - 0.1 / (k (S - 1)), 39) for S = 6
        double t = top == 1 ? 2.1247420712933662 : 2.4258414097356287;
        double error = standardError(losses.get(j), losses.get(s));
        better += j != s && scores[j] - scores[s] > t * error ? 1 : 0;
      }
      if (better < top) {
        left.add(s);
      }
    }
    return left;
  }

  @Test
  void excludesWhatTheDefinitionExcludes() {
    SplittableRandom random = new SplittableRandom(7);
    int excluded = 0;
    for (int draw = 0; draw < 200; draw++) {
      List<double[]> losses = new ArrayList<>();
      List<Contender> sources = new ArrayList<>();
      double[] scores = new double[6];
      for (int s = 0; s < 6; s++) {
        losses.add(losses(random.nextLong(), 40));
        scores[s] = 0.3 * random.nextDouble();
        sources.add(source(scores[s], losses.get(s)));
      }
      for (int top : new int[] {1, 2}) {
        ConfidenceSet set = ConfidenceSet.of(sources, new Selection(top, 0.9, 0.01));
        List<Integer> found = IntStream.range(0, 6).filter(set::contains).boxed().toList();
        assertEquals(byDefinition(losses, scores, top), found);
        assertEquals(found.size(), set.size());
        excluded += 6 - found.size();
      }
    }
    assertTrue(excluded > 200 && excluded < 2000, "excluded " + excluded);
  }

  @Test
  void equalSourcesStayTogether() {
    double[] a = losses(1, 64);
    ConfidenceSet set =
        ConfidenceSet.of(
            List.of(source(0.5, a), source(0.5 - 1e-13, a), source(0.1, losses(3, 64))), BEST);
    assertTrue(set.contains(0) && set.contains(1));
    assertFalse(set.contains(2));
    RowsNeeded needed = set.rowsNeeded();
    assertEquals(RowsNeeded.Outcome.TIED, needed.outcome());
    assertEquals(Double.POSITIVE_INFINITY, needed.rows());
  }

  @Test
  void sourcesWithoutAScoreAreNoCandidatesAndThoseWithoutAnErrorStay() {
    Contender unknown = new Contender(-5, 0, 64, BlockShifts.UNKNOWN);
    Contender absent = new Contender(Double.NaN, 0, 64, BlockShifts.UNKNOWN);
    ConfidenceSet set =
        ConfidenceSet.of(
            List.of(source(0.5, losses(1, 64)), unknown, absent, source(-9, losses(2, 64))), BEST);
    assertEquals(3, set.competing());
    assertTrue(set.contains(0) && set.contains(1));
    assertFalse(set.contains(2) || set.contains(3));
    assertEquals(RowsNeeded.Outcome.UNKNOWN, set.rowsNeeded().outcome());
  }

  @Test
  void nothingIsKnownWithoutErrorsOfAnySource() {
    Contender unknown = new Contender(1, 0, 64, BlockShifts.UNKNOWN);
    assertFalse(ConfidenceSet.of(List.of(unknown, unknown), BEST).isKnown());
  }

  @Test
  void rowsGrowWithTheSquareOfTheRatio() {
    double[] a = losses(1, 64);
    double[] b = losses(2, 64);
    double error = standardError(a, b);
    // scipy.stats.t.ppf(0.9, 63): alone with one other source
    double t = 1.295134293715399;
    ConfidenceSet set = ConfidenceSet.of(List.of(source(0.5 * error, a), source(0, b)), BEST);
    RowsNeeded needed = set.rowsNeeded();
    assertEquals(RowsNeeded.Outcome.SEPARABLE, needed.outcome());
    assertEquals(64 * Math.pow(t / 0.5, 2), needed.rows(), 1e-6); // 1e-9 of R2 is not distinguished
    assertEquals(needed.rows() - 64, needed.more(), 1e-9);
  }

  @Test
  void pairsWithinTheMarginAreTiedOrBecomeTied() {
    double[] a = losses(1, 64);
    double[] b = losses(2, 64);
    double error = standardError(a, b);
    List<Contender> sources = List.of(source(0.1 * error, a), source(0, b));
    double t = 1.295134293715399;
    RowsNeeded tied = ConfidenceSet.of(sources, new Selection(1, 0.9, 2 * error)).rowsNeeded();
    assertEquals(RowsNeeded.Outcome.TIED, tied.outcome());
    assertEquals(64 * Math.pow(t / 0.1, 2), tied.rows(), 1e-4);
    RowsNeeded open = ConfidenceSet.of(sources, new Selection(1, 0.9, error)).rowsNeeded();
    assertEquals(RowsNeeded.Outcome.SEPARABLE_OR_TIED, open.outcome());
    assertEquals(64 * Math.pow(t / 0.9, 2), open.rows(), 1e-6);
  }

  @Test
  void aClearWinnerNeedsNoMoreRows() {
    RowsNeeded needed =
        ConfidenceSet.of(List.of(source(0.9, losses(1, 64)), source(-9, losses(2, 64))), BEST)
            .rowsNeeded();
    assertEquals(RowsNeeded.Outcome.DECIDED, needed.outcome());
    assertEquals(0, needed.more());
  }
}
