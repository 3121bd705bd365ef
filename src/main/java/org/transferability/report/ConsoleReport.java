package org.transferability.report;

import static org.transferability.report.text.PlainText.count;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;
import org.transferability.study.EstimatorKind;

/** The console output of a run as text: the plan, the rankings, the summary. */
public final class ConsoleReport {
  private final Terminal terminal;
  private final Limits limits;

  /** The part of a large result that is printed; the rest is in scores.csv. */
  public record Limits(int targets, int sources) {
    public static final Limits DEFAULT = new Limits(20, 10);
  }

  /**
   * What will be scored.
   *
   * @param sources number of different sources
   * @param datasets number of different datasets
   * @param sets feature sets, each a source on a dataset
   * @param targets targets of all datasets
   * @param pairs pairs of a feature set and a target
   * @param bytes bytes of the files of all feature sets
   */
  public record Extent(int sources, int datasets, int sets, int targets, long pairs, long bytes) {}

  public ConsoleReport(Terminal terminal, Limits limits) {
    this.terminal = terminal;
    this.limits = limits;
  }

  private static String bytes(long bytes) {
    return bytes < 10_000_000
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%,.0f MB", bytes / 1e6);
  }

  /** What is scored, and the options. */
  public String opening(Extent extent, Map<String, Object> options) {
    StringBuilder text = new StringBuilder();
    text.append(
        line(
            "Scoring %s on %s of %s: %s, %s, %s"
                .formatted(
                    count(extent.sources(), "source"),
                    count(extent.targets(), "target"),
                    count(extent.datasets(), "dataset"),
                    count(extent.sets(), "feature set"),
                    count(extent.pairs(), "pair"),
                    bytes(extent.bytes()))));
    TextTable table = new TextTable("ll", terminal.style());
    options.forEach(
        (name, value) -> table.add(List.of(new Cell(name, Ansi.FAINT), Cell.of(text(value)))));
    return text.append(table.render("  ")).toString();
  }

  /**
   * The ranked sources of every target, best first.
   *
   * @param file the location of the rest, such as the path of scores.csv
   */
  public String rankings(List<Ranking> rankings, String file) {
    List<Ranking> shown = rankings.subList(0, Math.min(limits.targets(), rankings.size()));
    RankingTables tables = new RankingTables(shown, limits.sources(), terminal);
    StringBuilder text = new StringBuilder(units(tables.estimators()));
    tables.texts().forEach(table -> text.append('\n').append(table));
    int more = rankings.size() - shown.size();
    if (more > 0) {
      text.append('\n').append(line("and " + count(more, "more target") + ", all in " + file));
    }
    String omitted = tables.omitted();
    if (!omitted.isEmpty()) {
      text.append('\n').append(line("Not in these tables: " + omitted + "; all are in " + file));
    }
    return text.append(marked(tables.marked(), file)).toString();
  }

  /** The flags of the measures that do not rank. */
  private String marked(Map<Measure, Set<String>> flags, String file) {
    List<String> texts = new ArrayList<>();
    flags.forEach((measure, labels) -> texts.add(measure + " " + String.join(", ", labels)));
    return texts.isEmpty()
        ? ""
        : "\n"
            + line(
                "Flags of scores that do not rank (* or - at doubtful numbers): "
                    + String.join("; ", texts)
                    + ". Those of each score are in "
                    + file);
  }

  private String line(String text) {
    return PlainText.wrapped(text, terminal.width(), "", "  ");
  }

  /**
   * The summaries of columns with lists whose outputs are targets.
   *
   * @param by the measure that ranks; others are in the file
   * @param file the path of the file with all summaries
   */
  public String outputs(List<OutputSummary> summaries, Measure by, String file) {
    List<OutputSummary> ranked =
        summaries.stream().filter(summary -> summary.measure().equals(by)).toList();
    if (ranked.isEmpty()) {
      return "";
    }
    int most = limits.targets();
    List<OutputSummary> shown = ranked.subList(0, Math.min(most, ranked.size()));
    int longest = RankingTables.LONGEST_NAME;
    TextTable table = outputs(shown, longest);
    while (longest > RankingTables.SHORTEST_NAME && table.width() + 2 > terminal.width()) {
      table = outputs(shown, --longest);
    }
    String more =
        ranked.size() > most
            ? "  and %d more, all in %s%n".formatted(ranked.size() - most, PlainText.visible(file))
            : "";
    return "\nScores of each output by " + by + "\n" + table.render("  ") + more;
  }

  private TextTable outputs(List<OutputSummary> summaries, int longestName) {
    TextTable table = new TextTable("lllrrrrr", terminal.style());
    table.head("dataset", "target", "source", "outputs", "mean", "median", "10 %", "90 %");
    for (OutputSummary summary : summaries) {
      table.add(
          RankingTables.name(summary.dataset(), longestName),
          RankingTables.name(summary.column(), longestName),
          RankingTables.name(summary.source(), longestName),
          Integer.toString(summary.outputs()),
          RankingTables.number(summary.mean()),
          RankingTables.number(summary.median()),
          RankingTables.number(summary.low()),
          RankingTables.number(summary.high()));
    }
    return table;
  }

  /**
   * The summary of the run.
   *
   * @param skipped feature sets without scores
   * @param rows rows written
   * @param out the output directory
   * @param page the path of report.html, which is the last line; empty if there is none
   */
  public String closing(
      List<RunRecord.Skipped> skipped,
      long rows,
      String out,
      double seconds,
      Optional<String> page) {
    StringBuilder text = new StringBuilder("\n");
    if (!skipped.isEmpty()) {
      text.append("Skipped ").append(count(skipped.size(), "feature set")).append(":\n");
      TextTable table = new TextTable("ll", terminal.style());
      for (RunRecord.Skipped skip : skipped) {
        String name = skip.source() + " on " + skip.dataset();
        table.add(List.of(new Cell(name, Ansi.YELLOW), Cell.of(skip.reason())));
      }
      text.append(table.render("  "));
    }
    text.append("Wrote ").append(count(rows, "score")).append(" to ");
    text.append(PlainText.visible(out));
    text.append(" in ").append(Progress.duration(seconds)).append('\n');
    page.ifPresent(path -> text.append("Report: ").append(PlainText.visible(path)).append('\n'));
    return text.toString();
  }

  /** What the scores in the tables are. */
  private String units(Set<String> estimators) {
    Map<String, String> names = new LinkedHashMap<>();
    estimators.forEach(
        name ->
            names.merge(
                EstimatorKind.parse(name).unit(), name, (first, next) -> first + ", " + next));
    StringBuilder text = new StringBuilder("\nScores (higher is better):\n");
    names.forEach(
        (unit, of) ->
            text.append(PlainText.wrapped(of + ": " + unit, terminal.width(), "  ", "    ")));
    return text.toString();
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(Object::toString).collect(Collectors.joining(", "))
        : String.valueOf(value);
  }
}
