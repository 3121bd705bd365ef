package org.transferability.run.race;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.transferability.run.plan.ScoredSet;
import org.transferability.study.SampleSize;

/** The sources of one dataset that are still in the race. */
final class Contest {
  /** Rounds without a loser after which all rows are read. */
  private static final int MOST_QUIET = 2;

  private final long rows;
  private final int top;
  private final int began;
  private final List<SampleSize> rounds = new ArrayList<>();
  private final Map<String, ScoredSet> left = new LinkedHashMap<>();
  private int quiet;

  /**
   * A race of sets of the same dataset.
   *
   * @param rows of the dataset, about
   * @param top how many of the best sources are looked for
   * @param sizes of the samples that were asked for
   * @param least rows of a sample from which scores can be computed
   */
  Contest(List<ScoredSet> sets, long rows, int top, List<SampleSize> sizes, long least) {
    this.rows = rows;
    this.top = top;
    this.began = sets.size();
    sets.forEach(set -> left.put(set.source(), set));
    double last = 0;
    for (SampleSize size : sizes) {
      double share = size.shareOf(rows);
      if (share > last && share < 1 && share * rows >= least) {
        rounds.add(size);
        last = share;
      }
    }
  }

  /** Whether a sample of this size is worth a round. */
  boolean races(SampleSize size) {
    return rounds.contains(size) && left.size() > top && quiet < MOST_QUIET;
  }

  /** How often sources are compared, at most: after each round, and at the end. */
  int looks() {
    return rounds.size() + 1;
  }

  /** Sources that began. */
  int began() {
    return began;
  }

  /** Rows of the dataset, about. */
  long rows() {
    return rows;
  }

  Collection<ScoredSet> left() {
    return left.values();
  }

  /** Ends a round. */
  void drop(Set<String> sources) {
    left.keySet().removeAll(sources);
    quiet = sources.isEmpty() ? quiet + 1 : 0;
  }

  /** Removes a source that cannot be scored. */
  void remove(String source) {
    left.remove(source);
  }
}
