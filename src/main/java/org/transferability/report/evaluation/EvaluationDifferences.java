package org.transferability.report.evaluation;

import java.util.List;
import java.util.stream.Stream;
import org.transferability.evaluate.Comparison;
import org.transferability.evaluate.Comparison.Verdict;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Align;
import org.transferability.report.text.TextTable.Cell;

/** The table of differences between estimators, with the statistics that are more than noise. */
final class EvaluationDifferences {
  private static final String FAINT = "2";

  private EvaluationDifferences() {}

  /** Of one kind of transfer; empty without comparisons. */
  static String table(EvaluationResult result, String transfer, Terminal.Style style) {
    List<Comparison> all =
        result.comparisons().stream().filter(row -> row.transfer().equals(transfer)).toList();
    if (all.isEmpty()) {
      return "";
    }
    TextTable table =
        new TextTable(
            List.of(
                Align.LEFT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.RIGHT,
                Align.LEFT,
                Align.LEFT),
            style);
    table.add(
        Stream.of(
                "difference",
                "kendall",
                "interval",
                "targets +/-",
                "p",
                "first better by",
                "second better by")
            .map(name -> new Cell(name, FAINT))
            .toList());
    for (Comparison row : EvaluationVerdicts.decisive(all)) {
      table.add(
          List.of(
              Cell.of(EvaluationText.visible(row.first() + " - " + row.second())),
              Cell.of(EvaluationText.signed(row.difference(), 3)),
              Cell.of(
                  EvaluationText.signed(row.lower(), 2)
                      + " "
                      + EvaluationText.signed(row.upper(), 2)),
              Cell.of(row.firstBetter() + "/" + row.secondBetter()),
              Cell.of(EvaluationText.number(row.permutationP(), 4)),
              Cell.of(statistics(all, row, Verdict.FIRST_BETTER)),
              Cell.of(statistics(all, row, Verdict.SECOND_BETTER))));
    }
    return "\n" + table.render("  ");
  }

  private static String statistics(List<Comparison> all, Comparison pair, Verdict verdict) {
    List<String> names = EvaluationVerdicts.statistics(all, pair, verdict);
    return names.isEmpty() ? "-" : String.join(", ", names);
  }
}
