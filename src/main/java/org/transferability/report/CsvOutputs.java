package org.transferability.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

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
    CsvTable csv = CsvTable.begin(out, COLUMNS);
    for (OutputSummary summary : summaries) {
      csv.write(cells(summary));
    }
    csv.flush();
  }

  private static List<?> cells(OutputSummary summary) {
    return List.of(
        summary.source(),
        summary.dataset(),
        summary.column(),
        summary.measure().estimator(),
        summary.measure().lambda(),
        summary.outputs(),
        summary.mean(),
        summary.median(),
        summary.low(),
        summary.high());
  }
}
