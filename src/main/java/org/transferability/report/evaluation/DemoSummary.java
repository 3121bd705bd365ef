package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.transferability.evaluate.Baselines;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.WithinTarget;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;

/**
 * The last part of the demonstration: how well each score orders the sources of the sample zoo, the
 * words of that table, and what to conclude.
 */
public final class DemoSummary {
  private static final String INDENT = "  ";

  /** The kinds of transfer of the sample zoo, in words. */
  private static final Map<String, String> TRANSFERS =
      Map.of(
          "head", "only a new head is trained",
          "half", "the later half of the layers is fine-tuned too",
          "full", "all layers are fine-tuned");

  private final List<Evaluation> evaluations;
  private final Terminal terminal;

  public DemoSummary(List<Evaluation> evaluations, Terminal terminal) {
    this.evaluations = evaluations;
    this.terminal = terminal;
  }

  /**
   * All lines.
   *
   * @param by the measure that ranked
   */
  public String text(String by) {
    Map<String, Map<String, Evaluation>> kendall = kendall();
    if (kendall.isEmpty()) {
      return "\nNo target has two sources with different scores and measured errors.\n";
    }
    int targets =
        kendall.values().stream()
            .flatMap(row -> row.values().stream())
            .mapToInt(Evaluation::targets)
            .max()
            .orElse(0);
    StringBuilder text = new StringBuilder("\n");
    text.append(
        line(
            "Agreement of scores and measured errors within a target, mean Kendall tau-b over "
                + PlainText.count(targets, "target")
                + ":"));
    text.append(table(kendall).render(INDENT)).append(words(kendall)).append('\n');
    return text.append(conclusion(by)).toString();
  }

  /** By estimator and kind of transfer, where it is defined. */
  private Map<String, Map<String, Evaluation>> kendall() {
    Map<String, Map<String, Evaluation>> rows = new LinkedHashMap<>();
    for (Evaluation row : evaluations) {
      if (row.statistic().equals(WithinTarget.KENDALL.label()) && !Double.isNaN(row.value())) {
        rows.computeIfAbsent(row.estimator(), key -> new LinkedHashMap<>())
            .put(row.transfer(), row);
      }
    }
    return rows;
  }

  private static List<String> transfers(Map<String, Map<String, Evaluation>> rows) {
    return rows.values().stream().flatMap(row -> row.keySet().stream()).distinct().toList();
  }

  private TextTable table(Map<String, Map<String, Evaluation>> rows) {
    List<String> transfers = transfers(rows);
    List<String> head = new ArrayList<>(List.of("score"));
    for (String transfer : transfers) {
      head.add(transfer);
      head.add("");
    }
    TextTable table = new TextTable("l" + "rl".repeat(transfers.size()), terminal.style());
    table.head(head.toArray(String[]::new));
    rows.forEach(
        (estimator, row) -> {
          List<String> line = new ArrayList<>(List.of(estimator));
          for (String transfer : transfers) {
            Evaluation value = row.get(transfer);
            line.add(value == null ? "" : EvaluationText.number(value.value(), 2));
            line.add(value == null ? "" : interval(value));
          }
          table.add(line.toArray(String[]::new));
        });
    return table;
  }

  private static String interval(Evaluation row) {
    return Double.isNaN(row.lower())
        ? ""
        : "[%s, %s]"
            .formatted(
                EvaluationText.number(row.lower(), 2), EvaluationText.number(row.upper(), 2));
  }

  /** One line for each word of the table. */
  private String words(Map<String, Map<String, Evaluation>> rows) {
    StringBuilder text = new StringBuilder();
    for (String transfer : transfers(rows)) {
      if (TRANSFERS.containsKey(transfer)) {
        text.append(word(transfer, TRANSFERS.get(transfer)));
      }
    }
    text.append(word("tau-b", "1 is the order of the errors, 0 no relation, -1 the reverse"));
    boolean spread =
        rows.values().stream()
            .flatMap(row -> row.values().stream())
            .anyMatch(row -> !Double.isNaN(row.lower()));
    text.append(
        spread
            ? word("[a, b]", "95 % interval over other targets of this kind")
            : line(INDENT + "One target gives no interval."));
    if (rows.containsKey(Baselines.STATIC_RANKER)) {
      text.append(
          word(Baselines.STATIC_RANKER, "one order for all targets, by errors on the others"));
    }
    return text.toString();
  }

  private String word(String word, String meaning) {
    return PlainText.wrapped(word + ": " + meaning, terminal.width(), INDENT, INDENT + INDENT);
  }

  private String conclusion(String by) {
    String hits =
        evaluations.stream()
            .filter(row -> row.estimator().equals(by) && row.targets() > 0)
            .filter(row -> row.statistic().equals(WithinTarget.TOP_1.label()))
            .map(
                row ->
                    "%s of %d (%s)"
                        .formatted(
                            rounded(row.value() * row.targets()), row.targets(), row.transfer()))
            .collect(Collectors.joining(", "));
    StringBuilder text = new StringBuilder("What to conclude:\n");
    if (!hits.isEmpty()) {
      text.append(
          item(by + " put the source with the smallest error first for these targets: " + hits));
    }
    text.append(
        item(
            "If you train a new head, use the source of the verdict. Where it has several, choose"
                + " the cheapest; where none helps, look for other sources or more rows."));
    text.append(
        item(
            "If you fine-tune more layers, use the scores to drop the worse half of the sources,"
                + " and try several of the others."));
    if (!by.equals("logme")) {
      text.append(
          item(
              "The heads of this zoo were trained briefly from zero; jobs/demo --head short ranks"
                  + " for that."));
    }
    return text.toString();
  }

  /** A number of targets; ties for the first place count in part. */
  private static String rounded(double value) {
    return value == Math.rint(value)
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.1f", value);
  }

  private String item(String text) {
    return PlainText.wrapped(
        "- " + text + (text.endsWith(".") ? "" : "."), terminal.width(), "", INDENT);
  }

  private String line(String text) {
    return PlainText.wrapped(text, terminal.width(), "", INDENT);
  }
}
