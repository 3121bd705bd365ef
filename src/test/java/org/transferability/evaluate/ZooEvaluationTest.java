package org.transferability.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transferability.study.Better;

/** The zoo's scores against its measured transfers, with every number that scipy gives for them. */
final class ZooEvaluationTest {
  private static final double TOLERANCE = 1e-12;

  @Test
  void equalsScipyOnTheZoo() throws IOException {
    List<Evaluation> rows = zoo().evaluations();
    Map<String, Double> expected = new HashMap<>();
    for (Map<String, String> row : CsvResource.rows("/zoo-expected/evaluations.csv")) {
      expected.put(
          row.get("estimator") + "/" + row.get("transfer") + "/" + row.get("statistic"),
          CsvResource.number(row.get("value")));
    }
    assertEquals(expected.size(), rows.size());
    for (Evaluation row : rows) {
      String key = row.estimator() + "/" + row.transfer() + "/" + row.statistic();
      assertEquals(expected.get(key), row.value(), TOLERANCE, key);
    }
  }

  @Test
  void comparesTwoEstimatorsTargetByTarget() throws IOException {
    List<Comparison> rows = zoo().compare("linear-mse 0", "label-mse 1");
    assertTrue(rows.stream().allMatch(row -> row.targets() == 16));
    Comparison kendall =
        rows.stream()
            .filter(row -> row.transfer().equals("head"))
            .filter(row -> row.statistic().equals("kendall-tau-b"))
            .findFirst()
            .orElseThrow();
    assertEquals(0.446 - 0.327, kendall.difference(), 1e-3);
    assertTrue(kendall.lower() < kendall.difference() && kendall.difference() < kendall.upper());
  }

  private static Evaluator zoo() throws IOException {
    List<ScoredPair> scored =
        CsvResource.rows("/zoo-expected/regularised-mse.csv").stream()
            .map(
                row ->
                    new ScoredPair(
                        pair(row),
                        row.get("estimator") + " " + row.get("lambda"),
                        Double.parseDouble(row.get("score"))))
            .toList();
    List<MeasuredPair> measured =
        CsvResource.rows("/zoo-expected/actual.csv").stream()
            .map(
                row ->
                    new MeasuredPair(
                        pair(row), row.get("transfer"), Double.parseDouble(row.get("test_mse"))))
            .toList();
    return new Evaluator(scored, measured, Better.SMALLER, new Bootstrap(200, 0.95, 1));
  }

  private static Pair pair(Map<String, String> row) {
    return new Pair(row.get("source"), row.get("dataset"), row.get("target"));
  }
}
