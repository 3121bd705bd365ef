package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transferability.report.text.Terminal;
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;

final class ConsoleReportTest {
  private static final ConsoleReport PLAIN =
      new ConsoleReport(Terminal.Style.PLAIN, ConsoleReport.Limits.DEFAULT);
  private static final List<Measure> PREFERENCE = List.of(new Measure("linear-mse", "1"));

  @Test
  void foldsAddStandardErrorsAndProbabilities() {
    ScoreRow row = Rows.row("a", "t", "linear-mse", 1, -1);
    Uncertainty known = new Uncertainty(0.0123, -1.1, -0.9, new double[] {0.0123});
    ScoreRow sure =
        new ScoreRow("a", "cub", "t", row.score().withUncertainty(known)).withChances(0.75, 1);
    String text = rankings(PLAIN, List.of(sure, Rows.row("b", "t", "linear-mse", 1, -2)));
    assertTrue(text.contains("std error  p best"), text);
    assertTrue(text.contains("0.012    0.75"), text);
  }

  @Test
  void emptyColumnsAreOmitted() {
    assertEquals(
        """

        cub / t  ranked by origin-gcv
              source      score     n    d  flags
          1   b       -0.500000  1000  512
          2   a        -1.00000  1000  512
        """,
        rankings(
            PLAIN,
            List.of(
                Rows.row("a", "t", "origin-gcv", "", -1),
                Rows.row("b", "t", "origin-gcv", "", -0.5))));
  }

