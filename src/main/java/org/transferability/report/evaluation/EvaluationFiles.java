package org.transferability.report.evaluation;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.transferability.report.CsvTable;
import org.transferability.report.OutputDirectory;

/** Writes the tables of an evaluation into an output directory. */
public final class EvaluationFiles {
  private EvaluationFiles() {}

  /**
   * evaluation.csv, evaluation/ (Parquet), by-target.csv, comparisons.csv, dispersion.csv and
   * missing.csv.
   */
  public static void write(EvaluationResult result, OutputDirectory output, Configuration conf)
      throws IOException {
    EvaluationTable evaluation = EvaluationTables.evaluation(result.evaluations());
    csv(evaluation, output, "evaluation.csv");
    EvaluationParquet.write(evaluation, conf, output.resolve("evaluation"));
    csv(EvaluationTables.byTarget(result.byTarget()), output, "by-target.csv");
    csv(EvaluationTables.comparisons(result.comparisons()), output, "comparisons.csv");
    csv(EvaluationTables.dispersions(result.dispersions()), output, "dispersion.csv");
    csv(EvaluationTables.missing(result.missing()), output, "missing.csv");
  }

  private static void csv(EvaluationTable table, OutputDirectory output, String name)
      throws IOException {
    try (OutputStream out = output.create(name)) {
      CsvTable csv =
          CsvTable.begin(out, table.columns().stream().map(EvaluationTable.Column::name).toList());
      for (List<Object> row : table.rows()) {
        csv.write(row);
      }
      csv.flush();
    }
  }
}
