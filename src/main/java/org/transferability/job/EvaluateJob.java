package org.transferability.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.package$;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.Evaluator;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OutputFormat;
import org.transferability.job.judge.EvaluateActual;
import org.transferability.job.judge.EvaluateComparisons;
import org.transferability.job.judge.EvaluateScores;
import org.transferability.report.Measure;
import org.transferability.report.OutputDirectory;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreTable;
import org.transferability.report.Versions;
import org.transferability.report.evaluation.EvaluationConsole;
import org.transferability.report.evaluation.EvaluationFiles;
import org.transferability.report.evaluation.EvaluationJson;
import org.transferability.report.evaluation.EvaluationResult;
import org.transferability.report.page.HtmlMeasured;
import org.transferability.report.page.HtmlReport;
import org.transferability.report.text.Terminal;
import org.transferability.run.ScoreOptions;
import org.transferability.run.StepTimes;
import org.transferability.study.Better;
import org.transferability.study.EstimatorKind;
import org.transferability.study.InputException;
import org.transferability.study.Study;

/**
 * {@code jobs/evaluate}: sets scores against measured transfers. Both tables are small, so that
 * this process reads and ranks them without starting Spark; its settings ({@code spark.hadoop.*})
 * still say where files are. Exit codes are those of {@link ExitCode}.
 */
public final class EvaluateJob {
  private final EvaluateOptions options;
  private final PrintStream out;
  private final PrintStream err;
  private final StepTimes times = new StepTimes();

  private EvaluateJob(EvaluateOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out, System.err));
  }

  /** The whole job in this process. */
  static int run(String[] arguments, PrintStream out, PrintStream err) throws IOException {
    EvaluateOptionsCommand command = new EvaluateOptionsCommand();
    Optional<String> text = OptionsLine.parse(command, arguments);
    if (text.isPresent()) {
      out.println(text.get());
      return ExitCode.OK;
    }
    return new EvaluateJob(command.options(), out, err).evaluate();
  }

  private int evaluate() throws IOException {
    String started = now();
    long start = System.nanoTime();
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    List<String> inputs = List.of(options.scores(), options.measured().path());
    try (OutputDirectory output =
        OutputDirectory.reserve(conf, options.out(), options.existing(), inputs)) {
      EvaluateScores scores = EvaluateScores.read(conf, options.scores(), options.estimators());
      EvaluateActual actual = EvaluateActual.read(conf, options.measured());
      times.addSince("read", start);
      List<String> warnings = new ArrayList<>(output.notices());
      warnings.addAll(scores.warnings());

      long evaluating = System.nanoTime();
      Better better = options.measured().better();
      Evaluator evaluator =
          new Evaluator(scores.scored(), actual.measured(), better, options.bootstrap());
      List<Evaluation> evaluations = evaluator.evaluations();
      int pairs = requirePairs(evaluations);
      EvaluationResult result =
          new EvaluationResult(
              evaluations,
              evaluator.targetEvaluations(),
              new EvaluateComparisons(evaluator, evaluations)
                  .of(options.comparisons(), options.against()),
              evaluator.missing(),
              options.bootstrap().level());
      times.addSince("evaluate", evaluating);

      long reporting = System.nanoTime();
      EvaluationFiles.write(result, output, conf);
      times.addSince("report", reporting);
      RunRecord record =
          record(started, List.of(scores.input(), actual.input()), evaluations.size(), warnings);
      try (OutputStream json = output.create("run.json")) {
        record.write(json);
      }
      if (options.report() == HtmlReport.Choice.HTML) {
        try (OutputStream html = output.create("report.html")) {
          HtmlReport.write(
              scores.table(),
              preference(scores.table()),
              record,
              Optional.of(new HtmlMeasured(actual.measured(), better, result)),
              html);
        }
      }
      output.publish();
      warnings.forEach(warning -> err.println("warning: " + warning));
      double seconds = (System.nanoTime() - start) / 1e9;
      say(evaluator, pairs, result, output.target(), seconds);
      return ExitCode.OK;
    }
  }

  /** The most pairs that an estimator was judged on; none at all is a mistake in the tables. */
  private int requirePairs(List<Evaluation> evaluations) {
    int pairs = EvaluateComparisons.pairs(evaluations);
    if (pairs == 0) {
      throw new InputException(
          ("Cannot evaluate: expected a target with two sources that are both scored (%s) and"
                  + " measured (%s), found none")
              .formatted(options.scores(), options.measured().path()));
    }
    return pairs;
  }

  private RunRecord record(
      String started, List<RunRecord.Input> inputs, int rows, List<String> warnings) {
    return new RunRecord(
        started,
        now(),
        ExitCode.OK,
        Versions.all(package$.MODULE$.SPARK_VERSION() + ", not started", "not used"),
        options.describe(),
        inputs,
        times.seconds().entrySet().stream()
            .map(step -> new RunRecord.Step(step.getKey(), step.getValue()))
            .toList(),
        rows,
        List.of(),
        warnings);
  }

  private void say(
      Evaluator evaluator, int pairs, EvaluationResult result, String target, double seconds) {
    if (options.verbosity() == ScoreOptions.Verbosity.QUIET) {
      return;
    }
    if (options.format() == OutputFormat.JSON) {
      out.print(EvaluationJson.text(result));
    } else {
      EvaluationConsole console = new EvaluationConsole(Terminal.ofOutput().style());
      out.print(
          console.opening(
              evaluator.estimators().size(),
              evaluator.transfers().size(),
              pairs,
              options.describe()));
      out.print(console.result(result));
      out.print(console.closing(result, target, seconds));
    }
    out.flush();
  }

  /** Of what the table has, first what is compared with all others, then as a run ranks it. */
  private List<Measure> preference(ScoreTable table) {
    List<String> usual = Study.DEFAULT_ESTIMATORS.stream().map(EstimatorKind::label).toList();
    return table.rows().stream()
        .map(Measure::of)
        .distinct()
        .sorted(
            Comparator.comparing(
                    (Measure measure) -> !options.against().equals(Optional.of(measure.toString())))
                .thenComparing(measure -> !usual.contains(measure.estimator()))
                .thenComparing(measure -> usual.indexOf(measure.estimator())))
        .toList();
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
