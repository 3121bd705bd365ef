package org.transferability.candidate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.transferability.score.BlockShifts;

/**
 * The sources that cannot be excluded as one of the best k of a target: multiple comparisons with
 * the best (Hsu, "Simultaneous Confidence Intervals for all Distances from the 'Best'", Annals of
 * Statistics 1981), with Bonferroni's inequality over the pairs.
 *
 * <pre>
 *   source s is excluded   iff   T_j - T_s &gt; t SE_js + rounding   for at least k sources j,
 *   t = t_{1 - alpha / (k (S - 1))}
 * </pre>
 *
 * <p>Of the sources j, only the first k + {@value #MORE} by score are tried, which excludes fewer.
 * Cost: S (k + {@value #MORE}) differences of 64 numbers.
 */
public final class ConfidenceSet {
  private static final int MORE = 20;

  private final Selection selection;
  private final List<Contender> sources;
  private final List<Contender> rivals;
  private final boolean[] members;
  private final int competing;
  private final boolean known;
  private final double[] standardErrors = new double[BlockShifts.BLOCKS]; // by degrees, 0: unknown

  private ConfidenceSet(List<Contender> sources, Selection selection) {
    this.sources = List.copyOf(sources);
    this.selection = selection;
    this.members = new boolean[sources.size()];
    this.competing = (int) sources.stream().filter(Contender::competes).count();
    this.known = sources.stream().anyMatch(Contender::isKnown);
    this.rivals =
        sources.stream()
            .filter(Contender::isKnown)
            .sorted(Comparator.comparingDouble(Contender::score).reversed())
            .limit((long) selection.top() + MORE)
            .toList();
  }

  /**
   * Compares all sources of a target by one measure.
   *
   * @param sources S of them have a finite score; those without a standard error stay
   */
  public static ConfidenceSet of(List<Contender> sources, Selection selection) {
    ConfidenceSet set = new ConfidenceSet(sources, selection);
    set.decide();
    return set;
  }

  private void decide() {
    for (int s = 0; s < members.length; s++) {
      Contender source = sources.get(s);
      members[s] = source.competes() && !(source.isKnown() && isExcluded(source));
    }
  }

  private boolean isExcluded(Contender source) {
    int better = 0;
    for (Contender rival : rivals) {
      if (rival.score() <= source.score()) {
        break;
      }
      PairedDifference difference = PairedDifference.of(rival, source);
      better += difference.difference() > reach(difference) ? 1 : 0;
      if (better == selection.top()) {
        return true;
      }
    }
    return false;
  }

  private double reach(PairedDifference difference) {
    return difference.reach(standardErrors(difference.degrees()));
  }

  double standardErrors(int degrees) {
    if (standardErrors[degrees] == 0) {
      standardErrors[degrees] = selection.standardErrors(competing, degrees);
    }
    return standardErrors[degrees];
  }

  /** Whether any source has a standard error; if not, nothing is excluded for lack of knowledge. */
  public boolean isKnown() {
    return known;
  }

  /** Whether source number s is a candidate. */
  public boolean contains(int s) {
    return members[s];
  }

  /** Whether source number s would be a candidate if its score were better by this. */
  public boolean containsRaised(int s, double by) {
    Contender source = sources.get(s);
    return members[s]
        || (source.competes() && (!source.isKnown() || !isExcluded(source.raised(by))));
  }

  /** S, the sources with a finite score. */
  public int competing() {
    return competing;
  }

  /** The number of candidates. */
  public int size() {
    return (int) IntStream.range(0, members.length).filter(this::contains).count();
  }

  /** What more rows would show of the candidates. */
  public RowsNeeded rowsNeeded() {
    List<Contender> candidates = new ArrayList<>();
    for (int s = 0; s < members.length; s++) {
      if (members[s]) {
        candidates.add(sources.get(s));
      }
    }
    candidates.sort(Comparator.comparingDouble(Contender::score).reversed());
    return RowsNeeded.of(candidates, selection, this::standardErrors);
  }
}
