package org.transferability.report.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.Pair;
import org.transferability.evaluate.ScoredPair;
import org.transferability.report.text.Terminal;

final class DemoSummaryTest {
  @Test
  void explainsItsTableAndConcludes() {
    List<Evaluation> evaluations =
        List.of(
            new Evaluation("cv-r2 best", "head", "kendall-tau-b", 8, 112, 0.5389, 0.37, 0.71),
            new Evaluation("cv-r2 best", "full", "kendall-tau-b", 8, 112, -0.33, -0.5, 0.1),
            new Evaluation("cv-r2 best", "head", "top-1", 8, 112, 0.625, 0.3, 0.9),
            new Evaluation("cv-r2 best", "full", "top-1", 8, 112, 0.1875, 0, 0.5),
            new Evaluation("logme", "head", "kendall-tau-b", 8, 112, 0.57, 0.35, 0.72),
            new Evaluation("logme", "head", "top-1", 8, 112, 1, 1, 1));
    assertEquals(
        """

        Agreement of scores and measured errors within a target, mean Kendall tau-b over
          8 targets:
          score       head              full
          cv-r2 best   .54  [.37, .71]  -.33  [-.50, .10]
          logme        .57  [.35, .72]
          head: only a new head is trained
          full: all layers are fine-tuned
          tau-b: 1 is the order of the errors, 0 no relation, -1 the reverse
          [a, b]: 95 % interval over other targets of this kind

        What to conclude:
        - cv-r2 best put the source with the smallest error first for these targets: 5
          of 8 (head), 1.5 of 8 (full).
        - If you train a new head, use the source of the verdict. Where it has several,
          choose the cheapest; where none helps, look for other sources or more rows.
        - If you fine-tune more layers, use the scores to drop the worse half of the
          sources, and try several of the others.
        - The heads of this zoo were trained briefly from zero; jobs/demo --head short
          ranks for that.
        """,
        text(evaluations, "cv-r2 best"));
  }

  @Test
  void oneTargetHasNoInterval() {
    List<Evaluation> one =
        List.of(
            new Evaluation("logme", "head", "kendall-tau-b", 1, 14, 0.934, Double.NaN, Double.NaN));
    String text = text(one, "logme");
    assertTrue(text.contains("over\n  1 target:\n  score  head\n  logme   .93\n"), text);
    assertTrue(text.contains("\n  One target gives no interval.\n"), text);
    assertFalse(text.contains("["), text);
    assertFalse(text.contains("--head short"), text);
  }

  @Test
  void saysSoIfNothingIsDefined() {
    List<Evaluation> none =
        List.of(
            new Evaluation(
                "logme", "head", "kendall-tau-b", 0, 0, Double.NaN, Double.NaN, Double.NaN));
    assertEquals(
        "\nNo target has two sources with different scores and measured errors.\n",
        text(none, "logme"));
  }

  @Test
  void aRankingShowsTheFirstSourcesAndThePlacesOfTheBest() {
    List<MeasuredPair> measured =
        List.of(
            new MeasuredPair(pair("a"), "head", 2),
            new MeasuredPair(pair("b"), "head", 1),
            new MeasuredPair(pair("c"), "head", 3));
    List<ScoredPair> scored =
        List.of(
            new ScoredPair(pair("b"), "logme", 0.4),
            new ScoredPair(pair("a"), "logme", 0.5),
            new ScoredPair(pair("c"), "logme", 0.3));
    assertEquals(
        """

        cub / x: ranked by logme; measured errors, place in brackets
             source   score   head
          1  a       0.5000  2.000  (2)
          2  b       0.4000  1.000  (1)
          and 1 more
          a, first by score, has these places by error: 2 (head).
        """,
        new MeasuredRanking(measured, Terminal.Style.PLAIN).text("logme", scored, 2));
  }

  private static Pair pair(String source) {
    return new Pair(source, "cub", "x");
  }

  private static String text(List<Evaluation> evaluations, String by) {
    return new DemoSummary(evaluations, new Terminal(false, Terminal.Style.PLAIN, 80)).text(by);
  }
}
