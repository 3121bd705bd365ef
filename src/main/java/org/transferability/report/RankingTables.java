package org.transferability.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
 * are shortened; then standard error, held-out R2 and the probability of being the best; last, names
 * are shortened further.
 */
final class RankingTables {
  private static final int MOST_OTHER_MEASURES = 4;
  private static final int MOST_OMITTED = 5;
  private static final int LONGEST_NAME = 48;
  private static final int SHORT_NAME = 24;
  private static final int SHORTEST_NAME = 12;
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

  private final List<Ranking> rankings;
  private final int sources;
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
   * Finds the columns that fit.
   *
   * @param sources the largest number of places in a table
   */
  RankingTables(List<Ranking> rankings, int sources, Terminal terminal) {
    this.rankings = rankings;
    this.sources = sources;
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
        || rankings.stream()
            .allMatch(
                ranking -> INDENT.length() + table(ranking).width() <= terminal.width());
  }

  /** The columns that some table omits: the first few names and the number of the others. */
  String omitted() {
    Set<String> names = new LinkedHashSet<>();
    for (Ranking ranking : rankings) {
      columns(ranking).stream()
          .filter(column -> column.rank() >= limit)
          .forEach(column -> names.add(column.head().replace("*", "").strip()));
      allOthers(ranking).stream()
          .skip(MOST_OTHER_MEASURES)
          .forEach(measure -> names.add(measure.toString()));
    }
    String few = names.stream().limit(MOST_OMITTED).collect(Collectors.joining(", "));
    int more = names.size() - MOST_OMITTED;
    return more > 0 ? few + " and " + more + " more" : few;
  }

  /** The lines of one table and what belongs to it. */
  String text(Ranking ranking) {
    StringBuilder text = new StringBuilder(table(ranking).render(INDENT));
    String common = commonFlags(ranking);
    if (!common.isEmpty()) {
      text.append(wrapped("All sources: " + common.replace(";", ", ") + "."));
    } else if (flagsBelow) {
      for (Place place : places(ranking)) {
        if (!place.row().flags().isEmpty()) {
          text.append(
              wrapped(
                  place.row().source() + ": " + place.row().flags().replace(";", ", ") + "."));
        }
      }
    }
    int more = ranking.places().size() - places(ranking).size();
    return text.append(more > 0 ? INDENT + "and " + more + " more\n" : "").toString();
  }

  private String wrapped(String text) {
    return PlainText.wrapped(text, terminal.width(), INDENT, INDENT + INDENT);
  }

  List<Place> places(Ranking ranking) {
    return ranking.places().subList(0, Math.min(sources, ranking.places().size()));
  }

  /** The other measures with a column, if it fits. */
  private static List<Measure> others(Ranking ranking) {
    List<Measure> all = allOthers(ranking);
    return all.subList(0, Math.min(MOST_OTHER_MEASURES, all.size()));
  }

  /** The other measures with a column in the table. */
  List<Measure> shownOthers(Ranking ranking) {
    List<Measure> all = others(ranking);
    return all.subList(0, Math.min(Math.max(0, limit - OTHERS), all.size()));
  }

  /** Those without the held-out R2, which has its own column. */
  private static List<Measure> allOthers(Ranking ranking) {
    List<Measure> all = new ArrayList<>(ranking.others());
    ranking.heldOutR2().ifPresent(all::remove);
    return all;
  }

  /** The number of rows, if it is the same for all sources. */
  static Optional<Long> rows(Ranking ranking) {
    List<Long> rows =
        ranking.places().stream().map(place -> place.row().score().n()).distinct().toList();
    return rows.size() == 1 ? Optional.of(rows.get(0)) : Optional.empty();
  }

  private TextTable table(Ranking ranking) {
    List<Column> columns =
        columns(ranking).stream().filter(column -> column.rank() < limit).toList();
    StringBuilder aligns = new StringBuilder();
    columns.forEach(column -> aligns.append(column.align()));
    TextTable table = new TextTable(aligns.toString(), terminal.style());
    table.head(columns.stream().map(Column::head).toArray(String[]::new));
    for (Place place : places(ranking)) {
      table.add(columns.stream().map(column -> column.cell().apply(place)).toList());
    }
    return table;
  }

