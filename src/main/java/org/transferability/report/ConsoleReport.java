package org.transferability.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;
import org.transferability.score.Flag;
import org.transferability.score.LogMe;
import org.transferability.score.Scope;
import org.transferability.score.Score;

/** The console output of a run as text: the plan, the rankings, the summary. */
public final class ConsoleReport {
  private static final int MOST_OTHER_MEASURES = 4;
  private static final int LONGEST_NAME = 48;

  private final Terminal.Style style;
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

  public ConsoleReport(Terminal.Style style, Limits limits) {
    this.style = style;
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
    text.append("Scoring ")
        .append(PlainText.count(extent.sources(), "source"))
        .append(" on ")
        .append(PlainText.count(extent.targets(), "target"))
        .append(" of ")
        .append(PlainText.count(extent.datasets(), "dataset"))
        .append(": ")
        .append(PlainText.count(extent.sets(), "feature set"))
        .append(", ")
        .append(PlainText.count(extent.pairs(), "pair"))
        .append(", ")
        .append(bytes(extent.bytes()))
        .append('\n');
    TextTable table = new TextTable("ll", style);
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
    StringBuilder text = new StringBuilder();
    List<Ranking> shown = rankings.subList(0, Math.min(limits.targets(), rankings.size()));
    for (Ranking ranking : shown) {
      text.append('\n').append(ranking(ranking));
    }
    int more = rankings.size() - shown.size();
    if (more > 0) {
      text.append("\nand ")
          .append(PlainText.count(more, "more target"))
          .append(", all in ")
          .append(PlainText.visible(file));
      text.append('\n');
    }
    Map<Measure, Set<String>> marked = new LinkedHashMap<>();
    shown.forEach(ranking -> marks(ranking).explain(places(ranking), marked));
    if (!marked.isEmpty()) {
      TextTable table = new TextTable("ll", style);
      marked.forEach((measure, flags) -> table.add(measure.toString(), String.join(", ", flags)));
      text.append("\n* flags, for each score in ")
          .append(PlainText.visible(file))
          .append(":\n")
          .append(table.render("  "));
    }
    return text.toString();
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
    TextTable table = new TextTable("lllrrrrr", style);
    table.head("dataset", "target", "source", "outputs", "mean", "median", "10 %", "90 %");
    int most = limits.targets();
    for (OutputSummary summary : ranked.subList(0, Math.min(most, ranked.size()))) {
      table.add(
          name(summary.dataset()),
          name(summary.column()),
          name(summary.source()),
          Integer.toString(summary.outputs()),
          number(summary.mean()),
          number(summary.median()),
          number(summary.low()),
          number(summary.high()));
    }
    String more =
        ranked.size() > most
            ? "  and %d more, all in %s%n".formatted(ranked.size() - most, PlainText.visible(file))
            : "";
    return "\nScores of each output by " + by + "\n" + table.render("  ") + more;
  }

  /**
   * The summary of the run.
   *
   * @param skipped feature sets without scores
   * @param rows rows written
   * @param out the output directory
   */
  public String closing(List<RunRecord.Skipped> skipped, long rows, String out, double seconds) {
    StringBuilder text = new StringBuilder("\n");
    if (!skipped.isEmpty()) {
      text.append("Skipped ").append(PlainText.count(skipped.size(), "feature set")).append(":\n");
      TextTable table = new TextTable("ll", style);
      for (RunRecord.Skipped skip : skipped) {
        String name = skip.source() + " on " + skip.dataset();
        table.add(List.of(new Cell(name, Ansi.YELLOW), Cell.of(skip.reason())));
      }
      text.append(table.render("  "));
    }
    text.append("Wrote ")
        .append(PlainText.count(rows, "score"))
        .append(" to ")
        .append(PlainText.visible(out));
    return text.append(" in ").append(Progress.duration(seconds)).append('\n').toString();
  }

  private String ranking(Ranking ranking) {
    List<Ranking.Place> shown = places(ranking);
    List<Measure> others = others(ranking);
    Shown columns = Shown.of(ranking);
    FlagMarks marks = marks(ranking);
    String[] head = head(others, columns, marks);
    TextTable table = new TextTable("rl" + "r".repeat(head.length - 3) + "l", style);
    table.head(head);
    shown.forEach(place -> table.add(line(place, others, columns, marks)));

    StringBuilder text = new StringBuilder();
    text.append(Ansi.BOLD.on(name(ranking.dataset()) + " / " + name(ranking.target()), style));
    text.append("  ranked by ").append(ranking.by());
    if (!ranking.passedOver().isEmpty()) {
      text.append(", because sources interpolate by ").append(joined(ranking.passedOver()));
    }
    text.append('\n').append(table.render("  "));
    if (favoursWidth(ranking)) {
      text.append("  Compare sources of equal d only: a training error decreases with d.\n");
    }
    if (ranking.noneHelps()) {
      text.append("  No source is known to predict these labels better than their mean.\n");
    }
    ranking.bestForOtherHead().ifPresent(place -> text.append(otherHead(place)));
    int more = ranking.places().size() - shown.size();
    if (more > 0) {
      text.append("  and ").append(more).append(" more\n");
    }
    return text.toString();
  }

