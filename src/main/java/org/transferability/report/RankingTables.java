package org.transferability.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.transferability.report.Ranking.Place;
import org.transferability.report.text.Ansi;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;
import org.transferability.report.text.TextTable;
import org.transferability.report.text.TextTable.Cell;
import org.transferability.score.Scope;
import org.transferability.score.Score;

/**
 * The tables of several rankings with the same columns: as many as fit into a line, the most
 * important first. The least important ones are omitted until every table fits: the other measures
 * from the last to the first, mse, R2 of the fit, n, d; then flags move below the table, and names
 * are shortened; then standard error, held-out R2 and the probability of being the best; last,
 * names are shortened further.
 */
final class RankingTables {
  private static final int MOST_OTHER_MEASURES = 4;
  private static final int MOST_OMITTED = 5;
  static final int LONGEST_NAME = 48;
  private static final int SHORT_NAME = 24;
  static final int SHORTEST_NAME = 12;
  private static final String INDENT = "  ";

  /** Ranks of importance; a column with a rank that is not below the limit is omitted. */
  private static final int ALWAYS = 0;

  private static final int CHANCE = 1;
  private static final int HELD_OUT = 2;
  private static final int ERROR = 3;
  private static final int WIDTH = 4;
  private static final int ROWS = 5;
  private static final int FIT = 6;
  private static final int MSE = 7;
  private static final int OTHERS = 8;

  private final List<Shown> tables;
  private final Terminal terminal;
  private int limit = OTHERS + MOST_OTHER_MEASURES;
  private boolean flagsBelow;
  private int longestName = LONGEST_NAME;

  /** A column: its importance, and its cell for each place. */
  private record Column(String head, char align, int rank, Function<Place, Cell> cell) {
    static Column of(String head, int rank, Function<Place, String> text) {
      return new Column(head, 'r', rank, place -> Cell.of(text.apply(place)));
    }
  }

  /**
   * One ranking and what its table needs of all its places.
   *
   * @param places those with a line
   * @param others the other measures without the held-out R2, which has its own column
   * @param commonFlags the flags that all sources have; empty if these differ, or if there is one
   *     source
   */
  private record Shown(
      Ranking ranking,
      List<Place> places,
      List<Measure> others,
      FlagMarks marks,
      String commonFlags,
      Optional<Long> rows) {
    static Shown of(Ranking ranking, int sources) {
      List<Place> all = ranking.places();
      List<Measure> others = new ArrayList<>(ranking.others());
      ranking.heldOutR2().ifPresent(others::remove);
      List<String> flags = all.stream().map(place -> place.row().flags()).distinct().toList();
      List<Long> rows = all.stream().map(place -> score(place).n()).distinct().toList();
      return new Shown(
          ranking,
          all.subList(0, Math.min(sources, all.size())),
          others,
          FlagMarks.of(all, first(others)),
          flags.size() == 1 && all.size() > 1 ? flags.get(0) : "",
          rows.size() == 1 ? Optional.of(rows.get(0)) : Optional.empty());
    }

    static List<Measure> first(List<Measure> others) {
      return others.subList(0, Math.min(MOST_OTHER_MEASURES, others.size()));
    }
  }

  /**
   * Finds the columns that fit.
   *
   * @param sources the largest number of places in a table
   */
  RankingTables(List<Ranking> rankings, int sources, Terminal terminal) {
    this.tables = rankings.stream().map(ranking -> Shown.of(ranking, sources)).toList();
    this.terminal = terminal;
    fit();
  }

  private void fit() {
    while (limit > ERROR + 1 && !fits()) {
      limit--;
    }
    if (fits()) {
      return;
    }
    flagsBelow = true;
    limit = OTHERS + MOST_OTHER_MEASURES;
    while (limit > ERROR + 1 && !fits()) {
      limit--;
    }
    shortenNames(SHORT_NAME);
    while (limit > ALWAYS + 1 && !fits()) {
      limit--;
    }
    shortenNames(SHORTEST_NAME);
  }

  private void shortenNames(int least) {
    while (longestName > least && !fits()) {
      longestName--;
    }
  }

  private boolean fits() {
    return terminal.width() == Terminal.UNLIMITED
        || tables.stream()
            .allMatch(shown -> INDENT.length() + table(shown).width() <= terminal.width());
  }