  @Test
  void saysWhatIsScored() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("features", "f");
    options.put("lambda", List.of("0", "1"));
    options.put("in-flight", 4);
    assertEquals(
        """
        Scoring 14 sources on 1 target of 1 dataset: 14 feature sets, 14 pairs, 120 MB
          features   f
          lambda     0, 1
          in-flight  4
        """,
        PLAIN.opening(new ConsoleReport.Extent(14, 1, 14, 1, 14, 120_000_000), options));
  }

  @Test
  void alignsTheSourcesOfATarget() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("resnet50", "pose", "linear-mse", 1, -0.125),
            Rows.row("vit", "pose", "linear-mse", 1, -0.125),
            Rows.row("模型", "pose", "linear-mse", "1", -12.5, Flag.FEW_ROWS, Flag.DIGITS_LOST),
            Rows.row("vit", "pose", "linear-mse", "0", -1e-9, Flag.WORSE_THAN_MEAN));
    assertEquals(
        """

        cub / pose  ranked by linear-mse 1
              source        score        mse        r2     n    d  linear-mse 0   flags
          1=  resnet50  -0.125000  0.0625000  0.500000  1000  512
          1=  vit       -0.125000  0.0625000  0.500000  1000  512  -1.00000e-09*
          3   模型         -12.5000    6.25000  0.500000  1000  512                 digits-lost=7 (9 left)

        * flags, for each score in out/scores.csv:
          linear-mse 0  worse-than-mean
        """,
        rankings(PLAIN, rows));
  }

  @Test
  void marksAFlagOfAllSourcesAtTheHeadAndNotesNowhere() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", "1", -1, Flag.FEW_ROWS),
            Rows.row("b", "t", "linear-mse", "1", -2, Flag.FEW_ROWS),
            Rows.row("a", "t", "logme", "", -3, Flag.OFFSET_LABELS, Flag.REFINED),
            Rows.row("b", "t", "logme", "", -4, Flag.OFFSET_LABELS, Flag.WORSE_THAN_MEAN),
            Rows.row("a", "t", "linear-mse", "0", -1, Flag.RANK_DEFICIENT, Flag.ILL_CONDITIONED),
            Rows.row("b", "t", "linear-mse", "0", -2, Flag.RANK_DEFICIENT));
    String text = rankings(PLAIN, rows);
    assertTrue(text.contains("  linear-mse 0      logme*  flags\n"), text);
    assertTrue(text.contains("    -1.00000   -3.00000 \n"), text);
    assertTrue(text.contains("    -2.00000   -4.00000*\n"), text);
    assertTrue(text.endsWith(":\n  logme  offset-labels, worse-than-mean\n"), text);
  }

  @Test
  void namesTheCaseInWhichOnlyEqualWidthsCompare() {
    List<ScoreRow> rows = List.of(wide("a", 10), wide("b", 20));
    String sentence = "  Compare sources of equal d only: a training error decreases with d.\n";
    assertTrue(rankings(PLAIN, rows).contains(sentence));
    assertFalse(rankings(PLAIN, List.of(wide("a", 10), wide("b", 10))).contains(sentence));
  }

  private static ScoreRow wide(String source, int d) {
    Score score =
        new Score(
            "linear-mse",
            "1",
            -1,
            new Score.Fit(1, 0, 0.5),
            new Score.Shape(30, d, 1, d, 10),
            Uncertainty.UNKNOWN,
            Scope.EQUAL_WIDTH,
            Flags.none());
    return new ScoreRow(source, "cub", "t", score);
  }

  @Test
  void shortensWhatIsLong() {
    List<ScoreRow> rows = new ArrayList<>();
    for (int t = 0; t < 23; t++) {
      for (int s = 0; s < 12; s++) {
        rows.add(Rows.row("s" + s, "t%02d".formatted(t), "linear-mse", 1, -s));
      }
    }
    String text = rankings(PLAIN, rows);
    assertEquals(20, text.lines().filter(line -> line.startsWith("cub / ")).count());
    assertEquals(20, text.lines().filter(line -> line.equals("  and 2 more")).count());
    assertTrue(text.endsWith("\nand 3 more targets, all in out/scores.csv\n"), text);
    assertFalse(text.contains("s10"));

    String name = "prefix_" + "x".repeat(100) + "_suffix";
    String named = rankings(PLAIN, List.of(Rows.row(name, "t", "linear-mse", 1, -1)));
    assertTrue(named.contains("  prefix_xxxxxxxxxxxxxxx...xxxxxxxxxxxxxxx_suffix  "), named);
  }

  @Test
  void nothingInANameReachesTheTerminal() {
    String text = rankings(PLAIN, List.of(Rows.row("a\u001b[31m\nb", "t\r", "linear-mse", 1, -1)));
    assertTrue(text.contains("a\uFFFD[31m\uFFFDb"), text);
    assertFalse(text.contains("\u001b") || text.contains("\r"));
  }

  @Test
  void saysWhyItRanksByAnother() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", "1", 0, Flag.INTERPOLATES),
            Rows.row("a", "t", "linear-mse", 2, -1));
    assertTrue(
        rankings(PLAIN, rows)
            .contains("ranked by linear-mse 2, because sources interpolate by linear-mse 1\n"));
  }

  @Test
  void coloursDoNotMoveColumns() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", "1", -1, Flag.NO_BETTER_THAN_MEAN),
            Rows.row("bcd", "t", "linear-mse", 1, -2));
    String coloured =
        rankings(new ConsoleReport(Terminal.Style.COLOUR, ConsoleReport.Limits.DEFAULT), rows);
    assertTrue(coloured.contains("\u001b[33mno-better-than-mean\u001b[0m"));
    assertEquals(rankings(PLAIN, rows), coloured.replaceAll("\u001b\\[\\d+m", ""));
  }

  @Test
  void saysHowItEnded() {
    assertEquals(
        """

        Skipped 1 feature set:
          bad on cub  Cannot read file: expected Parquet, found text (x)
        Wrote 1 score to out in 1m15s
        """,
        PLAIN.closing(
            List.of(
                new RunRecord.Skipped(
                    "bad", "cub", "Cannot read file: expected Parquet, found text (x)")),
            1,
            "out",
            75));
  }

  private static String rankings(ConsoleReport report, List<ScoreRow> rows) {
    return report.rankings(Ranking.all(ScoreTable.of(rows), PREFERENCE), "out/scores.csv");
  }
}
