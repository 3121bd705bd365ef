package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.transferability.report.ScoreRow;
import org.transferability.score.BetterThanMean;
import org.transferability.score.Flag;
import org.transferability.score.Score;
import org.transferability.score.TopChances;

/** Compares the sources of each target, once all are scored: which are probably the best. */
public final class SourceChances {
  private static final int FEW = 3;

  private SourceChances() {}

  /**
   * The same rows with the probabilities of their sources by each estimator and penalty, and with
   * the flag no-better-than-mean. There are no probabilities if all sources of a target have it, or
   * the first one has worse-than-mean.
   *
   * @param grouped whether rows stayed together in groups when they were assigned to folds
   */
  public static List<ScoreRow> in(List<ScoreRow> rows, boolean grouped) {
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
      List<ScoreRow> judged =
          group.stream().map(row -> judged(row, group.size(), grouped)).toList();
      boolean noneHelps =
          judged.stream().allMatch(row -> row.score().flags().has(Flag.NO_BETTER_THAN_MEAN));
      compared.addAll(noneHelps || firstIsWorse(judged) ? judged : withChances(judged));
    }
    return compared;
  }

  private static boolean firstIsWorse(List<ScoreRow> group) {
    return group.stream()
        .filter(row -> !Double.isNaN(row.score().score()))
        .max(Comparator.comparingDouble(row -> row.score().score()))
        .filter(row -> row.score().flags().has(Flag.WORSE_THAN_MEAN))
        .isPresent();
  }

  private static ScoreRow judged(ScoreRow row, int sources, boolean grouped) {
    boolean helps =
        !BetterThanMean.isKnown(row.score(), grouped)
            || BetterThanMean.holds(row.score(), sources, grouped);
    return helps ? row : row.with(Flag.NO_BETTER_THAN_MEAN);
  }

  private static List<ScoreRow> withChances(List<ScoreRow> group) {
    List<Score> scores = group.stream().map(ScoreRow::score).toList();
    double[] best = TopChances.of(scores, 1);
    double[] amongFew = TopChances.of(scores, FEW);
    return IntStream.range(0, best.length)
        .mapToObj(i -> group.get(i).withChances(best[i], amongFew[i]))
        .toList();
  }
}