  /** The columns that some table omits: the first few names and the number of the others. */
  String omitted() {
    Set<String> names = new LinkedHashSet<>();
    for (Shown shown : tables) {
      columns(shown).stream()
          .filter(column -> column.rank() >= limit)
          .forEach(column -> names.add(column.head().replace("*", "").strip()));
      shown.others().stream()
          .skip(MOST_OTHER_MEASURES)
          .forEach(measure -> names.add(measure.toString()));
    }
    String few = names.stream().limit(MOST_OMITTED).collect(Collectors.joining(", "));
    int more = names.size() - MOST_OMITTED;
    return more > 0 ? few + " and " + more + " more" : few;
  }

  /** The estimators with a column, those that rank first. */
  Set<String> estimators() {
    Set<String> names = new LinkedHashSet<>();
    tables.forEach(shown -> names.add(shown.ranking().by().estimator()));
    tables.forEach(shown -> others(shown).forEach(other -> names.add(other.estimator())));
    return names;
  }

  /** The flags of scores that do not rank, by measure, as far as they have a column. */
  Map<Measure, Set<String>> marked() {
    Map<Measure, Set<String>> marked = new LinkedHashMap<>();
    for (Shown shown : tables) {
      shown.marks().explain(shown.places(), others(shown), marked);
    }
    return marked;
  }

  /** The lines of each table and what belongs to it, in the order of the rankings. */
  List<String> texts() {
    return tables.stream().map(this::text).toList();
  }

  private String text(Shown shown) {
    StringBuilder text = new StringBuilder(heading(shown));
    text.append(table(shown).render(INDENT));
    if (!shown.commonFlags().isEmpty()) {
      text.append(wrapped("All sources: " + shown.commonFlags().replace(";", ", ") + "."));
    } else if (flagsBelow) {
      shown.places().stream()
          .map(Place::row)
          .filter(row -> !row.flags().isEmpty())
          .forEach(
              row ->
                  text.append(wrapped(row.source() + ": " + row.flags().replace(";", ", ") + ".")));
    }
    int more = shown.ranking().places().size() - shown.places().size();
    return text.append(more > 0 ? INDENT + "and " + more + " more\n" : "").toString();
  }

  private String heading(Shown shown) {
    Ranking ranking = shown.ranking();
    StringBuilder text = new StringBuilder("ranked by ");
    text.append(ranking.by()).append(", higher is better");
    if (!ranking.passedOver().isEmpty()) {
      text.append(", because sources interpolate by ");
      text.append(
          ranking.passedOver().stream().map(Measure::toString).collect(Collectors.joining(", ")));
    }
    shown.rows().ifPresent(n -> text.append("; ").append(PlainText.count(n, "row")));
    String title = PlainText.visible(name(ranking.dataset()) + " / " + name(ranking.target()));
    String lines = PlainText.wrapped(title + "  " + text, terminal.width(), "", INDENT);
    return lines.startsWith(title)
        ? Ansi.BOLD.on(title, terminal.style()) + lines.substring(title.length())
        : lines;
  }

  private String wrapped(String text) {
    return PlainText.wrapped(text, terminal.width(), INDENT, INDENT + INDENT);
  }

  /** The other measures with a column that fits. */
  private List<Measure> others(Shown shown) {
    List<Measure> first = Shown.first(shown.others());
    return first.subList(0, Math.min(Math.max(0, limit - OTHERS), first.size()));
  }

  private TextTable table(Shown shown) {
    List<Column> columns = columns(shown).stream().filter(column -> column.rank() < limit).toList();
    StringBuilder aligns = new StringBuilder();
    columns.forEach(column -> aligns.append(column.align()));
    TextTable table = new TextTable(aligns.toString(), terminal.style());
    table.head(columns.stream().map(Column::head).toArray(String[]::new));
    for (Place place : shown.places()) {
      table.add(columns.stream().map(column -> column.cell().apply(place)).toList());
    }
    return table;
  }

