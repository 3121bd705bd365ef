package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.evaluate.Baselines;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.MissingPair;
import org.transferability.evaluate.WithinTarget;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;

/**
 * An evaluation on one screen of 80 columns: Kendall's tau-b within a target of the leading
 * estimators for each kind of transfer, and the sentences that have room.
 */
final class EvaluationBrief {
  private static final int LINES = 24;
  private static final int MOST_ESTIMATORS = 8;
  private static final int MOST_TRANSFERS = 8;
  private static final int NARROW = 4;
  private static final int SIDE_BY_SIDE = 3;
  private static final int LONGEST_NAME = 22;
  private static final int LONGEST_HEAD = 13;

  private final EvaluationResult result;
  private final Terminal.Style style;
  private final Map<String, Map<String, Map<String, Double>>> values = new LinkedHashMap<>();

  private EvaluationBrief(EvaluationResult result, Terminal.Style style) {
    this.result = result;
    this.style = style;
    for (Evaluation row : result.evaluations()) {
      values
          .computeIfAbsent(row.estimator(), key -> new HashMap<>())
          .computeIfAbsent(row.transfer(), key -> new HashMap<>())
          .put(row.statistic(), row.value());
    }
    values.remove(Baselines.TARGET_MEAN);
  }

  static String text(EvaluationResult result, Terminal.Style style) {
    EvaluationBrief brief = new EvaluationBrief(result, style);
    StringBuilder text = new StringBuilder();
    text.append("\nKendall tau-b within a target, mean over targets (1 is best)");
    text.append(
        brief.isNarrow()
            ? "; in brackets the\nregret, the relative extra error of the chosen source:\n"
            : ", of the estimators\nwith the largest mean over all kinds of transfer:\n");
    text.append(brief.isNarrow() ? brief.estimators() : brief.transfers());
    int used = (int) text.chars().filter(c -> c == '\n').count();
    return text.append(brief.sentences(LINES - used - aroundIt(result))).toString();
  }

  /**
   * The lines of the opening and the end: missing pairs of a kind take two, the last line three.
   */
  private static int aroundIt(EvaluationResult result) {
    return 4 + 2 * (int) result.missing().stream().map(MissingPair::side).distinct().count();
  }

  private boolean isNarrow() {
    return result.transfers().size() <= SIDE_BY_SIDE;
  }

  /** The estimators, the best mean first, then the static ranker. */
  private List<String> ordered() {
    return values.keySet().stream()
        .sorted(
            Comparator.comparing((String name) -> name.equals(Baselines.STATIC_RANKER))
                .thenComparingDouble(name -> -mean(name)))
        .toList();
  }

  private double mean(String estimator) {
    return result.transfers().stream()
        .mapToDouble(transfer -> value(estimator, transfer, WithinTarget.KENDALL))
        .average()
        .orElse(Double.NaN);
  }

  private double value(String estimator, String transfer, WithinTarget statistic) {
    return values
        .get(estimator)
        .getOrDefault(transfer, Map.of())
        .getOrDefault(statistic.label(), Double.NaN);
  }

  /** A line for each estimator, a column for each kind of transfer. */
  private String estimators() {
    List<String> transfers = result.transfers();
    List<String> all = ordered();
    List<String> shown = shown(all, MOST_ESTIMATORS);
    TextTable table = new TextTable("l" + "r".repeat(transfers.size()), style);
    List<String> head = new ArrayList<>(List.of("estimator"));
    transfers.forEach(transfer -> head.add(cut(transfer, LONGEST_HEAD)));
    table.head(head.toArray(String[]::new));
    for (String name : shown) {
      List<String> cells = new ArrayList<>(List.of(cut(name, LONGEST_NAME)));
      for (String transfer : transfers) {
        double regret = value(name, transfer, WithinTarget.REGRET);
        cells.add(
            "%s (%s)"
                .formatted(
                    EvaluationText.number(value(name, transfer, WithinTarget.KENDALL), 3),
                    EvaluationText.number(regret, 3)));
      }
      table.add(cells.toArray(String[]::new));
    }
    return table.render("  ") + more(all.size() - shown.size(), "more estimator");
  }

  /** A line for each kind of transfer, a column for each of a few estimators. */
  private String transfers() {
    List<String> all = ordered();
    List<String> shown = shown(all, NARROW);
    List<String> transfers = result.transfers();
    List<String> lines = transfers.subList(0, Math.min(MOST_TRANSFERS, transfers.size()));
    TextTable table = new TextTable("l" + "r".repeat(shown.size()), style);
    List<String> head = new ArrayList<>(List.of("transfer"));
    shown.forEach(name -> head.add(cut(name.replace("baseline:", ""), LONGEST_HEAD)));
    table.head(head.toArray(String[]::new));
    for (String transfer : lines) {
      List<String> cells = new ArrayList<>(List.of(cut(transfer, LONGEST_NAME)));
      for (String name : shown) {
        cells.add(EvaluationText.number(value(name, transfer, WithinTarget.KENDALL), 3));
      }
      table.add(cells.toArray(String[]::new));
    }
    return table.render("  ")
        + more(transfers.size() - lines.size(), "more kind", " of transfer")
        + more(all.size() - shown.size(), "more estimator");
  }

  /** The leading ones, and the static ranker, which is the last. */
  private static List<String> shown(List<String> all, int most) {
    if (all.size() <= most) {
      return all;
    }
    List<String> shown = new ArrayList<>(all.subList(0, most - 1));
    shown.add(all.get(all.size() - 1));
    return shown;
  }

  private static String more(int number, String what, String... after) {
    return number <= 0
        ? ""
        : "  and " + PlainText.count(number, what) + String.join("", after) + "\n";
  }

  /** As many whole sentences as there is room for, what cannot be ranked first. */
  private String sentences(int lines) {
    List<String> all = new ArrayList<>(EvaluationVerdicts.brief(result.comparisons()));
    all.add(0, EvaluationDispersion.overall(result.dispersions()));
    all.removeIf(String::isEmpty);
    StringBuilder text = new StringBuilder("\n");
    int left = lines - 2;
    int shown = 0;
    for (String sentence : all) {
      List<String> wrapped = EvaluationText.wrapped(PlainText.visible(sentence));
      if (wrapped.size() > left) {
        break;
      }
      wrapped.forEach(line -> text.append(line).append('\n'));
      left -= wrapped.size();
      shown++;
    }
    int more = all.size() - shown;
    return more == 0
        ? text.toString()
        : text.append(PlainText.count(more, "more sentence"))
            .append(", intervals and pooled values: --all, or the files in --out\n")
            .toString();
  }

  private static String cut(String name, int most) {
    int length = name.codePointCount(0, name.length());
    return length <= most ? name : name.substring(0, name.offsetByCodePoints(0, most - 3)) + "...";
  }
}
