package org.transferability.report.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.evaluate.Bootstrap;
import org.transferability.evaluate.Evaluator;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.Pair;
import org.transferability.evaluate.ScoredPair;
import org.transferability.report.text.Terminal;
import org.transferability.study.Better;

final class EvaluationConsoleTest {
  @Test
  void withinTargetStatisticsComeBeforePooledOnesAndBaselines() {
    String text = new EvaluationConsole(Terminal.Style.PLAIN).result(result("e"));
    List<String> lines = text.lines().toList();
    assertEquals(
        "transfer head  Left: within a target, mean over targets, with the 90 % interval"
            + " below (smaller regret is better); right: pooled over all pairs",
        lines.get(1));
    assertTrue(lines.get(2).matches(" +estimator +kendall +weighted +spearman +top-1 .*pairs"));
    assertTrue(lines.get(3).matches(" +e +1\\.000 +1\\.000 +1\\.000 .*\\| .* 2 +6"), text);
    assertTrue(lines.get(4).matches(" +1\\.00 1\\.00 .*\\|"), text);
    assertTrue(lines.get(5).startsWith("  baseline:static-ranker"), text);
    assertTrue(lines.get(7).startsWith("  baseline:target-mean  "), text);
    assertTrue(lines.get(7).contains("  -  "), text);
  }

  @Test
  void aNameCannotReachTheTerminal() {
    String text = new EvaluationConsole(Terminal.Style.PLAIN).result(result("e\u001b[31m"));
    assertTrue(text.contains("e\uFFFD[31m") && !text.contains("\u001b"), text);
  }

  @Test
  void numbersDropTheZeroBeforeThePoint() {
    assertEquals(".500", EvaluationText.number(0.5, 3));
    assertEquals("-.25", EvaluationText.number(-0.25, 2));
    assertEquals(".00", EvaluationText.number(-0.001, 2));
    assertEquals("10.50", EvaluationText.number(10.5, 2));
    assertEquals("1.23e+05", EvaluationText.number(123456, 2));
    assertEquals("-", EvaluationText.number(Double.NaN, 2));
    assertEquals("inf", EvaluationText.number(Double.POSITIVE_INFINITY, 2));
    assertEquals("+.50", EvaluationText.signed(0.5, 2));
    assertEquals("-.50", EvaluationText.signed(-0.5, 2));
    assertEquals("95 %", EvaluationText.percent(0.95));
    assertEquals("99.5 %", EvaluationText.percent(0.995));
    assertEquals("10 %", EvaluationText.percent(0.1));
  }

  private static EvaluationResult result(String estimator) {
    List<ScoredPair> scored = new ArrayList<>();
    List<MeasuredPair> measured = new ArrayList<>();
    for (int i = 1; i <= 3; i++) {
      for (String target : List.of("t", "u")) {
        Pair pair = new Pair("s" + i, "d", target);
        scored.add(new ScoredPair(pair, estimator, -i));
        measured.add(new MeasuredPair(pair, "head", target.equals("t") ? i : 10 * i));
      }
    }
    Evaluator evaluator =
        new Evaluator(scored, measured, Better.SMALLER, new Bootstrap(20, 0.9, 1));
    return new EvaluationResult(
        evaluator.evaluations(),
        evaluator.targetEvaluations(),
        evaluator.compare(estimator, "baseline:static-ranker"),
        evaluator.missing(),
        evaluator.dispersions(),
        0.9);
  }
}
