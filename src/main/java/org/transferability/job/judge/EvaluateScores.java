package org.transferability.job.judge;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.transferability.evaluate.Pair;
import org.transferability.evaluate.ScoredPair;
import org.transferability.read.table.TableColumn;
import org.transferability.read.table.TableRow;
import org.transferability.report.Measure;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreRow;
import org.transferability.report.ScoreTable;
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;

/**
 * The scores that are evaluated; an estimator is its name and penalty, as {@link Measure} writes
 * them.
 *
 * @param table the same rows with the other columns that the table has
 * @param warnings flags that are reasons not to rank by these scores
 */
public record EvaluateScores(
    List<ScoredPair> scored, ScoreTable table, RunRecord.Input input, List<String> warnings) {
  private static final List<String> REQUIRED =
      List.of("source", "dataset", "target", "estimator", "score");
  private static final List<String> OPTIONAL =
      List.of(
          "lambda",
          "flags",
          "mse",
          "penalty",
          "r2",
          "standard_error",
          "low",
          "high",
          "p_top1",
          "p_top3",
          "n",
          "d",
          "q",
          "rank",
          "condition",
          "comparable",
          "notes"); // an older table has them among the flags

  public static EvaluateScores read(Configuration conf, String path, List<Glob> wanted)
      throws IOException {
    List<TableColumn> columns = new ArrayList<>();
    REQUIRED.forEach(name -> columns.add(TableColumn.required(name, "")));
    OPTIONAL.forEach(name -> columns.add(TableColumn.optional(name)));
    EvaluateTable table = EvaluateTable.read(conf, table(conf, path), columns);
    List<ScoredPair> scored = new ArrayList<>();
    List<ScoreRow> rows = new ArrayList<>();
    Map<String, Integer> interpolating = new LinkedHashMap<>();
    TreeSet<String> estimators = new TreeSet<>();
    TreeSet<String> names = new TreeSet<>();
    for (TableRow row : table.rows()) {
      Pair pair = pair(table, row);
      String name = table.name(row, "estimator");
      String estimator = estimator(name, table.text(row, "lambda").strip());
      table.requireFirst(row, pair, estimator);
      double score = table.number(row, "score");
      names.add(name);
      estimators.add(estimator);
      if (Glob.anyMatches(wanted, name) || Glob.anyMatches(wanted, estimator)) {
        scored.add(new ScoredPair(pair, estimator, score));
        rows.add(row(table, row, name, estimator));
        if (List.of(table.text(row, "flags").split(";", -1)).contains(Flag.INTERPOLATES.label())) {
          interpolating.merge(estimator, 1, Integer::sum);
        }
      }
    }
    names.addAll(estimators);
    for (Glob unmatched : Glob.unmatched(wanted, names)) {
      throw new InputException(
          "Cannot select estimators: expected one of %s, found '%s' (--estimators)"
              .formatted(String.join(", ", estimators), unmatched));
    }
    return new EvaluateScores(
        scored, ScoreTable.of(rows), table.input("scores"), warnings(interpolating));
  }

  /** A row for the report: what the table does not have is NaN, 0 or empty. */
  private static ScoreRow row(EvaluateTable table, TableRow row, String estimator, String measure) {
    Pair pair = pair(table, row);
    Score score =
        new Score(
            estimator,
            measure.substring(estimator.length()).strip(),
            table.number(row, "score"),
            new Score.Fit(
                table.number(row, "mse"), table.number(row, "penalty"), table.number(row, "r2")),
            new Score.Shape(
                (long) table.number(row, "n"),
                (int) table.number(row, "d"),
                (int) table.number(row, "q"),
                (int) table.number(row, "rank"),
                table.number(row, "condition")),
            new Uncertainty(
                table.number(row, "standard_error"),
                table.number(row, "low"),
                table.number(row, "high"),
                new double[0]),
            scope(table.text(row, "comparable")),
            Flags.parse(table.text(row, "flags") + ";" + table.text(row, "notes")));
    return new ScoreRow(pair.source(), pair.dataset(), pair.target(), score)
        .withChances(table.number(row, "p_top1"), table.number(row, "p_top3"));
  }

  private static Pair pair(EvaluateTable table, TableRow row) {
    return new Pair(
        table.name(row, "source"), table.name(row, "dataset"), table.name(row, "target"));
  }

  private static Scope scope(String text) {
    return Arrays.stream(Scope.values())
        .filter(scope -> scope.toString().equals(text))
        .findFirst()
        .orElse(Scope.SOURCES);
  }

  /**
   * {@code linear-mse 0}: 0.0 and 0, 1e-3r and 0.001r are the same penalty; other text, such as
   * best, is unchanged.
   */
  private static String estimator(String name, String lambda) {
    if (lambda.isEmpty()) {
      return name;
    }
    try {
      return new Measure(name, Penalty.parse(lambda).toString()).toString();
    } catch (InputException e) {
      return new Measure(name, lambda).toString();
    }
  }

  private static List<String> warnings(Map<String, Integer> interpolating) {
    List<String> warnings = new ArrayList<>();
    interpolating.forEach(
        (estimator, count) ->
            warnings.add(
                ("%s: %,d scores interpolate (no more rows than features), so they are 0 or"
                        + " nearly 0 for any source, and their ranking is rounding")
                    .formatted(estimator, count)));
    return warnings;
  }

  /** Of a scored run's directory the Parquet table, else its CSV file; other paths as they are. */
  private static String table(Configuration conf, String path) throws IOException {
    try {
      Path directory = new Path(path);
      FileSystem files = directory.getFileSystem(conf);
      for (String name : List.of("scores", "scores.csv")) {
        Path inside = new Path(directory, name);
        if (files.exists(inside)) {
          return inside.toString();
        }
      }
      return path;
    } catch (IllegalArgumentException e) {
      throw new InputException(
          "Cannot read scores: expected a path, found '%s' (%s)".formatted(path, e.getMessage()),
          e);
    }
  }
}
