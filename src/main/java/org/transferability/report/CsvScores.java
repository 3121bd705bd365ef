package org.transferability.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.transferability.score.Score;

/**
 * scores.csv: RFC 4180 in UTF-8 without a byte order mark; lines end with CR LF, and the first line
 * is the header. A field is quoted if it contains a comma, a quote or a line break. Numbers have
 * all their digits ({@link Double#toString}), also {@code NaN}, {@code Infinity}; a missing lambda
 * is empty.
 *
 * <p>Names are written unchanged, also those that begin with {@code =}, {@code +}, {@code -} or
 * {@code @}, which a spreadsheet may interpret as a formula. Quoting does not prevent that, and an
 * apostrophe in front would make the name differ from that of the data and of every table with
 * which it is joined. The names are the user's own directories and columns; a table with untrusted
 * names should be imported into a spreadsheet as text.
 */
public final class CsvScores {
  /** The columns, in order; the Parquet table has the same. */
  public static final List<String> COLUMNS =
      List.of(
          "source",
          "dataset",
          "target",
          "estimator",
          "lambda",
          "score",
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
          "flags",
          "fold_mean",
          "notes",
          "ceiling",
          "of_ceiling",
          "candidate");

  private CsvScores() {}

  /** Writes the table and flushes; the caller closes the stream. */
  public static void write(ScoreTable table, OutputStream out) throws IOException {
    CsvTable csv = CsvTable.begin(out, COLUMNS);
    for (ScoreRow row : table.rows()) {
      csv.write(cells(row));
    }
    csv.flush();
  }

  private static List<?> cells(ScoreRow row) {
    Score score = row.score();
    return List.of(
        row.source(),
        row.dataset(),
        row.target(),
        score.estimator(),
        score.lambda(),
        score.score(),
        score.mse(),
        score.penalty(),
        score.r2(),
        score.uncertainty().standardError(),
        score.uncertainty().low(),
        score.uncertainty().high(),
        row.top1(),
        row.top3(),
        score.n(),
        score.d(),
        score.q(),
        score.rank(),
        score.condition(),
        score.comparable(),
        row.flags(),
        score.foldMean(),
        row.notes(),
        row.ceiling(),
        row.ofCeiling(),
        row.candidate());
  }
}
