package org.transferability.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class ComparisonTest {
  private static final double[] SOME = {0.1, 0.4, 0.2, 0.3, 0.6, 0.5, 0.2, 0.1};

  @Test
  void aSteadyLeadIsMoreThanNoise() {
    double[] better = Arrays.stream(SOME).map(x -> x + 0.1 + x / 10).toArray();
    Comparison kendall = compare(WithinTarget.KENDALL, better, SOME);
    assertEquals(Comparison.Verdict.FIRST_BETTER, kendall.verdict());
    assertEquals(8, kendall.firstBetter());
    assertEquals(0.13, kendall.difference(), 1e-12);
    assertEquals(2 / 256.0, kendall.permutationP());
    assertEquals(
        Comparison.Verdict.SECOND_BETTER,
        compare(WithinTarget.REGRET, better, SOME).verdict(),
        "more regret is worse");
  }

  @Test
  void anEstimatorDoesNotDifferFromItself() {
    Comparison same = compare(WithinTarget.REGRET, SOME, SOME);
    assertEquals(Comparison.Verdict.WITHIN_NOISE, same.verdict());
    assertEquals(1, same.permutationP());
    assertEquals(0, same.difference());
  }

  @Test
  void aFewTargetsProveNothing() {
    Comparison few =
        compare(WithinTarget.KENDALL, new double[] {1, 1, 1}, new double[] {0, 0, Double.NaN});
    assertEquals(2, few.targets());
    assertEquals(Comparison.Verdict.TOO_FEW, few.verdict());
  }

  @Test
  void targetsWithFewSourcesDoNotCount() {
    double[] better = Arrays.stream(SOME).map(x -> x + 0.1 + x / 10).toArray();
    int[] sources = {4, 9, 4, 4, 3, 3, 2, 3};
    Bootstrap bootstrap = Bootstrap.DEFAULT;
    assertEquals(
        Comparison.Verdict.TOO_FEW,
        Comparison.of("a", "b", "h", WithinTarget.KENDALL, better, SOME, sources, bootstrap)
            .verdict());
    sources[7] = 4; // five targets with four sources
    assertEquals(
        Comparison.Verdict.FIRST_BETTER,
        Comparison.of("a", "b", "h", WithinTarget.KENDALL, better, SOME, sources, bootstrap)
            .verdict());
  }

  private static Comparison compare(WithinTarget statistic, double[] first, double[] second) {
    int[] sources = new int[first.length];
    Arrays.fill(sources, 4);
    return Comparison.of("a", "b", "head", statistic, first, second, sources, Bootstrap.DEFAULT);
  }
}