  private List<Column> columns(Ranking ranking) {
    List<Column> columns = new ArrayList<>();
    // the sign of a tie has a separate place, so that the digits stay aligned
    columns.add(
        Column.of("", ALWAYS, place -> place.place() + (place.sharedBy() > 1 ? "=" : " ")));
    columns.add(
        new Column(
            "source",
            'l',
            ALWAYS,
            place ->
                new Cell(
                    name(place.row().source(), longestName),
                    place.place() == 1 ? Ansi.BOLD : Ansi.PLAIN)));
    addScore(ranking, columns);
    addFit(ranking, columns);
    if (rows(ranking).isEmpty()) {
      columns.add(Column.of("n", ROWS, place -> Long.toString(score(place).n())));
    }
    columns.add(Column.of("d", WIDTH, place -> Integer.toString(score(place).d())));
    List<Measure> others = others(ranking);
    FlagMarks marks = FlagMarks.of(ranking.places(), others);
    IntStream.range(0, others.size())
        .forEach(i -> columns.add(other(others.get(i), OTHERS + i, marks)));
    boolean flagged = places(ranking).stream().anyMatch(place -> !place.row().flags().isEmpty());
    if (flagged && !flagsBelow && commonFlags(ranking).isEmpty()) {
      columns.add(
          new Column(
              "flags",
              'l',
              ALWAYS,
              place -> new Cell(place.row().flags().replace(";", ", "), Ansi.YELLOW)));
    }
    return columns;
  }

  private void addScore(Ranking ranking, List<Column> columns) {
    boolean isR2 = ranking.by().isHeldOutR2();
    columns.add(
        Column.of(
            isR2 ? "held-out R2" : "score",
            ALWAYS,
            place -> isR2 ? r2(score(place).score()) : number(score(place).score())));
    if (known(ranking, score -> score.uncertainty().standardError())) {
      columns.add(
          Column.of(
              "std error",
              ERROR,
              place -> rounded(score(place).uncertainty().standardError(), "%.2g")));
    }
    if (ranking.places().stream().anyMatch(place -> !Double.isNaN(place.row().top1()))) {
      columns.add(Column.of("p best", CHANCE, place -> rounded(place.row().top1(), "%.2f")));
    }
  }

  private static void addFit(Ranking ranking, List<Column> columns) {
    Optional<Measure> heldOut = ranking.heldOutR2();
    boolean isR2 = ranking.by().isHeldOutR2();
    boolean ofFit = known(ranking, Score::r2);
    if (heldOut.isPresent() && !isR2) {
      columns.add(
          Column.of(
              "held-out R2",
              HELD_OUT,
              place -> {
                ScoreRow row = place.rows().get(heldOut.get());
                return row == null ? "" : r2(row.score().score());
              }));
    } else if (ofFit && !isR2) {
      boolean held = score(ranking.places().get(0)).fit().isHeldOut();
      columns.add(
          Column.of(
              held ? "held-out R2" : "training R2",
              held ? HELD_OUT : FIT,
              place -> r2(score(place).r2())));
    }
    if (known(ranking, Score::mse)) {
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

  /** The flags that all sources have; empty if these differ, or if there is one source. */
  private static String commonFlags(Ranking ranking) {
    List<String> flags =
        ranking.places().stream().map(place -> place.row().flags()).distinct().toList();
    return flags.size() == 1 && ranking.places().size() > 1 ? flags.get(0) : "";
  }

  private static boolean known(Ranking ranking, ToDoubleFunction<Score> value) {
    return ranking.places().stream()
        .mapToDouble(place -> value.applyAsDouble(score(place)))
        .anyMatch(number -> !Double.isNaN(number));
  }

  private static Score score(Place place) {
    return place.row().score();
  }

  private static String r2(double value) {
    return rounded(value, "%.4f");
  }

  /** Four digits, enough to compare by eye; all of them are in scores.csv. */
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

  static String name(String name) {
    return name(name, LONGEST_NAME);
  }
}
