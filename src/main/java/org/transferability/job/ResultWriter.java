package org.transferability.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.function.FailableConsumer;
import org.apache.hadoop.conf.Configuration;
import org.transferability.report.CsvFolds;
import org.transferability.report.CsvOutputs;
import org.transferability.report.CsvScores;
import org.transferability.report.Measure;
import org.transferability.report.OutputDirectory;
import org.transferability.report.OutputSummary;
import org.transferability.report.ParquetScores;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreTable;
import org.transferability.report.evaluation.EvaluationFiles;
import org.transferability.report.page.HtmlMeasured;
import org.transferability.report.page.HtmlReport;
import org.transferability.report.text.PlainText;
import org.transferability.run.StepTimes;

/**
 * Writes the results of {@code jobs/score} and {@code jobs/evaluate}: tables, run.json and
 * report.html, which appear together under the name of the output. Created when the run starts,
 * because it measures the time of the run.
 */
final class ResultWriter {
  private final String started = now();
  private final long start = System.nanoTime();
  private final StepTimes times = new StepTimes();
  private final OutputDirectory output;
  private final Configuration conf;
  private final PrintStream err;

  /**
   * What report.html shows.
   *
   * @param preference measures to rank by, the first usable one is taken
   * @param measured the measured transfers, if there are any
   */
  record Page(ScoreTable table, List<Measure> preference, Optional<HtmlMeasured> measured) {}

  ResultWriter(OutputDirectory output, Configuration conf, PrintStream err) {
    this.output = output;
    this.conf = conf;
    this.err = err;
  }

  /** Seconds by step, which the job adds to. */
  StepTimes times() {
    return times;
  }

  /** A value of {@link System#nanoTime}. */
  long start() {
    return start;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  String target() {
    return output.target();
  }

  /** Sentences about files of earlier runs that were removed. */
  List<String> notices() {
    return output.notices();
  }

  /**
   * The folder scores, scores.csv and, if outputs of lists are targets, outputs.csv; if folds have
   * names, folds.csv.
   */
  void write(ScoreTable table) throws IOException {
    ParquetScores.write(table, conf, output.resolve("scores"));
    create("scores.csv", csv -> CsvScores.write(table, csv));
    List<OutputSummary> outputs = OutputSummary.all(table);
    if (!outputs.isEmpty()) {
      create("outputs.csv", csv -> CsvOutputs.write(outputs, csv));
    }
    if (CsvFolds.isNeeded(table)) {
      create("folds.csv", csv -> CsvFolds.write(table, csv));
    }
  }

  /** The tables of an evaluation, if there is one. */
  void write(Optional<HtmlMeasured> measured) throws IOException {
    if (measured.isPresent()) {
      EvaluationFiles.write(measured.get().result(), output, conf);
    }
  }

  /**
   * When and by what the run was made, which ends now.
   *
   * @param application Spark's id of the application, or null if Spark did not run
   */
  RunRecord.Execution execution(int exitCode, String application, Map<String, String> versions) {
    return new RunRecord.Execution(started, now(), exitCode, application, versions);
  }

  List<RunRecord.Step> steps() {
    return times.seconds().entrySet().stream()
        .map(step -> new RunRecord.Step(step.getKey(), step.getValue()))
        .toList();
  }

  /** Writes run.json and, if chosen, report.html; then all becomes visible. Prints the warnings. */
  void publish(RunRecord record, HtmlReport.Choice report, Page page) throws IOException {
    create("run.json", record::write);
    if (report == HtmlReport.Choice.HTML) {
      create(
          "report.html",
          html -> HtmlReport.write(page.table(), page.preference(), record, page.measured(), html));
    }
    output.publish();
    warn(record.outcome().warnings(), err);
  }

  private void create(String file, FailableConsumer<OutputStream, IOException> content)
      throws IOException {
    try (OutputStream out = output.create(file)) {
      content.accept(out);
    }
  }

  static void warn(List<String> warnings, PrintStream err) {
    warnings.forEach(warning -> err.println("warning: " + PlainText.visible(warning)));
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
