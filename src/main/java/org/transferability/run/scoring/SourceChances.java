package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.report.ScoreRow;
import org.transferability.score.Score;
import org.transferability.score.TopChances;

/** Compares the sources of each target, once all are scored: which are probably the best. */
public final class SourceChances {
  private static final int FEW = 3;

  private SourceChances() {}

  /** The same rows with the chances of their sources by each estimator and penalty. */
  public static List<ScoreRow> in(List<ScoreRow> rows) {
    Map<List<String>, List<ScoreRow>> rivals = new LinkedHashMap<>();
    for (ScoreRow row : rows) {
      Score score = row.score();
      rivals
          .computeIfAbsent(
              List.of(row.dataset(), row.target(), score.estimator(), score.lambda()),
              key -> new ArrayList<>())
          .add(row);
    }
    List<ScoreRow> compared = new ArrayList<>();
    for (List<ScoreRow> group : rivals.values()) {
      List<Score> scores = group.stream().map(ScoreRow::score).toList();
      double[] best = TopChances.of(scores, 1);
      double[] amongFew = TopChances.of(scores, FEW);
      for (int i = 0; i < best.length; i++) {
        compared.add(group.get(i).withChances(best[i], amongFew[i]));
      }
    }
    return compared;
  }
}
