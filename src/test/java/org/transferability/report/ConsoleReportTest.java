package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.transferability.report.text.Terminal;
import org.transferability.score.Flag;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;

final class ConsoleReportTest {
  private static final ConsoleReport PLAIN =
      new ConsoleReport(Terminal.NONE, ConsoleReport.Limits.DEFAULT);
  private static final Terminal COLOURS =
      new Terminal(true, Terminal.Style.COLOUR, Terminal.UNLIMITED);
  private static final List<Measure> PREFERENCE = List.of(new Measure("linear-mse", "1"));

  @Test
  void foldsAddStandardErrorsAndProbabilities() {
    ScoreRow row = Rows.row("a", "t", "linear-mse", 1, -1);
    Uncertainty known = new Uncertainty(0.0123, -1.1, -0.9, new double[] {0.0123});
    ScoreRow sure =
        new ScoreRow("a", "cub", "t", row.score().withUncertainty(known)).withChances(0.75, 1);
    String text = rankings(PLAIN, List.of(sure, Rows.row("b", "t", "linear-mse", 1, -2)));
    assertTrue(text.contains("std error  p best"), text);
    assertTrue(text.contains("    0.012    0.75"), text);
  }

  @Test
  void emptyColumnsAreOmitted() {
    assertEquals(
        """

        Scores (higher is better):
          origin-gcv: log ratio of the spread of the labels to the expected error; 0 is no better than the mean

        cub / t  ranked by origin-gcv, higher is better; 1,000 rows
              source      score    d
          1   b       -0.500000  512
          2   a        -1.00000  512
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
            Rows.row("vit", "pose", "linear-mse", "0", -1e-9, Flag.DIGITS_LOST));
    assertEquals(
        """

        Scores (higher is better):
          linear-mse: minus the training error with its penalty, in squared units of the labels

        cub / pose  ranked by linear-mse 1, higher is better; 1,000 rows
              source        score  training R2      mse    d  linear-mse 0   flags
          1=  resnet50  -0.125000       0.5000  0.06250  512
          1=  vit       -0.125000       0.5000  0.06250  512    -1.000e-09*
          3   模型         -12.5000       0.5000    6.250  512                 digits-lost=7 (9 left)

        Flags of scores that do not rank (* or - at doubtful numbers): linear-mse 0 digits-lost. Those of each score are in out/scores.csv
        """,
        rankings(PLAIN, rows));
  }

  @Test
  void marksDoubtfulNumbersOnly() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", "1", -1, Flag.FEW_ROWS),
            Rows.row("b", "t", "linear-mse", "1", -2, Flag.FEW_ROWS),
            Rows.row("a", "t", "logme", "", -3, Flag.DIGITS_LOST, Flag.REFINED),
            Rows.row("b", "t", "logme", "", -4, Flag.DIGITS_LOST, Flag.FEW_ROWS_PER_CLASS),
            Rows.row("a", "t", "origin-gcv", "", -3, Flag.OFFSET_LABELS),
            Rows.row("b", "t", "origin-gcv", "", -4, Flag.OFFSET_LABELS, Flag.WORSE_THAN_MEAN),
            Rows.row("a", "t", "linear-mse", "0", -1, Flag.RANK_DEFICIENT, Flag.ILL_CONDITIONED),
            Rows.row("b", "t", "linear-mse", "0", -2, Flag.RANK_DEFICIENT));
    String text = rankings(PLAIN, rows);
    assertTrue(text.contains("  linear-mse 0    logme*  origin-gcv\n"), text);
    assertTrue(text.contains("  -1.000   -3.000       -3.000\n"), text);
    assertTrue(text.contains("  -2.000   -4.000*      -4.000\n"), text);
    assertTrue(
        text.endsWith(
            "\nFlags of scores that do not rank (* or - at doubtful numbers): logme digits-lost,"
                + " few-rows-per-class; origin-gcv worse-than-mean. Those of each score are in"
                + " out/scores.csv\n"),
        text);
  }

  @Test
  void aScoreWithoutInformationIsNoNumber() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", "1", -1),
            Rows.row("b", "t", "linear-mse", "1", -2),
            without(Rows.row("a", "t", "linear-mse", "0", 0, Flag.INTERPOLATES)),
            Rows.row("b", "t", "linear-mse", "0", -0.1));
    String text = rankings(PLAIN, rows);
    assertTrue(text.contains("512             -\n"), text);
    assertTrue(text.contains("512       -0.1000\n"), text);
    assertTrue(text.contains("doubtful numbers): linear-mse 0 interpolates. Those"), text);
  }

  private static ScoreRow without(ScoreRow row) {
    Score score = row.score();
    return new ScoreRow(
        row.source(),
        row.dataset(),
        row.target(),
        new Score(
            score.estimator(),
            score.lambda(),
            score.score(),
            score.fit(),
            score.shape(),
            score.uncertainty(),
            Scope.NOTHING,
            score.flags()));
  }

  @Test
  void flagsOfAllSourcesAreOneLine() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "cv-r2", "best", -0.01, Flag.NO_BETTER_THAN_MEAN),
            Rows.row("b", "t", "cv-r2", "best", -0.02, Flag.NO_BETTER_THAN_MEAN));
    String text = rankings(PLAIN, rows);
    assertTrue(text.contains("\n  All sources: no-better-than-mean.\n"), text);
    assertFalse(text.contains("flags"), text);
  }

  @Test
  void heldOutR2IsAColumnWhateverRanks() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", "1", -1),
            Rows.row("a", "t", "cv-r2", "best", 0.12345),
            Rows.row("a", "t", "logme", "", 3));
    String text = rankings(PLAIN, rows);
    assertTrue(text.contains("source     score  held-out R2     mse    d  logme\n"), text);
    assertTrue(text.contains("a       -1.00000       0.1235  0.5000  512  3.000\n"), text);
    String own =
        PLAIN.rankings(
            Ranking.all(ScoreTable.of(rows), List.of(new Measure("cv-r2", "best"))), "f");
    assertTrue(own.contains("source  held-out R2       mse    d"), own);
    assertFalse(own.contains("score  "), own);
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
            .contains(
                "ranked by linear-mse 2, higher is better, because sources interpolate by linear-mse"
                    + " 1; 1,000 rows\n"));
  }

  @Test
  void coloursDoNotMoveColumns() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", "1", -1, Flag.NO_BETTER_THAN_MEAN),
            Rows.row("bcd", "t", "linear-mse", 1, -2));
    String coloured = rankings(new ConsoleReport(COLOURS, ConsoleReport.Limits.DEFAULT), rows);
    assertTrue(coloured.contains("\u001b[33mno-better-than-mean\u001b[0m"));
    assertEquals(rankings(PLAIN, rows), coloured.replaceAll("\u001b\\[\\d+m", ""));
  }

  @Test
  void saysHowItEnded() {
    List<RunRecord.Skipped> skipped =
        List.of(
            new RunRecord.Skipped("bad", "cub", "Cannot read file: expected Parquet, found text"));
    assertEquals(
        """

        Skipped 1 feature set:
          bad on cub  Cannot read file: expected Parquet, found text
        Wrote 1 score to out in 1m15s
        Report: out/report.html
        """,
        PLAIN.closing(skipped, 1, "out", 75, Optional.of("out/report.html")));
    assertEquals(
        "\nWrote 2 scores to out in 1.0s\n",
        PLAIN.closing(List.of(), 2, "out", 1, Optional.empty()));
  }

  @Test
  void tablesFitIntoALine() {
    List<Ranking> rankings = manyMeasures("encoder-");
    String wide = at(Terminal.UNLIMITED, rankings);
    assertTrue(wide.contains("mse    d  logme   linear-mse 0   linear-mse 1   linear-mse 2\n"));
    assertTrue(
        wide.contains(
            "\nNot in these tables: linear-mse 3, linear-mse 4, linear-mse 5; all are in f\n"));
    String usual = at(80, rankings);
    assertTrue(usual.contains("  held-out R2  std error  p best      mse    d  logme\n"), usual);
    assertTrue(usual.contains("\nNot in these tables: linear-mse 0, linear-mse 1, linear-mse 2,"));
    assertTrue(usual.contains("  linear-mse 4 and 1 more; all are in f\n"), usual);
    String narrow = at(50, rankings);
    assertTrue(narrow.contains("  held-out R2  std error  p best\n"), narrow);
    assertTrue(narrow.contains("\nNot in these tables: mse, d, logme, linear-mse 0,"), narrow);
    assertTrue(at(40, rankings).contains("  held-out R2  p best\n"), at(40, rankings));
  }

  @Test
  void namesAreShortenedLast() {
    List<Ranking> rankings = manyMeasures("a-quite-long-prefix-of-40-characters-of-");
    assertTrue(at(80, rankings).contains("a-quite-long-prefix-of-40-characters-of-0  "));
    String narrow = at(60, rankings);
    // names of 24 characters leave room for two of three columns of 11, 9 and 6
    assertTrue(narrow.contains("\n  1   a-quite-lo...cters-of-0       0.5000    0.50\n"), narrow);
    for (int width : new int[] {120, 100, 80, 60, 40}) {
      int longest = width;
      assertEquals(
          List.of(),
          at(width, rankings).lines().filter(line -> line.length() > longest).toList(),
          "width " + width);
    }
  }

  /** Three sources by cv-r2, logme and linear-mse at six penalties. */
  private static List<Ranking> manyMeasures(String prefix) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int s = 0; s < 3; s++) {
      String source = prefix + s;
      ScoreRow first = Rows.row(source, "t", "cv-r2", "best", 0.5 - 0.1 * s);
      Uncertainty known = new Uncertainty(0.0123, 0.4, 0.6, new double[] {0.0123});
      rows.add(
          new ScoreRow(source, "cub", "t", first.score().withUncertainty(known))
              .withChances(0.5, 1));
      rows.add(Rows.row(source, "t", "logme", "", 1));
      for (int lambda = 0; lambda < 6; lambda++) {
        rows.add(Rows.row(source, "t", "linear-mse", lambda, -1 - lambda));
      }
    }
    return Ranking.all(
        ScoreTable.of(rows), List.of(new Measure("cv-r2", "best"), new Measure("logme", "")));
  }

  @Test
  void flagsMoveBelowATableRatherThanWrap() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a-source-with-a-name", "t", "logme", "", 1, Flag.OFFSET_LABELS),
            Rows.row(
                "b",
                "t",
                "logme",
                "",
                0,
                Flag.OFFSET_LABELS,
                Flag.WORSE_THAN_MEAN,
                Flag.DIGITS_LOST));
    List<Ranking> rankings = Ranking.all(ScoreTable.of(rows), List.of());
    String text = at(60, rankings);
    assertTrue(text.contains("  a-source-with-a-name: offset-labels.\n"), text);
    assertTrue(
        text.contains("  b: offset-labels, worse-than-mean, digits-lost=7 (9 left).\n"), text);
    assertFalse(text.contains("flags\n"), text);
  }

  @Test
  void summariesOfOutputsFitIntoALine() {
    Measure by = new Measure("cv-r2", "best");
    List<OutputSummary> summaries =
        List.of(
            new OutputSummary(
                "a-source-of-25-characters",
                "brains",
                "voxels-of-region-4",
                by,
                5000,
                0.1,
                0.08,
                -0.02,
                0.3));
    ConsoleReport narrow =
        new ConsoleReport(
            new Terminal(false, Terminal.Style.PLAIN, 80), ConsoleReport.Limits.DEFAULT);
    assertEquals(
        """

        Scores of each output by cv-r2 best
          dataset  target              source                     outputs    mean   median      10 %    90 %
          brains   voxels-of-region-4  a-source-of-25-characters     5000  0.1000  0.08000  -0.02000  0.3000
        """,
        PLAIN.outputs(summaries, by, "f"));
    String text = narrow.outputs(summaries, by, "f");
    assertTrue(text.contains("voxe") && text.lines().allMatch(line -> line.length() <= 80), text);
    assertEquals("", PLAIN.outputs(summaries, new Measure("logme", ""), "f"));
  }

  private static String at(int width, List<Ranking> rankings) {
    Terminal terminal = new Terminal(false, Terminal.Style.PLAIN, width);
    return new ConsoleReport(terminal, ConsoleReport.Limits.DEFAULT).rankings(rankings, "f");
  }

  private static String rankings(ConsoleReport report, List<ScoreRow> rows) {
    return report.rankings(Ranking.all(ScoreTable.of(rows), PREFERENCE), "out/scores.csv");
  }
}
