package org.transferability.report.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.evaluate.Comparison;
import org.transferability.evaluate.Comparison.Verdict;

final class EvaluationVerdictsTest {
  @Test
  void oneSentenceForEachTransferAndFirstEstimator() {
    List<Comparison> comparisons =
        List.of(
            row("a", "b", "kendall-tau-b", Verdict.FIRST_BETTER),
            row("a", "b", "regret", Verdict.SECOND_BETTER),
            row("a", "b", "top-1", Verdict.SECOND_BETTER),
            row("a", "c", "kendall-tau-b", Verdict.WITHIN_NOISE),
            row("a", "d", "kendall-tau-b", Verdict.WITHIN_NOISE),
            row("a", "e", "kendall-tau-b", Verdict.SECOND_BETTER),
            row("a", "e", "regret", Verdict.SECOND_BETTER),
            row("x", "a", "kendall-tau-b", Verdict.WITHIN_NOISE));
    assertEquals(
        List.of(
            "head: in ordering the sources of a target (kendall-tau-b), a is better than b by more"
                + " than noise; it is worse than e by more than noise; it differs from each of c and"
                + " d by no more than noise. However, b is better by more than noise on regret and"
                + " top-1.",
            "head: in ordering the sources of a target (kendall-tau-b), x differs from a by no more"
                + " than noise."),
        EvaluationVerdicts.sentences(comparisons));
  }

  private static Comparison row(String first, String second, String statistic, Verdict verdict) {
    return new Comparison(
        first, second, "head", statistic, 5, 0.1, 0, 0.2, 3, 2, 0.5, 0.5, verdict);
  }
}
