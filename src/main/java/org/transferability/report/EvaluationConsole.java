package org.transferability.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.transferability.evaluate.Baselines;
import org.transferability.evaluate.Comparison;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.MissingPair;
import org.transferability.evaluate.Pooled;
import org.transferability.evaluate.WithinTarget;
import org.transferability.report.TextTable.Align;
import org.transferability.report.TextTable.Cell;

/**
 * An evaluation as text: for each kind of transfer the within-target statistics with their
 * intervals, the pooled ones beside them, the baselines below; then which differences are more than
 * noise.
 */
public final class EvaluationConsole {
  private static final int MOST_ESTIMATORS = 20;
  private static final String BOLD = "1";
  private static final String FAINT = "2";

  private final Terminal.Style style;

  public EvaluationConsole(Terminal.Style style) {
    this.style = style;
  }

  /** What is being evaluated, and the options. */
  public String opening(int estimators, int transfers, int pairs, Map<String, Object> options) {
    TextTable table = new TextTable(List.of(Align.LEFT, Align.LEFT), style);
    options.forEach(
        (name, value) ->
            table.add(List.of(new Cell(name, FAINT), Cell.of(visible(String.valueOf(value))))));
    return "Evaluating "
        + count(estimators, "estimator")
        + " against "
        + count(transfers, "kind")
        + " of transfer: "
        + count(pairs, "pair")
        + " with a score and a measurement\n"
        + table.render("  ");
  }

  /** The tables and the sentences. */
  public String result(EvaluationResult result) {
    StringBuilder text = new StringBuilder();
    for (String transfer : result.transfers()) {
      text.append('\n').append(statistics(result, transfer));
      text.append(differences(result, transfer));
    }
    List<String> sentences = EvaluationVerdicts.sentences(result.comparisons());
    if (!sentences.isEmpty()) {
      text.append('\n');
      sentences.forEach(sentence -> text.append(visible(sentence)).append('\n'));
    }
    return text.toString();
  }

  /** What was missing and where all of it is. */
  public String closing(EvaluationResult result, String out, double seconds) {
    StringBuilder text = new StringBuilder("\n");
    for (MissingPair.Side side : MissingPair.Side.values()) {
      List<MissingPair> pairs =
          result.missing().stream().filter(pair -> pair.side() == side).toList();
      if (!pairs.isEmpty()) {
        MissingPair first = pairs.get(0);
        text.append("Missing: ")
            .append(count(pairs.size(), "time"))
            .append(' ')
            .append(side.label())
            .append(" for a pair, the first ")
            .append(visible(first.pair() + " (" + first.what() + ")"))
            .append("; all in missing.csv\n");
      }
    }
    return text.append("Wrote ")
        .append(count(result.evaluations().size(), "statistic"))
        .append(" to ")
        .append(out)
        .append(" in ")
        .append(Progress.duration(seconds))
        .append('\n')
        .toString();
  }

  private String statistics(EvaluationResult result, String transfer) {
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
    List<Align> aligns = new ArrayList<>(List.of(Align.LEFT));
    for (int i = 0; i < WithinTarget.values().length + Pooled.values().length + 2; i++) {
      aligns.add(Align.RIGHT);
    }
    TextTable table = new TextTable(aligns, style);
    head().forEach(table::add);
    for (String name : shown) {
      table.add(values(name, estimators.get(name)));
      table.add(intervals(estimators.get(name)));
    }
    String more =
        shown.size() == ordered.size()
            ? ""
            : "  and " + (ordered.size() - shown.size()) + " more, in evaluation.csv\n";
    return emphasised("transfer " + visible(transfer))
        + ": mean over targets, below it the "
        + percent(result.level())
        + " interval; regret is better when smaller\n"
        + table.render("  ")
        + more;
  }

  private static Comparator<String> bestFirst(Map<String, Map<String, Evaluation>> estimators) {
    return Comparator.comparing(EvaluationConsole::isBaseline)
        .thenComparingDouble(
            name -> {
              double tau = estimators.get(name).get(WithinTarget.KENDALL.label()).value();
              return -tau; // NaN is last
            });
  }

