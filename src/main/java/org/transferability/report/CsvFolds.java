package org.transferability.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
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
    CsvTable csv = CsvTable.begin(out, COLUMNS);
    for (ScoreRow row : table.rows()) {
      FoldScores folds = row.score().fit().byFold();
      for (int k = 0; hasNames(row) && k < folds.names().size(); k++) {
        if (folds.rows()[k] > 0) {
          csv.write(cells(row, folds, k));
        }
      }
    }
    csv.flush();
  }

  private static boolean hasNames(ScoreRow row) {
    FoldScores folds = row.score().fit().byFold();
    return folds != null && !folds.names().isEmpty();
  }

  private static List<?> cells(ScoreRow row, FoldScores folds, int k) {
    Score score = row.score();
    return List.of(
        row.source(),
        row.dataset(),
        row.target(),
        score.estimator(),
        score.lambda(),
        folds.names().get(k),
        folds.rows()[k],
        folds.mse()[k],
        folds.r2()[k],
        folds.ownR2()[k],
        folds.pearson()[k]);
  }
}
