package org.transferability.job.judge;

import java.io.IOException;
import java.util.ArrayList;
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
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;

/**
 * The scores that are evaluated; an estimator is its name and penalty, as {@link Measure} writes
 * them.
 *
 * @param table the same rows with all that stands beside the scores, as far as the table has it
 * @param warnings what the flags of the scores say against ranking by them
 */
public record EvaluateScores(
    List<ScoredPair> scored, ScoreTable table, RunRecord.Input input, List<String> warnings) {
  private static final List<TableColumn> COLUMNS =
      List.of(
          TableColumn.required("source", ""),
          TableColumn.required("dataset", ""),
          TableColumn.required("target", ""),
          TableColumn.required("estimator", ""),
          TableColumn.required("score", ""),
          TableColumn.optional("lambda"),
          TableColumn.optional("flags"),
          TableColumn.optional("mse"), // from here on as in EvaluateScoreRow
          TableColumn.optional("penalty"),
          TableColumn.optional("r2"),
          TableColumn.optional("standard_error"),
          TableColumn.optional("low"),
          TableColumn.optional("high"),
          TableColumn.optional("p_top1"),
          TableColumn.optional("p_top3"),
          TableColumn.optional("n"),
          TableColumn.optional("d"),
          TableColumn.optional("q"),
          TableColumn.optional("rank"),
          TableColumn.optional("condition"),
          TableColumn.optional("comparable"),
          TableColumn.optional("notes")); // an older table has them among the flags
  private static final int ESTIMATOR = 3;
  private static final int SCORE = 4;
  private static final int LAMBDA = 5;
  private static final int FLAGS = 6;

  public static EvaluateScores read(Configuration conf, String path, List<Glob> wanted)
      throws IOException {
    EvaluateTable table = EvaluateTable.read(conf, table(conf, path), COLUMNS);
    List<ScoredPair> scored = new ArrayList<>();
    List<ScoreRow> rows = new ArrayList<>();
    Map<String, Integer> interpolating = new LinkedHashMap<>();
    TreeSet<String> estimators = new TreeSet<>();
    TreeSet<String> names = new TreeSet<>();
    for (TableRow row : table.rows()) {
      Pair pair = table.pair(row);
      String name = table.name(row, ESTIMATOR);
      String estimator = estimator(name, row.cell(LAMBDA).strip());
      table.requireFirst(row, pair, estimator);
      double score = table.number(row, SCORE);
      names.add(name);
      estimators.add(estimator);
      if (Glob.anyMatches(wanted, name) || Glob.anyMatches(wanted, estimator)) {
        scored.add(new ScoredPair(pair, estimator, score));
        rows.add(EvaluateScoreRow.of(table, row, name, estimator));
        if (List.of(row.cell(FLAGS).split(";", -1)).contains(Flag.INTERPOLATES.label())) {
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

  /**
   * {@code linear-mse 0}: a penalty is one however it is written, 0.0 and 0, 1e-3r and 0.001r; what
   * is no penalty, such as best, is taken as it is.
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
