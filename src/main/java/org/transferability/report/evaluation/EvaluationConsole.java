package org.transferability.report.evaluation;

import java.util.List;
import java.util.Map;
import org.transferability.evaluate.MissingPair;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Align;
import org.transferability.report.text.TextTable.Cell;

/**
 * An evaluation as text: for each kind of transfer the within-target statistics with their
 * intervals, the pooled ones to the right, the baselines below; then the differences that are more
 * than noise.
 */
public final class EvaluationConsole {
  private static final String FAINT = "2";

  private final Terminal.Style style;

  public EvaluationConsole(Terminal.Style style) {
    this.style = style;
  }

  /** What is evaluated, and the options. */
  public String opening(int estimators, int transfers, int pairs, Map<String, Object> options) {
    TextTable table = new TextTable(List.of(Align.LEFT, Align.LEFT), style);
    options.forEach(
        (name, value) ->
            table.add(
                List.of(
                    new Cell(name, FAINT),
                    Cell.of(EvaluationText.visible(String.valueOf(value))))));
    return "Evaluating "
        + EvaluationText.count(estimators, "estimator")
        + " against "
        + EvaluationText.count(transfers, "kind")
        + " of transfer: "
        + EvaluationText.count(pairs, "pair")
        + " with a score and a measurement\n"
        + table.render("  ");
  }

  /** The tables and the sentences. */
  public String result(EvaluationResult result) {
    StringBuilder text = new StringBuilder();
    for (String transfer : result.transfers()) {
      text.append('\n').append(emphasised("transfer " + EvaluationText.visible(transfer)));
      text.append("  ").append(EvaluationStatistics.table(result, transfer, style));
      text.append(EvaluationDifferences.table(result, transfer, style));
    }
    List<String> sentences = EvaluationVerdicts.sentences(result.comparisons());
    if (!sentences.isEmpty()) {
      text.append('\n');
      sentences.forEach(sentence -> text.append(EvaluationText.visible(sentence)).append('\n'));
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
        text.append("Missing: ")
            .append(EvaluationText.count(pairs.size(), "time"))
            .append(' ')
            .append(side.label())
            .append(" for a pair, the first ")
            .append(EvaluationText.visible(first.pair() + " (" + first.what() + ")"))
            .append("; all in missing.csv\n");
      }
    }
    return text.append("Wrote ")
        .append(EvaluationText.count(result.evaluations().size(), "statistic"))
        .append(" to ")
        .append(out)
        .append(" in ")
        .append(Progress.duration(seconds))
        .append('\n')
        .toString();
  }

  private String emphasised(String text) {
    return style == Terminal.Style.COLOUR ? "\u001b[1m" + text + "\u001b[0m" : text;
  }
}
