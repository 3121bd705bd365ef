package org.transferability.report.verdict;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.transferability.candidate.TargetCandidates;
import org.transferability.report.Measure;
import org.transferability.report.Ranking;
import org.transferability.report.text.PlainText;

/**
 * Which source to use for one target, in the words of a report.
 *
 * <table>
 *   <caption>When each answer is given; the first that applies</caption>
 *   <tr><td>no answer<td>the first score is NaN or not comparable: constant labels, interpolation
 *   <tr><td>none helps<td>all sources have the flag no-better-than-mean, by the measure that ranks
 *       or by the held-out R2 in the same run, or the first one has worse-than-mean
 *   <tr><td>only one<td>one source has a score
 *   <tr><td>not known<td>there are no probabilities; or the first score is doubtful: digits-lost of
 *       8 or more, no-better-than-mean, worse-than-mean, weak-through-origin, few-rows-per-class, or training errors
 *       of sources of different width from few rows
 *   <tr><td>clear<td>one source has a probability of at least 0.9
 *   <tr><td>open<td>otherwise: the smallest group of sources that together reach 0.9; without
 *       probabilities, sources that share the first place
 * </table>
 *
 * @param by the measure of the ranking
 * @param candidates the sources to choose from, the most probable first: one if clear, only one or
 *     not known, several if open, none in the other cases
 * @param sources the number of sources with a score
 * @param reason why the answer is not known or absent, as the end of a sentence; else empty
 * @param remarks conditions that hold, in the order of their kinds
 * @param remaining the comparison that excludes sources; empty if there is none by this measure
 */
public record Verdict(
    String dataset,
    String target,
    Measure by,
    Standing standing,
    List<Candidate> candidates,
    int sources,
    String reason,
    List<Remark> remarks,
    Optional<TargetCandidates> remaining) {
  private static final int MOST_NAMES = 3;

  public Verdict {
    Objects.requireNonNull(by);
    candidates = List.copyOf(candidates);
    remarks = List.copyOf(remarks);
  }

  /**
   * The verdict on a ranking.
   *
   * @param skipped sources whose features of this dataset could not be scored
   */
  public static Verdict of(Ranking ranking, List<String> skipped) {
    return new VerdictRules(ranking, skipped).verdict();
  }

  /** The answer in one sentence, without the name of the target. */
  public String answer() {
    return switch (standing) {
      case CLEAR -> "use " + first().source() + " (" + numbers(first()) + ").";
      case OPEN -> open();
      case ONLY_ONE ->
          "%s is the only source%s; nothing is compared."
              .formatted(first().source(), inBrackets(numbers(first())));
      case NOT_KNOWN ->
          "%s is first%s, but %s.".formatted(first().source(), inBrackets(r2(first())), reason);
      case NONE_HELPS, NO_ANSWER -> reason + ".";
    };
  }

  /** The answer and the remarks. */
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>(List.of(answer()));
    remarks.forEach(remark -> sentences.add(remark.sentence()));
    return sentences;
  }

  /** Whether a probability of being the best is part of the answer. */
  public boolean hasChances() {
    return candidates.stream().anyMatch(candidate -> !Double.isNaN(candidate.chance()));
  }

  private Candidate first() {
    return candidates.get(0);
  }

  private String open() {
    String names = names(candidates, Verdict::withChance, "or");
    if (!hasChances()) {
      return names + "; their scores are equal.";
    }
    return candidates.size() <= MOST_NAMES
        ? names + "; the rows do not separate them."
        : "%s; the rows do not separate these %d of %s."
            .formatted(names, candidates.size(), PlainText.count(sources, "source"));
  }

  private static String withChance(Candidate candidate) {
    return Double.isNaN(candidate.chance())
        ? candidate.source()
        : candidate.source() + " (" + two(candidate.chance()) + ")";
  }

  private String numbers(Candidate candidate) {
    String r2 = r2(candidate);
    if (standing != Standing.CLEAR) {
      return r2;
    }
    String best = "best with probability " + two(candidate.chance());
    return r2.isEmpty() ? best : best + "; " + r2;
  }

  private static String r2(Candidate candidate) {
    return Double.isNaN(candidate.heldOutR2()) ? "" : "held-out R2 " + two(candidate.heldOutR2());
  }

  private static String inBrackets(String text) {
    return text.isEmpty() ? "" : " (" + text + ")";
  }

  private static String two(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.equals("-0.00") ? "0.00" : text;
  }

  /** {@code a}, {@code a or b}, {@code a, b or c}, {@code a, b, c or 4 others}. */
  static <T> String names(List<T> items, Function<T, String> name, String word) {
    List<String> shown = new ArrayList<>();
    // one more name takes no more room than "1 other"
    int most = items.size() <= MOST_NAMES + 1 ? items.size() : MOST_NAMES;
    items.subList(0, most).forEach(item -> shown.add(name.apply(item)));
    if (items.size() > most) {
      shown.add(PlainText.count(items.size() - most, "other"));
    }
    int last = shown.size() - 1;
    return last == 0
        ? shown.get(0)
        : String.join(", ", shown.subList(0, last)) + " " + word + " " + shown.get(last);
  }
}
