package org.transferability.run.race;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.transferability.candidate.ConfidenceSet;
import org.transferability.candidate.Contender;
import org.transferability.candidate.Selection;
import org.transferability.report.Measure;
import org.transferability.report.ScoreRow;
import org.transferability.score.Score;
import org.transferability.study.Folds;

/**
 * Decides after a round which sources are dropped: those that are behind for every target.
 *
 * <p>More rows improve a source's own fit too, a wide source's more than a narrow one's. Of least
 * squares with d features on m rows, the expected squared error on other rows is
 *
 * <pre>
 *   e(m) = s^2 (m - 1) / (m - d - 1)   so that   e(m) - s^2 = e(m) d / (m - 1)
 * </pre>
 *
 * <p>about (normal features, s^2 the variance that they do not explain), and a ridge regression
 * with the best penalty has no larger one. So a source is behind only if it were still excluded
 * with a score that is better by e(m) d / (m - 1), all that it can gain: with n &lt;= d rows none
 * is.
 */
final class Elimination {
  private static final double LEAST_SHARE = 0.5;

  private final Measure measure;
  private final Selection selection;
  private final int comparisons;
  private final double fittedShare;

  /**
   * @param measure by which sources are compared
   * @param selection at the confidence level of the race
   * @param comparisons that share the level
   * @param folds of which all but one are fitted
   */
  Elimination(Measure measure, Selection selection, int comparisons, Folds folds) {
    this.measure = measure;
    this.selection = selection;
    this.comparisons = comparisons;
    // folds of groups, and sides of a split, can be of any size
    this.fittedShare = folds.rule() == Folds.Rule.ID ? 1 - 1.0 / folds.count() : LEAST_SHARE;
  }

  /**
   * The sources of one dataset that no target needs.
   *
   * @param rows scores of all sources that are left
   * @param sources that began the race
   */
  Set<String> behind(List<ScoreRow> rows, int sources) {
    Map<String, List<ScoreRow>> targets = new LinkedHashMap<>();
    for (ScoreRow row : rows) {
      if (Measure.of(row).equals(measure)) {
        targets.computeIfAbsent(row.target(), target -> new ArrayList<>()).add(row);
      }
    }
    Set<String> scored = new HashSet<>();
    Set<String> needed = new HashSet<>();
    for (List<ScoreRow> target : targets.values()) {
      target.forEach(row -> scored.add(row.source()));
      needed.addAll(needed(target, sources));
    }
    scored.removeAll(needed);
    return scored;
  }

  private List<String> needed(List<ScoreRow> target, int sources) {
    List<Contender> contenders = target.stream().map(row -> Contender.of(row.score())).toList();
    ConfidenceSet set =
        ConfidenceSet.of(contenders, selection.oneOf(comparisons, target.size(), sources));
    List<String> needed = new ArrayList<>();
    for (int s = 0; s < contenders.size(); s++) {
      Score score = target.get(s).score();
      if (!Double.isFinite(score.score())
          || set.containsRaised(s, gain(score, contenders.get(s)))) {
        needed.add(target.get(s).source());
      }
    }
    return needed;
  }

  /** What more rows can add to a score; infinite if it may be anything. */
  private double gain(Score score, Contender contender) {
    double fitted = score.n() * fittedShare;
    double share = Math.min(1, score.shape().d() / Math.max(1, fitted - 1));
    double left = (1 - score.r2()) * contender.shifts().unit();
    return left >= 0 ? left * share : Double.POSITIVE_INFINITY;
  }
}
