package org.transferability.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
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
          "of_ceiling");

  static final String LINE_END = "\r\n";

  private CsvScores() {}

  /** Writes the table and flushes; the caller closes the stream. */
  public static void write(ScoreTable table, OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(String.join(",", COLUMNS) + LINE_END);
    for (ScoreRow row : table.rows()) {
      writer.write(line(row));
    }
    writer.flush();
  }

  private static String line(ScoreRow row) {
    Score score = row.score();
    List<String> fields =
        List.of(
            row.source(),
            row.dataset(),
            row.target(),
            score.estimator(),
            score.lambda(),
            Double.toString(score.score()),
            Double.toString(score.mse()),
            Double.toString(score.penalty()),
            Double.toString(score.r2()),
            Double.toString(score.uncertainty().standardError()),
            Double.toString(score.uncertainty().low()),
            Double.toString(score.uncertainty().high()),
            Double.toString(row.top1()),
            Double.toString(row.top3()),
            Long.toString(score.n()),
            Integer.toString(score.d()),
            Integer.toString(score.q()),
            Integer.toString(score.rank()),
            Double.toString(score.condition()),
            score.comparable().toString(),
            row.flags(),
            Double.toString(score.foldMean()),
            row.notes(),
            Double.toString(row.ceiling()),
            Double.toString(row.ofCeiling()));
    return fields.stream().map(CsvScores::quoted).collect(Collectors.joining(",", "", LINE_END));
  }

  public static String quoted(String field) {
    boolean needed = field.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return needed ? '"' + field.replace("\"", "\"\"") + '"' : field;
  }
}
