package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.candidate.Candidacy;
import org.transferability.candidate.ConfidenceSet;
import org.transferability.candidate.Contender;
import org.transferability.candidate.Selection;
import org.transferability.candidate.TargetCandidates;
import org.transferability.report.ScoreRow;
import org.transferability.score.BlockShifts;
import org.transferability.score.Score;

/**
 * Compares the sources of each target by each estimator and penalty, once all are scored: which
 * cannot be excluded as one of the best.
 */
public final class SourceCandidates {
  private SourceCandidates() {}

  /**
   * The same rows with their candidacy, and without the effects of blocks of rows, which need
   * memory. It is unknown where no source has such effects, and where scores say nothing.
   */
  public static List<ScoreRow> in(List<ScoreRow> rows, Selection selection) {
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
    rivals.values().forEach(group -> compare(group, selection, compared));
    return compared;
  }

  private static void compare(List<ScoreRow> group, Selection selection, List<ScoreRow> compared) {
    List<Contender> contenders = group.stream().map(row -> Contender.of(row.score())).toList();
    ConfidenceSet set = ConfidenceSet.of(contenders, selection);
    TargetCandidates found =
        new TargetCandidates(selection, set.competing(), set.size(), set.rowsNeeded());
    for (int s = 0; s < group.size(); s++) {
      ScoreRow row = group.get(s);
      ScoreRow light = row.with(row.score().with(BlockShifts.UNKNOWN));
      compared.add(set.isKnown() ? light.with(Candidacy.of(set.contains(s), found)) : light);
    }
  }
}
