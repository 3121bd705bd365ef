package org.transferability.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import org.transferability.score.FoldScores;
import org.transferability.score.Score;

/**
 * folds.csv: the held-out error of each group of rows that was left out, or of the test rows of a
 * split, in the format of {@link CsvScores}.
 */
public final class CsvFolds {
  /** The columns, in order. */
  public static final List<String> COLUMNS =
      List.of(
          "source",
          "dataset",
          "target",
          "estimator",
          "lambda",
          "fold",
          "n",
          "mse",
          "r2",
          "r2_own_mean",
          "pearson");

  private CsvFolds() {}

  /** Whether folds have names. */
  public static boolean isNeeded(ScoreTable table) {
    return table.rows().stream().anyMatch(CsvFolds::hasNames);
  }

  /** Writes a row for each score and fold with rows, and flushes; the caller closes the stream. */
  public static void write(ScoreTable table, OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(String.join(",", COLUMNS) + CsvScores.LINE_END);
    for (ScoreRow row : table.rows()) {
      FoldScores folds = row.score().fit().byFold();
      for (int k = 0; hasNames(row) && k < folds.names().size(); k++) {
        if (folds.rows()[k] > 0) {
          writer.write(line(row, folds, k));
        }
      }
    }
    writer.flush();
  }

  private static boolean hasNames(ScoreRow row) {
    FoldScores folds = row.score().fit().byFold();
    return folds != null && !folds.names().isEmpty();
  }

  private static String line(ScoreRow row, FoldScores folds, int k) {
    Score score = row.score();
    List<String> fields =
        List.of(
            row.source(),
            row.dataset(),
            row.target(),
            score.estimator(),
            score.lambda(),
            folds.names().get(k),
            Long.toString(folds.rows()[k]),
            Double.toString(folds.mse()[k]),
            Double.toString(folds.r2()[k]),
            Double.toString(folds.ownR2()[k]),
            Double.toString(folds.pearson()[k]));
    return fields.stream()
        .map(CsvScores::quoted)
        .collect(Collectors.joining(",", "", CsvScores.LINE_END));
  }
}
