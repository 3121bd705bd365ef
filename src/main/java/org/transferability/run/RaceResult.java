package org.transferability.run;

import java.util.Map;

/**
 * What a race came to.
 *
 * @param looks by dataset how often its sources were compared, at most: the level of a comparison
 *     is shared among them
 * @param described for run.json
 * @param read rows that were read, of all sets together
 * @param all rows that would have been read without the race
 * @param ended sets that were not scored on all rows
 * @param finalists sets that were
 */
public record RaceResult(
    Map<String, Integer> looks,
    Map<String, Object> described,
    long read,
    long all,
    int ended,
    int finalists) {
  /** A line for the console. */
  public String text() {
    String rows = "%.1f %% of the rows were read".formatted(100.0 * read / Math.max(1, all));
    return ended == 0
        ? "Race: no feature set was dropped, so all were scored on all rows; %s".formatted(rows)
        : "Race: %,d of %,d feature sets were scored on all rows, the others are flagged 'dropped'; %s"
            .formatted(finalists, finalists + ended, rows);
  }
}
