package org.transferability.run.race;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.transferability.candidate.Selection;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.score.BlockShifts;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.study.Folds;

/** Which sources are dropped, where differences have no sampling error. */
final class EliminationTest {
  private static final Selection BEST = new Selection(1, 0.9, 0.01);
  private static final Elimination RULE =
      new Elimination(new Measure("cv-r2", "best"), BEST, 1, Folds.DEFAULT);

  /** A source on n = 1001 rows in 5 folds, so that m = 800.8 are fitted. */
  static ScoreRow row(String source, String target, double r2, int d, BlockShifts shifts) {
    Score.Fit fit = new Score.Fit(1 - r2, 0, r2, 10, null, null, shifts);
    Score score =
        new Score(
            "cv-r2",
            "best",
            r2,
            fit,
            new Score.Shape(1001, d, 1, d, 1),
            new Uncertainty(0.01, r2 - 0.02, r2 + 0.02, new double[] {0.01, -0.01}),
            Scope.SOURCES,
            Flags.none());
    return new ScoreRow(source, "d", target, score);
  }

  /** All sources lose alike on each row, so that differences are exact. */
  private static BlockShifts alike() {
    double[] losses = new double[BlockShifts.BLOCKS];
    int[] rows = new int[BlockShifts.BLOCKS];
    for (int b = 0; b < losses.length; b++) {
      losses[b] = b % 7;
      rows[b] = 3;
    }
    return BlockShifts.of(losses, rows, 1, 1);
  }

  private static ScoreRow row(String source, String target, double r2, int d) {
    return row(source, target, r2, d, alike());
  }

  private static Set<String> behind(ScoreRow... rows) {
    return RULE.behind(List.of(rows), 2);
  }

  @Test
  void aSourceMustBeBehindByMoreThanItCanGain() {
    int d = 100;
    double r2 = 0.5;
    double gain = (1 - r2) * d / (1001 * 0.8 - 1);
    ScoreRow source = row("b", "y", r2, d);
    assertEquals(Set.of("b"), behind(row("a", "y", r2 + gain + 1e-6, 300), source));
    assertEquals(Set.of(), behind(row("a", "y", r2 + gain - 1e-6, 300), source));
    // what the first one can gain does not matter
    assertEquals(Set.of("b"), behind(row("a", "y", r2 + gain + 1e-6, 1), source));
  }

  @Test
  void noSourceIsDroppedThatHasAsManyFeaturesAsRows() {
    assertEquals(Set.of(), behind(row("a", "y", 0.999, 10), row("b", "y", -5, 800)));
    assertEquals(Set.of("b"), behind(row("a", "y", 0.999, 10), row("b", "y", -5, 700)));
  }

  @Test
  void oneTargetThatNeedsASourceIsEnough() {
    assertEquals(
        Set.of("c"),
        RULE.behind(
            List.of(
                row("a", "x", 0.9, 5),
                row("b", "x", 0.1, 5),
                row("c", "x", 0.2, 5),
                row("a", "y", 0.1, 5),
                row("b", "y", 0.9, 5),
                row("c", "y", 0.2, 5)),
            3));
  }

  @Test
  void sourcesWithoutAScoreOrWithoutASampleStay() {
    assertEquals(
        Set.of(),
        behind(
            row("a", "y", 0.9, 5),
            row("b", "y", 0.1, 5, BlockShifts.UNKNOWN),
            row("c", "y", Double.NaN, 5)));
  }

  /** Other measures do not count. */
  @Test
  void onlyTheMeasureOfTheRankingDecides() {
    List<ScoreRow> rows = new ArrayList<>();
    rows.add(row("a", "y", 0.9, 5));
    rows.add(row("b", "y", 0.1, 5));
    assertEquals(
        Set.of(),
        new Elimination(new Measure("cv-mse", "best"), BEST, 1, Folds.DEFAULT).behind(rows, 2));
  }
}
