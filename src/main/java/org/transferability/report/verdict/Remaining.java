package org.transferability.report.verdict;

import java.util.Locale;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.transferability.candidate.RowsNeeded;
import org.transferability.candidate.TargetCandidates;
import org.transferability.report.Ranking;
import org.transferability.report.Ranking.Place;
import org.transferability.report.text.PlainText;

/** The sources that cannot be excluded as one of the best, in words. */
final class Remaining {
  private Remaining() {}

  /** The comparison of the sources of a ranking by its measure; empty if there is none. */
  static Optional<TargetCandidates> of(Ranking ranking) {
    return ranking.places().get(0).row().candidacy().comparison();
  }

  /** The remark; empty if nothing was compared. */
  static Optional<Remark> remark(Ranking ranking) {
    return of(ranking)
        .filter(found -> found.sources() > found.selection().top())
        .map(
            found ->
                new Remark(
                    Remark.Kind.REMAINING,
                    ranking.places().stream()
                        .map(Place::row)
                        .filter(row -> row.candidacy().isCandidate())
                        .map(row -> row.source())
                        .toList(),
                    sentence(found)));
  }

  private static String sentence(TargetCandidates found) {
    String more = more(found);
    return left(found) + (more.isEmpty() ? "" : " " + more);
  }

  private static String left(TargetCandidates found) {
    String sources = PlainText.count(found.sources(), "source");
    int top = found.selection().top();
    String as = top == 1 ? "" : " as one of the best %,d".formatted(top);
    if (found.candidates() == found.sources()) {
      return "All %s remain%s: none is behind by more than sampling error.".formatted(sources, as);
    }
    return "%,d of %s %s%s; the others are behind by more than sampling error."
        .formatted(found.candidates(), sources, found.candidates() == 1 ? "remains" : "remain", as);
  }

  private static String more(TargetCandidates found) {
    RowsNeeded needed = found.needed();
    String margin = Double.toString(found.selection().margin());
    String rows = about(needed.more()) + " more rows would";
    return switch (needed.outcome()) {
      case DECIDED, UNKNOWN -> "";
      case SEPARABLE ->
          needed.tied() == 0
              ? "About %s separate these %,d sources.".formatted(rows, found.candidates())
              : "About %s separate those that differ by %s or more in R2.".formatted(rows, margin);
      case SEPARABLE_OR_TIED ->
          "About %s separate them or show that they differ by less than %s in R2."
              .formatted(rows, margin);
      case TIED ->
          "They are tied, within %s in R2%s."
              .formatted(
                  margin,
                  Double.isInfinite(needed.rows())
                      ? ""
                      : ": no number of rows below %s separates them"
                          .formatted(text(needed.rows(), Math::floor)));
    };
  }

  private static String about(double rows) {
    return text(rows, Math::ceil);
  }

  /**
   * Two digits, which is more than is known.
   *
   * @param rounding up where rows are enough, down where they are not
   */
  private static String text(double rows, DoubleUnaryOperator rounding) {
    double unit = Math.pow(10, Math.max(0, Math.ceil(Math.log10(Math.max(1, rows))) - 2));
    return String.format(Locale.ROOT, "%,.0f", rounding.applyAsDouble(rows / unit) * unit);
  }
}
