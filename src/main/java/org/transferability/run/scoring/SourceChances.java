package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.report.ScoreRow;
import org.transferability.score.BetterThanMean;
import org.transferability.score.CvMse;
import org.transferability.score.CvR2;
import org.transferability.score.Flag;
import org.transferability.score.OriginGcv;
import org.transferability.score.Score;
import org.transferability.score.TopChances;

/** Compares the sources of each target, once all are scored: which are probably the best. */
public final class SourceChances {
  private static final int FEW = 3;

  /** Of the held-out R2 with an intercept; less is mostly about the mean of the labels. */
  private static final double WEAK = 0.5;

  private SourceChances() {}

  /**
   * The same rows with the probabilities of their sources by each estimator and penalty, and with
   * the flags no-better-than-mean and weak-through-origin. There are no probabilities if all
   * sources of a target have the former, or the first one has the latter or worse-than-mean.
   *
   * @param grouped whether rows stayed together in groups when they were assigned to folds
   */
  public static List<ScoreRow> in(List<ScoreRow> rows, boolean grouped) {
    Map<List<String>, Double> heldOut = heldOut(rows);
    List<ScoreRow> compared = new ArrayList<>();
    for (List<ScoreRow> group : rivals(rows)) {
      List<ScoreRow> judged =
          group.stream()
              .map(row -> judged(row, group.size(), grouped))
              .map(row -> isWeak(row, heldOut) ? row.with(Flag.WEAK_THROUGH_ORIGIN) : row)
              .toList();
      boolean noneHelps =
          judged.stream().allMatch(row -> row.score().flags().has(Flag.NO_BETTER_THAN_MEAN));
      compared.addAll(noneHelps || firstIsWorse(judged) ? judged : withChances(judged));
    }
    return compared;
  }

  /** The rows of the sources that are compared: of a target, by one estimator and penalty. */
  static Collection<List<ScoreRow>> rivals(List<ScoreRow> rows) {
    Map<List<String>, List<ScoreRow>> rivals = new LinkedHashMap<>();
    for (ScoreRow row : rows) {
      Score score = row.score();
      rivals
          .computeIfAbsent(
              List.of(row.dataset(), row.target(), score.estimator(), score.lambda()),
              key -> new ArrayList<>())
          .add(row);
    }
    return rivals.values();
  }

  /** The largest held-out R2 with an intercept of each pair that has one. */
  private static Map<List<String>, Double> heldOut(List<ScoreRow> rows) {
    Map<List<String>, Double> best = new HashMap<>();
    for (ScoreRow row : rows) {
      String estimator = row.score().estimator();
      boolean known = estimator.equals(CvR2.NAME) || estimator.equals(CvMse.NAME);
      if (known && !Double.isNaN(row.score().r2())) {
        best.merge(pair(row), row.score().r2(), Math::max);
      }
    }
    return best;
  }

  private static List<String> pair(ScoreRow row) {
    return List.of(row.source(), row.dataset(), row.target());
  }

  /**
   * Whether origin-gcv expects less than half of the held-out R2; it has R2 = 1 - exp(-2 score).
   */
  private static boolean isWeak(ScoreRow row, Map<List<String>, Double> heldOut) {
    double known = heldOut.getOrDefault(pair(row), 0.0);
    return row.score().estimator().equals(OriginGcv.NAME)
        && known > 0
        && -Math.expm1(-2 * row.score().score()) < WEAK * known;
  }

  private static boolean firstIsWorse(List<ScoreRow> group) {
    return group.stream()
        .filter(row -> !row.isDropped() && !Double.isNaN(row.score().score()))
        .max(Comparator.comparingDouble(row -> row.score().score()))
        .map(row -> row.score().flags())
        .filter(flags -> flags.has(Flag.WORSE_THAN_MEAN) || flags.has(Flag.WEAK_THROUGH_ORIGIN))
        .isPresent();
  }

  private static ScoreRow judged(ScoreRow row, int sources, boolean grouped) {
    boolean helps =
        !BetterThanMean.isKnown(row.score(), grouped)
            || BetterThanMean.holds(row.score(), sources, grouped);
    return helps ? row : row.with(Flag.NO_BETTER_THAN_MEAN);
  }

  /** Sources that a race dropped have no chances: their folds have other rows. */
  private static List<ScoreRow> withChances(List<ScoreRow> group) {
    List<ScoreRow> whole = group.stream().filter(row -> !row.isDropped()).toList();
    List<Score> scores = whole.stream().map(ScoreRow::score).toList();
    double[] best = TopChances.of(scores, 1);
    double[] amongFew = TopChances.of(scores, FEW);
    List<ScoreRow> compared = new ArrayList<>(group.stream().filter(ScoreRow::isDropped).toList());
    for (int i = 0; i < best.length; i++) {
      compared.add(whole.get(i).withChances(best[i], amongFew[i]));
    }
    return compared;
  }
}
