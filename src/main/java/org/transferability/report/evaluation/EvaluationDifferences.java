package org.transferability.report.evaluation;

import java.util.List;
import org.transferability.evaluate.Comparison;
import org.transferability.evaluate.Comparison.Verdict;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;

/** The table of differences between estimators, with the statistics that are more than noise. */
final class EvaluationDifferences {
  private EvaluationDifferences() {}

  /** Of one kind of transfer; empty without comparisons. */
  static String table(EvaluationResult result, String transfer, Terminal.Style style) {
    List<Comparison> all =
        result.comparisons().stream().filter(row -> row.transfer().equals(transfer)).toList();
    if (all.isEmpty()) {
      return "";
    }
    TextTable table = new TextTable("lrrrrll", style);
    table.head(
        "difference",
        "kendall",
        "interval",
        "targets +/-",
        "p",
        "first better by",
        "second better by");
    for (Comparison row : EvaluationVerdicts.decisive(all)) {
      table.add(
          row.first() + " - " + row.second(),
          EvaluationText.signed(row.difference(), 3),
          interval(row),
          row.firstBetter() + "/" + row.secondBetter(),
          EvaluationText.number(row.permutationP(), 4),
          statistics(all, row, Verdict.FIRST_BETTER),
          statistics(all, row, Verdict.SECOND_BETTER));
    }
    return "\n" + table.render("  ");
  }

  private static String interval(Comparison row) {
    return Double.isNaN(row.lower())
        ? "-"
        : EvaluationText.signed(row.lower(), 2) + " " + EvaluationText.signed(row.upper(), 2);
  }

  private static String statistics(List<Comparison> all, Comparison pair, Verdict verdict) {
    List<String> names = EvaluationVerdicts.statistics(all, pair, verdict);
    return names.isEmpty() ? "-" : String.join(", ", names);
  }
}
