package org.transferability.report.evaluation;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.transferability.evaluate.Baselines;
import org.transferability.evaluate.Dispersion;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.WithinTarget;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;

/** One table for each kind of transfer, with a line for each estimator, and what they say. */
public final class StudyTables {
  private StudyTables() {}

  public static String text(EvaluationResult result, Terminal.Style style) {
    StringBuilder text = new StringBuilder();
    List<String> verdicts = EvaluationVerdicts.sentences(result.comparisons());
    for (String transfer : result.transfers()) {
      List<Dispersion> targets =
          result.dispersions().stream().filter(row -> row.transfer().equals(transfer)).toList();
      String datasets =
          targets.stream()
              .map(Dispersion::dataset)
              .collect(Collectors.toCollection(TreeSet::new))
              .stream()
              .collect(Collectors.joining(", "));
      text.append('\n').append(Ansi.BOLD.on("transfer " + PlainText.visible(transfer), style));
      text.append(
          "  %s of %s; intervals of %s over targets\n"
              .formatted(
                  PlainText.count(targets.size(), "target"),
                  PlainText.visible(datasets),
                  EvaluationText.percent(result.level())));
      text.append(table(result, transfer, style));
      sentence(EvaluationDispersion.sentences(result.dispersions(), transfer), text);
      verdicts.stream().filter(v -> v.startsWith(transfer + ":")).forEach(v -> sentence(v, text));
    }
    return text.toString();
  }

  private static void sentence(String sentence, StringBuilder text) {
    if (!sentence.isEmpty()) {
      EvaluationText.wrapped(PlainText.visible(sentence))
          .forEach(line -> text.append(line).append('\n'));
    }
  }

  private static String table(EvaluationResult result, String transfer, Terminal.Style style) {
    Map<String, Map<String, Evaluation>> estimators = new LinkedHashMap<>();
    for (Evaluation row : result.evaluations()) {
      if (row.transfer().equals(transfer) && !row.estimator().equals(Baselines.TARGET_MEAN)) {
        estimators
            .computeIfAbsent(row.estimator(), key -> new LinkedHashMap<>())
            .put(row.statistic(), row);
      }
    }
    TextTable table = new TextTable("lrrrrr", style);
    table.head("estimator", "kendall", "", "top-1", "regret", "");
    estimators.entrySet().stream()
        .filter(entry -> entry.getValue().get(WithinTarget.REGRET.label()).targets() > 0)
        .sorted(
            Comparator.comparing(
                    (Map.Entry<String, Map<String, Evaluation>> entry) ->
                        entry.getKey().equals(Baselines.STATIC_RANKER))
                .thenComparingDouble(
                    entry -> -entry.getValue().get(WithinTarget.KENDALL.label()).value()))
        .forEach(
            entry -> {
              Evaluation kendall = entry.getValue().get(WithinTarget.KENDALL.label());
              Evaluation regret = entry.getValue().get(WithinTarget.REGRET.label());
              table.add(
                  entry.getKey(),
                  EvaluationText.number(kendall.value(), 3),
                  interval(kendall),
                  EvaluationText.number(
                      entry.getValue().get(WithinTarget.TOP_1.label()).value(), 2),
                  EvaluationText.number(regret.value(), 3),
                  interval(regret));
            });
    return table.render("  ");
  }

  private static String interval(Evaluation row) {
    return Double.isNaN(row.lower())
        ? ""
        : "[%s, %s]"
            .formatted(
                EvaluationText.number(row.lower(), 2), EvaluationText.number(row.upper(), 2));
  }
}
