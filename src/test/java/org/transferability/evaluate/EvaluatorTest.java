package org.transferability.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.study.Better;
import org.transferability.study.InputException;

final class EvaluatorTest {
  private static final Bootstrap QUICK = new Bootstrap(100, 0.9, 7);
  private final List<ScoredPair> scored = new ArrayList<>();
  private final List<MeasuredPair> measured = new ArrayList<>();

  @Test
  void smallerOrLargerMayBeBetter() {
    for (int i = 0; i < 4; i++) {
      score("s" + i, "t", "e", i);
      measure("s" + i, "t", "head", i + 1);
    }
    assertEquals(-1, value(evaluator(Better.SMALLER), "e", "kendall-tau-b"));
    assertEquals(1, value(evaluator(Better.LARGER), "e", "kendall-tau-b"));
    assertEquals(3, value(evaluator(Better.SMALLER), "e", "regret"));
    assertEquals(0, value(evaluator(Better.LARGER), "e", "regret"));
  }

  @Test
  void pairsMissingInEitherTableAreListedAndExcluded() {
    score("a", "t", "e", 1);
    score("b", "t", "e", 2);
    score("c", "t", "e", Double.NaN);
    score("d", "t", "e", 3);
    measure("a", "t", "head", 2);
    measure("b", "t", "head", 1);
    measure("c", "t", "head", 1);
    measure("d", "t", "head", Double.POSITIVE_INFINITY);
    measure("x", "t", "full", 4);
    Evaluator evaluator = evaluator(Better.SMALLER);
    List<String> missing =
        evaluator.missing().stream()
            .map(m -> m.pair().source() + " " + m.side().label() + " " + m.what())
            .toList();
    assertEquals(
        List.of(
            "c no score e",
            "x no score e",
            "d no measurement head",
            "a no measurement full",
            "b no measurement full",
            "d no measurement full"),
        missing);
    assertEquals(1, value(evaluator, "e", "kendall-tau-b"));
  }

  @Test
  void aConstantScoreHasNoOrderButAChance() {
    for (int i = 0; i < 4; i++) {
      score("s" + i, "t", "e", 0.5);
      measure("s" + i, "t", "head", i + 1);
    }
    Evaluator evaluator = evaluator(Better.SMALLER);
    assertTrue(Double.isNaN(value(evaluator, "e", "kendall-tau-b")));
    assertEquals(0.25, value(evaluator, "e", "top-1"));
    assertEquals(1.5, value(evaluator, "e", "regret"));
    assertEquals(0.25, value(evaluator, Baselines.TARGET_MEAN, "top-1"));
  }

  @Test
  void theStaticRankerNeverSeesItsTarget() {
    // the same order of sources on t1 and t2, the reverse on t3
    for (int i = 0; i < 3; i++) {
      measure("s" + i, "t1", "head", 1 + i);
      measure("s" + i, "t2", "head", 100 * (1 + i));
      measure("s" + i, "t3", "head", 3 - i);
    }
    Evaluator evaluator = evaluator(Better.SMALLER);
    List<TargetEvaluation> kendall =
        evaluator.targetEvaluations().stream()
            .filter(row -> row.estimator().equals(Baselines.STATIC_RANKER))
            .filter(row -> row.statistic().equals("kendall-tau-b"))
            .toList();
    assertTrue(Double.isNaN(kendall.get(0).value()), "t2 and t3 cancel");
    assertTrue(Double.isNaN(kendall.get(1).value()), "t1 and t3 cancel");
    assertEquals(-1, kendall.get(2).value());
  }

  @Test
  void comparesOnlyWhatBothHave() {
    for (int i = 0; i < 5; i++) {
      score("s" + i, "t", "all", -i);
      measure("s" + i, "t", "head", i + 1);
    }
    score("s3", "t", "few", 1);
    score("s4", "t", "few", 0);
    Comparison comparison = evaluator(Better.SMALLER).compare("all", "few").get(0);
    assertEquals(0, comparison.difference());
    assertEquals(1, comparison.targets());
  }

  @Test
  void refusesDoubledRowsAndUnknownEstimators() {
    score("a", "t", "e", 1);
    measure("a", "t", "head", 1);
    assertThrows(InputException.class, () -> evaluator(Better.SMALLER).compare("e", "f"));
    measure("a", "t", "head", 1);
    InputException error = assertThrows(InputException.class, () -> evaluator(Better.SMALLER));
    assertEquals(
        "Cannot evaluate: expected one measurement for each pair, found two for a on d/t (head)",
        error.getMessage());
  }

  private void score(String source, String target, String estimator, double score) {
    scored.add(new ScoredPair(new Pair(source, "d", target), estimator, score));
  }

  private void measure(String source, String target, String transfer, double value) {
    measured.add(new MeasuredPair(new Pair(source, "d", target), transfer, value));
  }

  private Evaluator evaluator(Better better) {
    return new Evaluator(scored, measured, better, QUICK);
  }

  private static double value(Evaluator evaluator, String estimator, String statistic) {
    return evaluator.evaluations().stream()
        .filter(row -> row.estimator().equals(estimator) && row.statistic().equals(statistic))
        .findFirst()
        .orElseThrow()
        .value();
  }
}
