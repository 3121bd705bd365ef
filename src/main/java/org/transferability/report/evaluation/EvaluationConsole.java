package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.transferability.evaluate.MissingPair;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;

/**
 * An evaluation as text: for each kind of transfer the within-target statistics with their
 * intervals, the pooled ones to the right, the baselines below; then the differences that are more
 * than noise.
 */
public final class EvaluationConsole {
  private final Terminal.Style style;

  public EvaluationConsole(Terminal.Style style) {
    this.style = style;
  }

  /** What is evaluated, and the options. */
  public String opening(int estimators, int transfers, int pairs, Map<String, Object> options) {
    TextTable table = new TextTable("ll", style);
    options.forEach(
        (name, value) ->
            table.add(List.of(new Cell(name, Ansi.FAINT), Cell.of(String.valueOf(value)))));
    return "Evaluating "
        + PlainText.count(estimators, "estimator")
        + " against "
        + PlainText.count(transfers, "kind")
        + " of transfer: "
        + PlainText.count(pairs, "pair")
        + " with a score and a measurement\n"
        + table.render("  ");
  }

  /** What is evaluated, in one line. */
  public String opening(int estimators, int transfers, int pairs) {
    return "Evaluating %s, %s of transfer, %s\n"
        .formatted(
            PlainText.count(estimators, "estimator"),
            PlainText.count(transfers, "kind"),
            PlainText.count(pairs, "pair"));
  }

  /** What fits on a screen. */
  public String brief(EvaluationResult result) {
    return EvaluationBrief.text(result, style);
  }

  /** The tables and the sentences. */
  public String result(EvaluationResult result) {
    StringBuilder text = new StringBuilder();
    for (String transfer : result.transfers()) {
      text.append('\n').append(Ansi.BOLD.on("transfer " + transfer, style));
      text.append("  ").append(EvaluationStatistics.table(result, transfer, style));
      text.append(EvaluationDifferences.table(result, transfer, style));
    }
    List<String> sentences = new ArrayList<>();
    for (String transfer : result.transfers()) {
      sentences.add(EvaluationDispersion.sentences(result.dispersions(), transfer));
    }
    sentences.addAll(EvaluationVerdicts.sentences(result.comparisons()));
    sentences.removeIf(String::isEmpty);
    if (!sentences.isEmpty()) {
      text.append('\n');
      sentences.forEach(sentence -> text.append(PlainText.visible(sentence)).append('\n'));
    }
    return text.toString();
  }

  /** The missing pairs, and the location of all of them. */
  public String closing(EvaluationResult result, String out, double seconds) {
    StringBuilder text = new StringBuilder("\n");
    for (MissingPair.Side side : MissingPair.Side.values()) {
      List<MissingPair> pairs =
          result.missing().stream().filter(pair -> pair.side() == side).toList();
      if (!pairs.isEmpty()) {
        MissingPair first = pairs.get(0);
        String sentence =
            "Missing: %s %s for a pair, the first %s (%s); all in missing.csv"
                .formatted(
                    PlainText.count(pairs.size(), "time"),
                    side.label(),
                    first.pair(),
                    first.what());
        EvaluationText.wrapped(PlainText.visible(sentence))
            .forEach(line -> text.append(line).append('\n'));
      }
    }
    return text.append("Wrote ")
        .append(PlainText.count(result.evaluations().size(), "statistic"))
        .append(" to ")
        .append(PlainText.visible(out))
        .append(" in ")
        .append(Progress.duration(seconds))
        .append('\n')
        .toString();
  }
}
