package org.transferability.report.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transferability.report.Measure;
import org.transferability.report.Ranking;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreRow;
import org.transferability.report.ScoreTable;
import org.transferability.report.text.Terminal;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.study.Json;

final class VerdictOutputTest {
  private static final VerdictText PLAIN = new VerdictText(at(Terminal.UNLIMITED), 20);

  @Test
  void printsAParagraphForEachTargetThenWhatHoldsForAll() {
    Verdicts verdicts =
        Verdicts.of(
            rankings(
                row("a", "cub", "x", 0.9, 0.95),
                row("b", "cub", "x", 0.5, 0.05),
                row("a", "cub", "y", 0.5, 0.5),
                row("b", "cub", "y", 0.5, 0.5)),
            List.of(new RunRecord.Skipped("c", "cub", "unreadable")));
    assertEquals(
        """

        Verdicts for cub, by cv-r2 best:
          x: use a (best with probability 0.95; held-out R2 0.90).
          y: a (0.50) or b (0.50); the rows do not separate them. Both sources differ by less than 1 % of the error.
        For all targets: c has no score.
        2 targets: 1 clear, 1 open.
        Probabilities (p best) are about this score on other rows, not about transfer; jobs/evaluate compares scores with measured transfer.
        """,
        PLAIN.text(verdicts, "out/report.html"));
  }

  @Test
  void namesTheDatasetWhereThereAreSeveral() {
    String text =
        PLAIN.text(
            Verdicts.of(
                rankings(
                    row("a", "cub", "x", 0.9, Double.NaN), row("a", "oak", "x", 0.9, Double.NaN)),
                List.of()),
            "f");
    assertTrue(text.startsWith("\nVerdicts, by cv-r2 best:\n  cub / x: a is the only"), text);
    assertTrue(text.contains("\n  oak / x: a is the only source"), text);
    assertTrue(text.endsWith("2 targets: 2 only one.\n"), text); // no sentence about chances
  }

  @Test
  void countsTheTargetsThatDoNotFitOnAScreen() {
    List<ScoreRow> rows = new ArrayList<>();
    for (int t = 0; t < 50; t++) {
      String target = "t%02d".formatted(t);
      rows.add(row("a", "cub", target, 0.9, t < 30 ? 0.95 : 0.5));
      rows.add(row("b", "cub", target, 0.5, t < 30 ? 0.05 : 0.5));
    }
    String text =
        PLAIN.text(Verdicts.of(rankings(rows.toArray(ScoreRow[]::new)), List.of()), "out/p.html");
    assertEquals(20, text.lines().filter(line -> line.startsWith("  t")).count());
    assertTrue(
        text.contains("\n  and 30 more targets (10 clear, 20 open), all in out/p.html\n"), text);
    assertTrue(text.contains("\n50 targets: 30 clear, 20 open.\n"), text);
  }

  @Test
  void wrapsAtTheWidthOfTheTerminal() {
    Verdicts verdicts =
        Verdicts.of(
            rankings(
                row("model-with-a-name", "cub", "pose", 0.5, 0.5),
                row("another-model-with-a-name", "cub", "pose", 0.4, 0.45)),
            List.of());
    String text = new VerdictText(at(50), 20).text(verdicts, "f");
    assertEquals(
        """

        Verdict for cub, by cv-r2 best:
          pose: model-with-a-name (0.50) or
            another-model-with-a-name (0.45); the rows do
            not separate them.
        Probabilities (p best) are about this score on
          other rows, not about transfer; jobs/evaluate
          compares scores with measured transfer.
        """,
        text);
  }

  @Test
  void nothingInANameReachesTheTerminal() {
    String text =
        PLAIN.text(
            Verdicts.of(rankings(row("a\u001b[31m\nb", "c\r", "t\n", 0.5, 0.5)), List.of()), "f");
    assertTrue(text.contains("a\uFFFD[31m\uFFFDb"), text);
    assertFalse(text.contains("\u001b") || text.contains("\r"), text);
  }

  @Test
  void jsonHasTheRunTheVerdictsAndAllSources() throws IOException {
    List<Ranking> rankings =
        rankings(
            row("a", "cub", "x", 0.9, 0.95),
            row("b", "cub", "x", 0.5, 0.05),
            row("c", "cub", "x", Double.NaN, Double.NaN),
            row("a", "logme", "", "cub", "x", 2, Double.NaN));
    RunRecord run =
        new RunRecord(
            new RunRecord.Execution("s", "f", 0, null, Map.of()),
            Map.of("out", "o"),
            List.of(),
            List.of(),
            new RunRecord.Outcome(4, List.of(), List.of()),
            Map.of());
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    AnswerJson.write(run, rankings, Verdicts.of(rankings, List.of()), out);
    String text = out.toString(StandardCharsets.UTF_8);
    assertTrue(text.endsWith("}\n"), text);
    JsonNode json = Json.MAPPER.readTree(text);
    assertEquals("o", json.at("/options/out").asText());
    assertEquals(4, json.get("rows").asInt());
    JsonNode verdict = json.at("/verdicts/0");
    assertEquals("clear", verdict.get("standing").asText());
    assertEquals("a", verdict.at("/candidates/0/source").asText());
    assertEquals(0.95, verdict.at("/candidates/0/p_top1").asDouble());
    assertEquals(
        "use a (best with probability 0.95; held-out R2 0.90).", verdict.get("answer").asText());
    assertEquals("not-scored", verdict.at("/remarks/0/kind").asText());
    JsonNode ranking = json.at("/rankings/0");
    assertEquals("cv-r2 best", ranking.get("ranked_by").asText());
    assertEquals(3, ranking.get("sources").size());
    assertEquals(1, ranking.at("/sources/0/place").asInt());
    assertEquals(0.9, ranking.at("/sources/0/held_out_r2").asDouble());
    assertEquals(2, ranking.at("/sources/0/other_scores/logme").asDouble());
    assertTrue(ranking.at("/sources/2/score").isNull());
  }

  private static Terminal at(int width) {
    return new Terminal(false, Terminal.Style.PLAIN, width);
  }

  private static List<Ranking> rankings(ScoreRow... rows) {
    return Ranking.all(
        ScoreTable.of(new ArrayList<>(List.of(rows))), List.of(new Measure("cv-r2", "best")));
  }

  private static ScoreRow row(
      String source, String dataset, String target, double score, double chance) {
    return row(source, "cv-r2", "best", dataset, target, score, chance);
  }

  private static ScoreRow row(
      String source,
      String estimator,
      String lambda,
      String dataset,
      String target,
      double score,
      double chance) {
    return new ScoreRow(
        source,
        dataset,
        target,
        new Score(
            estimator,
            lambda,
            score,
            Score.Fit.NONE,
            new Score.Shape(500, 10, 1, 10, 10),
            Uncertainty.UNKNOWN,
            Scope.TARGETS,
            Flags.none()),
        chance,
        1);
  }
}
