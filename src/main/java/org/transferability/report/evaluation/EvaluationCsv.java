package org.transferability.report.evaluation;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.transferability.report.CsvScores;

/** A table in the dialect of {@link CsvScores}: RFC 4180, UTF-8, numbers with all their digits. */
final class EvaluationCsv {
  private static final String LINE_END = "\r\n";

  private EvaluationCsv() {}

  /** Writes the table and flushes; the caller closes the stream. */
  static void write(EvaluationTable table, OutputStream out) throws IOException {
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    writer.write(
        table.columns().stream()
            .map(EvaluationTable.Column::name)
            .collect(Collectors.joining(",", "", LINE_END)));
    for (var row : table.rows()) {
      writer.write(
          row.stream()
              .map(cell -> CsvScores.quoted(cell.toString()))
              .collect(Collectors.joining(",", "", LINE_END)));
    }
    writer.flush();
  }
}
