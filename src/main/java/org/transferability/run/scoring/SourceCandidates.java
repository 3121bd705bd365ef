package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.transferability.candidate.Candidacy;
import org.transferability.candidate.ConfidenceSet;
import org.transferability.candidate.Contender;
import org.transferability.candidate.Selection;
import org.transferability.candidate.TargetCandidates;
import org.transferability.report.ScoreRow;
import org.transferability.score.BlockShifts;

/**
 * Compares the sources of each target by each estimator and penalty, once all are scored: which
 * cannot be excluded as one of the best.
 */
public final class SourceCandidates {
  private SourceCandidates() {}

  /**
   * The same rows with their candidacy, and without the effects of blocks of rows, which need
   * memory. It is unknown where no source has such effects. Sources that a race dropped are no
   * candidates.
   *
   * @param comparisons by dataset how many comparisons share the level; one if it is not there
   */
  public static List<ScoreRow> in(
      List<ScoreRow> rows, Selection selection, Map<String, Integer> comparisons) {
    List<ScoreRow> compared = new ArrayList<>();
    for (List<ScoreRow> group : SourceChances.rivals(rows)) {
      int share = comparisons.getOrDefault(group.get(0).dataset(), 1);
      compare(group, selection, share, compared);
    }
    return compared;
  }

  private static void compare(
      List<ScoreRow> group, Selection selection, int comparisons, List<ScoreRow> compared) {
    List<ScoreRow> left = group.stream().filter(row -> !row.isDropped()).toList();
    int dropped = group.size() - left.size();
    List<Contender> contenders = left.stream().map(row -> Contender.of(row.score())).toList();
    ConfidenceSet set =
        ConfidenceSet.of(contenders, selection.oneOf(comparisons, left.size(), group.size()));
    TargetCandidates found =
        new TargetCandidates(selection, set.competing() + dropped, set.size(), set.rowsNeeded());
    for (int s = 0; s < left.size(); s++) {
      ScoreRow light = light(left.get(s));
      compared.add(set.isKnown() ? light.with(Candidacy.of(set.contains(s), found)) : light);
    }
    group.stream()
        .filter(ScoreRow::isDropped)
        .forEach(row -> compared.add(light(row).with(Candidacy.of(false, found))));
  }

  private static ScoreRow light(ScoreRow row) {
    return row.with(row.score().with(BlockShifts.UNKNOWN));
  }
}
