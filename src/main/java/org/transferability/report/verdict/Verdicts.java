package org.transferability.report.verdict;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.transferability.report.Ranking;
import org.transferability.report.RunRecord;
import org.transferability.report.text.PlainText;

/**
 * The verdicts of a run.
 *
 * @param all in the order of the rankings
 */
public record Verdicts(List<Verdict> all) {
  /** Holds for every probability of being the best. */
  public static final String ABOUT_SCORE =
      "Probabilities (p best) are about this score on other rows, not about transfer;"
          + " jobs/evaluate compares scores with measured transfer.";

  public Verdicts {
    all = List.copyOf(all);
  }

  /**
   * One verdict for each ranking.
   *
   * @param skipped feature sets without scores
   */
  public static Verdicts of(List<Ranking> rankings, List<RunRecord.Skipped> skipped) {
    return new Verdicts(
        rankings.stream()
            .map(ranking -> Verdict.of(ranking, sourcesOf(ranking.dataset(), skipped)))
            .toList());
  }

  private static List<String> sourcesOf(String dataset, List<RunRecord.Skipped> skipped) {
    return skipped.stream()
        .filter(set -> set.dataset().equals(dataset))
        .map(RunRecord.Skipped::source)
        .toList();
  }

  /** Whether {@link #ABOUT_SCORE} is worth printing. */
  public boolean hasChances() {
    return all.stream().anyMatch(Verdict::hasChances);
  }

  /** {@code 5 clear, 2 open, 1 none helps}: how many have each standing. */
  public static String counts(List<Verdict> verdicts) {
    Map<Standing, Long> counts = new LinkedHashMap<>();
    for (Standing standing : Standing.values()) {
      counts.put(standing, verdicts.stream().filter(v -> v.standing() == standing).count());
    }
    return Arrays.stream(Standing.values())
        .filter(standing -> counts.get(standing) > 0)
        .map(standing -> "%,d %s".formatted(counts.get(standing), standing))
        .collect(Collectors.joining(", "));
  }

  /** {@code 8 targets: 5 clear, 2 open, 1 none helps}. */
  public String summary() {
    return PlainText.count(all.size(), "target") + ": " + counts(all);
  }
}