  private static List<List<Cell>> head() {
    List<String> groups = new ArrayList<>(List.of(""));
    List<String> names = new ArrayList<>(List.of("estimator"));
    for (WithinTarget statistic : WithinTarget.values()) {
      groups.add(statistic.ordinal() == 0 ? "within" : statistic.ordinal() == 1 ? "a target" : "");
      names.add(statistic.label());
    }
    for (Pooled statistic : Pooled.values()) {
      groups.add(statistic.ordinal() == 0 ? "pooled" : "");
      names.add(statistic.label().replaceFirst("^pooled-", "").replaceFirst("-tau-b$", ""));
    }
    groups.addAll(List.of("", ""));
    names.addAll(List.of("targets", "pairs"));
    return List.of(faint(groups), faint(names));
  }

  private static List<Cell> values(String name, Map<String, Evaluation> statistics) {
    List<Cell> cells = new ArrayList<>(List.of(new Cell(visible(name), BOLD)));
    for (WithinTarget statistic : WithinTarget.values()) {
      cells.add(Cell.of(number(statistics.get(statistic.label()).value(), 3)));
    }
    Evaluation last = null;
    for (Pooled statistic : Pooled.values()) {
      last = statistics.get(statistic.label());
      cells.add(new Cell(number(last.value(), 3), FAINT));
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
              : "[" + number(row.lower(), 2) + ", " + number(row.upper(), 2) + "]");
    }
    while (cells.size() < WithinTarget.values().length + Pooled.values().length + 3) {
      cells.add("");
    }
    return faint(cells);
  }

  private String differences(EvaluationResult result, String transfer) {
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
        faint(
            List.of(
                "difference",
                "kendall-tau-b",
                "interval",
                "targets +/-",
                "p",
                "verdict",
                "more than noise by")));
    for (Comparison row : EvaluationVerdicts.decisive(all)) {
      List<String> separated =
          all.stream()
              .filter(o -> o.first().equals(row.first()) && o.second().equals(row.second()))
              .filter(o -> o.verdict() != Comparison.Verdict.WITHIN_NOISE)
              .map(Comparison::statistic)
              .toList();
      table.add(
          List.of(
              Cell.of(visible(row.first() + " - " + row.second())),
              Cell.of(signed(row.difference(), 3)),
              Cell.of("[" + signed(row.lower(), 2) + ", " + signed(row.upper(), 2) + "]"),
              Cell.of(row.firstBetter() + "/" + row.secondBetter()),
              Cell.of(number(row.permutationP(), 4)),
              Cell.of(row.verdict().label()),
              Cell.of(separated.isEmpty() ? "-" : String.join(", ", separated))));
    }
    return "\n" + table.render("  ");
  }

  private static boolean isBaseline(String name) {
    return name.equals(Baselines.STATIC_RANKER) || name.equals(Baselines.TARGET_MEAN);
  }

  private static List<Cell> faint(List<String> texts) {
    return texts.stream().map(text -> new Cell(text, FAINT)).toList();
  }

  private String emphasised(String text) {
    return style == Terminal.Style.COLOUR ? "\u001b[1m" + text + "\u001b[0m" : text;
  }

  private static String number(double value, int digits) {
    if (Double.isNaN(value)) {
      return "-";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return Math.abs(value) < 1000
        ? String.format(Locale.ROOT, "%." + digits + "f", value)
        : String.format(Locale.ROOT, "%.2e", value);
  }

  private static String signed(double value, int digits) {
    return (value >= 0 ? "+" : "") + number(value, digits);
  }

  private static String percent(double level) {
    return String.format(Locale.ROOT, "%.4g", 100 * level).replaceFirst("\\.?0+$", "") + " %";
  }

  private static String count(long number, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", number, what, number == 1 ? "" : "s");
  }

  /** Names come from tables of others: a control character must not reach the terminal. */
  private static String visible(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '\uFFFD' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
