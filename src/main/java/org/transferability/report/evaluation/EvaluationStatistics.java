package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.transferability.evaluate.Baselines;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.Pooled;
import org.transferability.evaluate.WithinTarget;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;

/**
 * The table of one kind of transfer: within-target statistics with their intervals, the pooled ones
 * to the right; the best estimators first, the baselines last.
 */
final class EvaluationStatistics {
  private static final int MOST_ESTIMATORS = 20;
  private static final int COLUMNS = WithinTarget.values().length + 1 + Pooled.values().length + 2;
  private static final String BAR = "|";

  private EvaluationStatistics() {}

  static String table(EvaluationResult result, String transfer, Terminal.Style style) {
    Map<String, Map<String, Evaluation>> estimators = new LinkedHashMap<>();
    for (Evaluation row : result.evaluations()) {
      if (row.transfer().equals(transfer)) {
        estimators
            .computeIfAbsent(row.estimator(), key -> new LinkedHashMap<>())
            .put(row.statistic(), row);
      }
    }
    List<String> ordered = estimators.keySet().stream().sorted(bestFirst(estimators)).toList();
    List<String> shown =
        ordered.stream()
            .filter(name -> isBaseline(name) || ordered.indexOf(name) < MOST_ESTIMATORS)
            .toList();
    TextTable table = new TextTable("l" + "r".repeat(COLUMNS), style);
    table.add(head());
    for (String name : shown) {
      table.add(values(name, estimators.get(name)));
      table.add(intervals(estimators.get(name)));
    }
    String more =
        shown.size() == ordered.size()
            ? ""
            : "  and " + (ordered.size() - shown.size()) + " more, in evaluation.csv\n";
    return "Left: within a target, mean over targets, with the "
        + EvaluationText.percent(result.level())
        + " interval below (smaller regret is better); right: pooled over all pairs\n"
        + table.render("  ")
        + more;
  }

  private static Comparator<String> bestFirst(Map<String, Map<String, Evaluation>> estimators) {
    return Comparator.comparing(EvaluationStatistics::isBaseline)
        .thenComparingDouble(
            name -> {
              double tau = estimators.get(name).get(WithinTarget.KENDALL.label()).value();
              return -tau; // NaN is last
            });
  }

  private static List<Cell> head() {
    List<String> names = new ArrayList<>(List.of("estimator"));
    for (WithinTarget statistic : WithinTarget.values()) {
      names.add(heading(statistic.label()));
    }
    names.add(BAR);
    for (Pooled statistic : Pooled.values()) {
      names.add(heading(statistic.label()));
    }
    names.addAll(List.of("targets", "pairs"));
    return faint(names);
  }

  /** The short name of a statistic; the files have the full name. */
  private static String heading(String label) {
    return label.replaceFirst("^pooled-", "").replaceFirst("-tau-b$|(?<=weighted)-kendall$", "");
  }

  private static List<Cell> values(String name, Map<String, Evaluation> statistics) {
    List<Cell> cells = new ArrayList<>(List.of(new Cell(name, Ansi.BOLD)));
    for (WithinTarget statistic : WithinTarget.values()) {
      cells.add(Cell.of(EvaluationText.number(statistics.get(statistic.label()).value(), 3)));
    }
    cells.add(new Cell(BAR, Ansi.FAINT));
    Evaluation last = null;
    for (Pooled statistic : Pooled.values()) {
      last = statistics.get(statistic.label());
      cells.add(new Cell(EvaluationText.number(last.value(), 3), Ansi.FAINT));
    }
    cells.add(Cell.of(Integer.toString(last.targets())));
    cells.add(Cell.of(Integer.toString(last.pairs())));
    return cells;
  }

  private static List<Cell> intervals(Map<String, Evaluation> statistics) {
    List<String> cells = new ArrayList<>(List.of(""));
    for (WithinTarget statistic : WithinTarget.values()) {
      Evaluation row = statistics.get(statistic.label());
      cells.add(
          Double.isNaN(row.lower())
              ? ""
              : EvaluationText.number(row.lower(), 2)
                  + " "
                  + EvaluationText.number(row.upper(), 2));
    }
    cells.add(BAR);
    while (cells.size() <= COLUMNS) {
      cells.add("");
    }
    return faint(cells);
  }

  private static boolean isBaseline(String name) {
    return name.equals(Baselines.STATIC_RANKER) || name.equals(Baselines.TARGET_MEAN);
  }

  private static List<Cell> faint(List<String> texts) {
    return texts.stream().map(text -> new Cell(text, Ansi.FAINT)).toList();
  }
}
