package org.transferability.report;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** outputs.csv: a summary of the outputs of each column with lists, in the format of scores.csv. */
public final class CsvOutputs {
  /** The columns, in order. */
  public static final List<String> COLUMNS =
      List.of(
          "source",
          "dataset",
          "target",
          "estimator",
          "lambda",
          "outputs",
          "mean",
          "median",
          "q10",
          "q90");

  private CsvOutputs() {}

  /** Writes the summaries and flushes; the caller closes the stream. */
  public static void write(List<OutputSummary> summaries, OutputStream out) throws IOException {
    Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(String.join(",", COLUMNS) + CsvScores.LINE_END);
    for (OutputSummary summary : summaries) {
      writer.write(line(summary));
    }
    writer.flush();
  }

  private static String line(OutputSummary summary) {
    List<String> fields =
        List.of(
            summary.source(),
            summary.dataset(),
            summary.column(),
            summary.measure().estimator(),
            summary.measure().lambda(),
            Integer.toString(summary.outputs()),
            Double.toString(summary.mean()),
            Double.toString(summary.median()),
            Double.toString(summary.low()),
            Double.toString(summary.high()));
    return fields.stream()
        .map(CsvScores::quoted)
        .collect(Collectors.joining(",", "", CsvScores.LINE_END));
  }
}
