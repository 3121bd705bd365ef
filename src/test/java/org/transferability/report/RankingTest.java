package org.transferability.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.score.Flag;

final class RankingTest {
  private static final Measure LINEAR0 = new Measure("linear-mse", "0");
  private static final Measure LINEAR1 = new Measure("linear-mse", "1");

  @Test
  void bestFirstTiesShareAPlaceNotANumberLast() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", 0, Double.NaN),
            Rows.row("b", "t", "linear-mse", 0, -0.5),
            Rows.row("c", "t", "linear-mse", 0, -0.3),
            Rows.row("d", "t", "linear-mse", 0, -0.3 * (1 + 1e-15)),
            Rows.row("e", "t", "linear-mse", 0, -0.1));
    Ranking ranking = only(rows, List.of());
    assertEquals("[1 e/1, 2 c/2, 2 d/2, 4 b/1, 5 a/1]", places(ranking));
  }

  @Test
  void preferenceChoosesTheMeasureAndOrdersTheOthers() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", 0, -0.1),
            Rows.row("a", "t", "linear-mse", 1, -0.9),
            Rows.row("a", "t", "label-mse", 0, -0.5),
            Rows.row("b", "t", "linear-mse", 0, -0.2),
            Rows.row("b", "t", "linear-mse", 1, -0.8));
    Ranking byOne = only(rows, List.of(LINEAR1, LINEAR0));
    assertEquals("[1 b/1, 2 a/1]", places(byOne));
    assertEquals("[linear-mse 0, label-mse 0]", byOne.others().toString());
    assertEquals("[1 a/1, 2 b/1]", places(only(rows, List.of(LINEAR0))));
  }

  @Test
  void neverRanksSilentlyOnInterpolation() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("a", "t", "linear-mse", "0", 0, Flag.FEW_ROWS, Flag.INTERPOLATES),
            Rows.row("a", "t", "linear-mse", 1, -0.9),
            Rows.row("b", "t", "linear-mse", 0, -0.2),
            Rows.row("b", "t", "linear-mse", 1, -0.8));
    Ranking ranking = only(rows, List.of(LINEAR0, LINEAR1));
    assertEquals(LINEAR1, ranking.by());
    assertEquals(List.of(LINEAR0), ranking.passedOver());
    assertEquals("[1 b/1, 2 a/1]", places(ranking));
    assertEquals(LINEAR0, only(rows.subList(0, 1), List.of(LINEAR0)).by());
  }

  @Test
  void sourcesOfAnotherKindAreRankedOnTheirOwn() {
    List<ScoreRow> rows =
        List.of(
            Rows.row("model", "t", "linear-mse", 0, -0.1),
            Rows.row("column", "t", "shared-label-mse", 0, -0.2),
            Rows.row("model", "u", "linear-mse", 0, -0.1));
    List<Ranking> rankings = Ranking.all(ScoreTable.of(rows), List.of(LINEAR0));
    assertEquals(
        "[t linear-mse 0 [1 model/1], t shared-label-mse 0 [1 column/1], u linear-mse 0 [1 model/1]]",
        rankings.stream()
            .map(r -> r.target() + " " + r.by() + " " + places(r))
            .toList()
            .toString());
  }

  private static Ranking only(List<ScoreRow> rows, List<Measure> preference) {
    List<Ranking> rankings = Ranking.all(ScoreTable.of(new ArrayList<>(rows)), preference);
    assertEquals(1, rankings.size());
    return rankings.get(0);
  }

  private static String places(Ranking ranking) {
    return ranking.places().stream()
        .map(p -> p.place() + " " + p.row().source() + "/" + p.sharedBy())
        .toList()
        .toString();
  }
}
