package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.evaluate.Comparison;
import org.transferability.evaluate.Comparison.Verdict;
import org.transferability.evaluate.WithinTarget;

/** Describes in sentences the differences between estimators that are more than noise. */
public final class EvaluationVerdicts {
  private static final WithinTarget DECISIVE = WithinTarget.KENDALL;

  private static final String TOO_FEW =
      "%s: no estimator is called better, because that takes five targets with four sources each.";

  private record Subject(String transfer, String first) {}

  private EvaluationVerdicts() {}

  /** One sentence for each transfer and first estimator, about the order of the sources. */
  public static List<String> sentences(List<Comparison> comparisons) {
    Map<Subject, List<Comparison>> subjects = new LinkedHashMap<>();
    for (Comparison comparison : decisive(comparisons)) {
      subjects
          .computeIfAbsent(
              new Subject(comparison.transfer(), comparison.first()), key -> new ArrayList<>())
          .add(comparison);
    }
    return subjects.entrySet().stream()
        .map(entry -> sentence(entry.getKey(), entry.getValue(), comparisons))
        .toList();
  }

  /** The same with those of kinds of transfer with too few targets in one sentence. */
  static List<String> brief(List<Comparison> comparisons) {
    List<String> sentences = sentences(comparisons);
    List<String> few =
        comparisons.stream()
            .map(comparison -> TOO_FEW.formatted(comparison.transfer()))
            .filter(sentences::contains)
            .distinct()
            .toList();
    if (few.size() < 2) {
      return sentences;
    }
    List<String> brief = new ArrayList<>(sentences);
    brief.removeAll(few);
    brief.add(0, TOO_FEW.formatted(few.size() + " kinds of transfer"));
    return brief;
  }

  /** The statistics for which this verdict holds for the pair of estimators. */
  static List<String> statistics(List<Comparison> all, Comparison pair, Verdict verdict) {
    return all.stream()
        .filter(other -> other.transfer().equals(pair.transfer()))
        .filter(other -> other.first().equals(pair.first()))
        .filter(other -> other.second().equals(pair.second()))
        .filter(other -> other.verdict() == verdict)
        .map(Comparison::statistic)
        .toList();
  }

  /** The comparisons by the statistic that the sentences are about. */
  static List<Comparison> decisive(List<Comparison> comparisons) {
    return comparisons.stream()
        .filter(comparison -> comparison.statistic().equals(DECISIVE.label()))
        .toList();
  }

  private static String sentence(
      Subject subject, List<Comparison> comparisons, List<Comparison> all) {
    List<String> parts = new ArrayList<>();
    List<String> worse = seconds(comparisons, Verdict.FIRST_BETTER);
    List<String> better = seconds(comparisons, Verdict.SECOND_BETTER);
    List<String> equal = seconds(comparisons, Verdict.WITHIN_NOISE);
    List<String> few = seconds(comparisons, Verdict.TOO_FEW);
    if (few.size() == comparisons.size()) {
      return TOO_FEW.formatted(subject.transfer());
    }
    if (!worse.isEmpty()) {
      parts.add("is better than " + listed(worse) + " by more than noise");
    }
    if (!better.isEmpty()) {
      parts.add("is worse than " + listed(better) + " by more than noise");
    }
    if (!equal.isEmpty()) {
      parts.add(
          (equal.size() == 1 ? "differs from " : "differs from each of ")
              + listed(equal)
              + " by no more than noise");
    }
    if (!few.isEmpty()) {
      parts.add("shares too few targets with " + listed(few));
    }
    StringBuilder text =
        new StringBuilder(
            "%s: in ordering the sources of a target (%s), %s %s."
                .formatted(
                    subject.transfer(),
                    DECISIVE.label(),
                    subject.first(),
                    String.join("; it ", parts)));
    for (Comparison pair : comparisons) {
      List<String> contrary = statistics(all, pair, Verdict.SECOND_BETTER);
      if (pair.verdict() != Verdict.SECOND_BETTER && !contrary.isEmpty()) {
        text.append(" However, %s is better by more than noise on ".formatted(pair.second()))
            .append(listed(contrary))
            .append('.');
      }
    }
    return text.toString();
  }

  private static List<String> seconds(List<Comparison> comparisons, Verdict verdict) {
    return comparisons.stream()
        .filter(comparison -> comparison.verdict() == verdict)
        .map(Comparison::second)
        .toList();
  }

  private static String listed(List<String> names) {
    int last = names.size() - 1;
    return last == 0
        ? names.get(0)
        : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
  }
}