  private static String otherHead(Ranking.Place best) {
    String head = best.row().score().estimator().equals(LogMe.NAME) ? "trained briefly" : "tuned";
    boolean offset =
        best.rows().values().stream().anyMatch(row -> row.score().flags().has(Flag.OFFSET_LABELS));
    String reason =
        offset
            ? "the labels are far from zero"
            : "the features of the sources differ in scale or offset";
    return "  For a head that is %s, %s is best by %s: the rankings differ because %s.\n"
        .formatted(head, name(best.row().source()), Measure.of(best.row()), reason);
  }

  /**
   * Optional columns of a ranking.
   *
   * @param uncertain the folds give standard errors and the probability of being the best
   * @param residual the measure has a residual and a share of the variance that it explains
   */
  private record Shown(boolean uncertain, boolean residual) {
    static Shown of(Ranking ranking) {
      List<Score> scores = ranking.places().stream().map(place -> place.row().score()).toList();
      return new Shown(
          scores.stream().anyMatch(score -> score.uncertainty().isKnown()),
          scores.stream().anyMatch(score -> !Double.isNaN(score.mse())));
    }
  }

  /** Whether sources of different width are ranked by training errors from few rows. */
  private static boolean favoursWidth(Ranking ranking) {
    List<Score> scores = ranking.places().stream().map(place -> place.row().score()).toList();
    return scores.stream().anyMatch(score -> score.comparable() == Scope.EQUAL_WIDTH)
        && scores.stream().mapToInt(Score::d).distinct().count() > 1;
  }

  private static String[] head(List<Measure> others, Shown columns, FlagMarks marks) {
    List<String> names = new ArrayList<>(List.of("", "source", "score"));
    if (columns.uncertain()) {
      names.addAll(List.of("std error", "p best"));
    }
    if (columns.residual()) {
      names.addAll(List.of("mse", "r2"));
    }
    names.addAll(List.of("n", "d"));
    others.forEach(measure -> names.add(measure + (marks.atHead(measure) ? "*" : " ")));
    names.add("flags");
    return names.toArray(String[]::new);
  }

  private static List<Cell> line(
      Ranking.Place place, List<Measure> others, Shown columns, FlagMarks marks) {
    ScoreRow row = place.row();
    List<Cell> cells = new ArrayList<>();
    // the sign of a tie has a separate column, so that the digits stay aligned
    cells.add(Cell.of(place.place() + (place.sharedBy() > 1 ? "=" : " ")));
    cells.add(new Cell(name(row.source()), place.place() == 1 ? Ansi.BOLD : Ansi.PLAIN));
    cells.add(Cell.of(number(row.score().score())));
    if (columns.uncertain()) {
      cells.add(Cell.of(rounded(row.score().uncertainty().standardError(), "%.2g")));
      cells.add(Cell.of(rounded(row.top1(), "%.2f")));
    }
    if (columns.residual()) {
      cells.add(Cell.of(number(row.score().mse())));
      cells.add(Cell.of(number(row.score().r2())));
    }
    cells.add(Cell.of(Long.toString(row.score().n())));
    cells.add(Cell.of(Integer.toString(row.score().d())));
    for (Measure other : others) {
      ScoreRow otherRow = place.rows().get(other);
      boolean flagged = marks.at(other, otherRow);
      cells.add(
          Cell.of(
              (otherRow == null ? "" : number(otherRow.score().score())) + (flagged ? "*" : " ")));
    }
    cells.add(new Cell(row.flags().replace(";", ", "), Ansi.YELLOW));
    return cells;
  }

  private static FlagMarks marks(Ranking ranking) {
    return FlagMarks.of(ranking.places(), others(ranking));
  }

  private List<Ranking.Place> places(Ranking ranking) {
    return ranking.places().subList(0, Math.min(limits.sources(), ranking.places().size()));
  }

  private static List<Measure> others(Ranking ranking) {
    return ranking.others().subList(0, Math.min(MOST_OTHER_MEASURES, ranking.others().size()));
  }

  private static String joined(List<Measure> measures) {
    return measures.stream().map(Measure::toString).collect(Collectors.joining(", "));
  }

  private static String text(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(Object::toString).collect(Collectors.joining(", "))
        : String.valueOf(value);
  }

  /** Six digits, enough to compare by eye; all of them are in scores.csv. */
  private static String number(double value) {
    return rounded(value, "%.6g");
  }

  private static String rounded(double value, String format) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  /** A name that fits into a column: the middle of a long one is omitted. */
  private static String name(String name) {
    int length = name.codePointCount(0, name.length());
    if (length <= LONGEST_NAME) {
      return name;
    }
    int half = (LONGEST_NAME - 3) / 2;
    return name.substring(0, name.offsetByCodePoints(0, half))
        + "..."
        + name.substring(name.offsetByCodePoints(0, length - half));
  }
}
