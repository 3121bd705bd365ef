package org.transferability.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The statistics against scipy.stats on ties, constants, small n and values that are not finite.
 */
final class ScipyAgreementTest {
  private static final double TOLERANCE = 1e-12;
  private static final Map<String, Agreement> STATISTICS =
      Map.of(
          "kendalltau", Kendall::tauB,
          "weightedtau", Kendall::weighted,
          "spearmanr", Correlation::spearman,
          "pearsonr", Correlation::pearson);

  @TestFactory
  Stream<DynamicTest> equalsScipy() throws IOException {
    List<Map<String, String>> cases = CsvResource.rows("/scipy/rank-statistics.csv");
    return STATISTICS.entrySet().stream()
        .flatMap(
            statistic ->
                cases.stream()
                    .map(
                        row ->
                            DynamicTest.dynamicTest(
                                statistic.getKey() + " " + row.get("case"),
                                () -> check(statistic.getKey(), statistic.getValue(), row))));
  }

  private static void check(String name, Agreement statistic, Map<String, String> row) {
    double[] x = CsvResource.numbers(row.get("x"));
    double[] y = CsvResource.numbers(row.get("y"));
    double expected = CsvResource.number(row.get(name));
    assertEquals(expected, statistic.of(x, y), TOLERANCE);
    assertEquals(expected, statistic.of(y, x), TOLERANCE, "symmetric");
  }
}