  private List<Column> columns(Shown shown) {
    List<Column> columns = new ArrayList<>();
    // the sign of a tie has a separate place, so that the digits stay aligned
    columns.add(Column.of("", ALWAYS, place -> place.place() + (place.sharedBy() > 1 ? "=" : " ")));
    columns.add(
        new Column(
            "source",
            'l',
            ALWAYS,
            place ->
                new Cell(
                    name(place.row().source(), longestName),
                    place.place() == 1 ? Ansi.BOLD : Ansi.PLAIN)));
    addScore(shown, columns);
    addFit(shown, columns);
    if (shown.rows().isEmpty()) {
      columns.add(Column.of("n", ROWS, place -> Long.toString(score(place).n())));
    }
    columns.add(Column.of("d", WIDTH, place -> Integer.toString(score(place).d())));
    List<Measure> others = Shown.first(shown.others());
    IntStream.range(0, others.size())
        .forEach(i -> columns.add(other(others.get(i), OTHERS + i, shown.marks())));
    boolean flagged = shown.places().stream().anyMatch(place -> !place.row().flags().isEmpty());
    if (flagged && !flagsBelow && shown.commonFlags().isEmpty()) {
      columns.add(
          new Column(
              "flags",
              'l',
              ALWAYS,
              place -> new Cell(place.row().flags().replace(";", ", "), Ansi.YELLOW)));
    }
    return columns;
  }

  private static void addScore(Shown shown, List<Column> columns) {
    boolean isR2 = shown.ranking().by().isHeldOutR2();
    columns.add(
        Column.of(
            isR2 ? "held-out R2" : "score",
            ALWAYS,
            place -> isR2 ? r2(score(place).score()) : rounded(score(place).score(), "%.6g")));
    if (known(shown, score -> score.uncertainty().standardError())) {
      columns.add(
          Column.of(
              "std error",
              ERROR,
              place -> rounded(score(place).uncertainty().standardError(), "%.2g")));
    }
    if (shown.places().stream().anyMatch(place -> !Double.isNaN(place.row().top1()))) {
      columns.add(Column.of("p best", CHANCE, place -> rounded(place.row().top1(), "%.2f")));
    }
  }

  private static void addFit(Shown shown, List<Column> columns) {
    Ranking ranking = shown.ranking();
    boolean isR2 = ranking.by().isHeldOutR2();
    boolean ofFit = known(shown, Score::r2);
    if (ranking.heldOutR2().isPresent() && !isR2) {
      columns.add(Column.of("held-out R2", HELD_OUT, place -> r2(ranking.heldOutR2(place))));
    } else if (ofFit && !isR2) {
      boolean held = score(ranking.places().get(0)).fit().isHeldOut();
      columns.add(
          Column.of(
              held ? "held-out R2" : "training R2",
              held ? HELD_OUT : FIT,
              place -> r2(score(place).r2())));
    }
    if (known(shown, Score::mse)) {
      columns.add(Column.of("mse", MSE, place -> number(score(place).mse())));
    }
  }

  private static Column other(Measure measure, int rank, FlagMarks marks) {
    return Column.of(
        measure + (marks.atHead(measure) ? "*" : " "),
        rank,
        place -> {
          ScoreRow row = place.rows().get(measure);
          if (row == null) {
            return "";
          }
          // the 0 of an interpolation, for example, is not a number to compare
          if (row.score().comparable() == Scope.NOTHING) {
            return "- ";
          }
          double value = row.score().score();
          String text = measure.isHeldOutR2() ? r2(value) : number(value);
          return text + (marks.at(measure, row) ? "*" : " ");
        });
  }

  private static boolean known(Shown shown, ToDoubleFunction<Score> value) {
    return shown.places().stream()
        .mapToDouble(place -> value.applyAsDouble(score(place)))
        .anyMatch(number -> !Double.isNaN(number));
  }

  private static Score score(Place place) {
    return place.row().score();
  }

  private static String r2(double value) {
    return rounded(value, "%.4f");
  }

  /** Four digits; six where scores rank, which may differ little. All are in scores.csv. */
  static String number(double value) {
    return rounded(value, "%.4g");
  }

  private static String rounded(double value, String format) {
    return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
  }

  /** A name that fits into a column: the middle of a long one is omitted. */
  static String name(String name, int longest) {
    int length = name.codePointCount(0, name.length());
    if (length <= longest) {
      return name;
    }
    int half = (longest - 3) / 2;
    return name.substring(0, name.offsetByCodePoints(0, half))
        + "..."
        + name.substring(name.offsetByCodePoints(0, length - half));
  }

  private static String name(String name) {
    return name(name, LONGEST_NAME);
  }
}
