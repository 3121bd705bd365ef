package org.transferability.candidate;

import java.util.List;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/**
 * What more rows would show of the candidates of a target, if differences and their variances stay
 * as observed and the level is the same. For each pair of one of the best k candidates and one of
 * the others, with the difference D, its standard error SE from n rows, t standard errors that
 * exclude a source, and the margin M:
 *
 * <pre>
 *   D + t SE &lt; M              the pair is tied: the difference is not relevant
 *   N_separate = n (t SE / D)^2     rows at which the worse one is excluded
 *   N_tie = n (t SE / (M - D))^2    rows at which the pair is tied, if D &lt; M
 * </pre>
 *
 * @param outcome which of these holds
 * @param rows N: of tied candidates the least N_separate of any pair, below which no pair
 *     separates, infinite if their scores are equal; else the largest of min(N_separate, N_tie)
 *     over the pairs that are not tied; NaN if there is nothing to decide
 * @param now n, the rows that the scores use
 * @param tied how many candidates are tied with each of the best k
 */
public record RowsNeeded(Outcome outcome, double rows, long now, int tied) {
  /** What is known of the candidates. */
  public enum Outcome {
    /** There are no more than k. */
    DECIDED,
    /** With more rows, all pairs that are not tied separate. */
    SEPARABLE,
    /** With more rows, each pair that is not tied separates or becomes tied. */
    SEPARABLE_OR_TIED,
    /** All candidates differ by less than the margin. */
    TIED,
    /** Some have no standard error. */
    UNKNOWN;

    /** The word in JSON. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * @param candidates the best first
   * @param standardErrors t by degrees of freedom
   */
  static RowsNeeded of(
      List<Contender> candidates, Selection selection, IntToDoubleFunction standardErrors) {
    int leading = Math.min(selection.top(), candidates.size());
    long now = candidates.stream().mapToLong(Contender::rows).min().orElse(0);
    if (candidates.size() <= selection.top()) {
      return new RowsNeeded(Outcome.DECIDED, Double.NaN, now, 0);
    }
    if (!candidates.stream().allMatch(Contender::isKnown)) {
      return new RowsNeeded(Outcome.UNKNOWN, Double.NaN, now, 0);
    }
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    boolean separable = true;
    int tied = 0;
    for (Contender other : candidates.subList(leading, candidates.size())) {
      boolean tiedWithAll = true;
      for (Contender best : candidates.subList(0, leading)) {
        PairedDifference pair = PairedDifference.of(best, other);
        double t = standardErrors.applyAsDouble(pair.degrees());
        double margin = selection.margin() * pair.unit();
        double separate = rows(pair, t, pair.difference());
        least = Math.min(least, separate);
        if (pair.difference() + pair.reach(t) < margin) {
          continue;
        }
        tiedWithAll = false;
        double tie = rows(pair, t, margin - pair.difference());
        separable &= separate <= tie;
        most = Math.max(most, Math.min(separate, tie));
      }
      tied += tiedWithAll ? 1 : 0;
    }
    if (tied == candidates.size() - leading) {
      return new RowsNeeded(Outcome.TIED, least, now, tied);
    }
    return new RowsNeeded(
        separable ? Outcome.SEPARABLE : Outcome.SEPARABLE_OR_TIED, most, now, tied);
  }

  /** The rows at which t standard errors are this difference; infinite if it is not positive. */
  private static double rows(PairedDifference pair, double t, double difference) {
    double ratio = t * pair.standardError() / difference;
    return difference > pair.resolution() ? pair.rows() * ratio * ratio : Double.POSITIVE_INFINITY;
  }

  /** N - n: how many rows are missing, at least 0. */
  public double more() {
    return Double.isNaN(rows) ? 0 : Math.max(0, rows - now);
  }
}
