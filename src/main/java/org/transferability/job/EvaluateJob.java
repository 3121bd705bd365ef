package org.transferability.job;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.package$;
import org.transferability.evaluate.Evaluation;
import org.transferability.evaluate.Evaluator;
import org.transferability.evaluate.MissingPair;
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
import org.transferability.report.evaluation.EvaluationJson;
import org.transferability.report.evaluation.EvaluationResult;
import org.transferability.report.page.HtmlMeasured;
import org.transferability.report.text.Terminal;
import org.transferability.run.ScoreOptions;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Folds;
import org.transferability.study.Head;
import org.transferability.study.InputException;

/**
 * {@code jobs/evaluate}: compares scores with measured transfers. Both tables are small, so that
 * this process reads and ranks them without starting Spark; its settings ({@code spark.hadoop.*})
 * still determine where files are. Exit codes are those of {@link ExitCode}.
 */
public final class EvaluateJob {
  private final EvaluateOptions options;
  private final PrintStream out;
  private final PrintStream err;

  private EvaluateJob(EvaluateOptions options, PrintStream out, PrintStream err) {
    this.options = options;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out, System.err));
  }

  static int run(String[] arguments, PrintStream out, PrintStream err) throws IOException {
    EvaluateOptions options = new EvaluateOptions();
    if (OptionsLine.answered(out, options, arguments)) {
      return ExitCode.OK;
    }
    return new EvaluateJob(options.checked(), out, err).evaluate();
  }

  private int evaluate() throws IOException {
    Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
    List<String> inputs = List.of(options.scores, options.measured().path());
    try (OutputDirectory output =
        OutputDirectory.reserve(conf, options.out, options.output.existing(), inputs)) {
      ResultWriter writer = new ResultWriter(output, conf, err);
      EvaluateScores scores = EvaluateScores.read(conf, options.scores, options.estimators);
      EvaluateActual actual = EvaluateActual.read(conf, options.measured());
      writer.times().addSince("read", writer.start());

      long evaluating = System.nanoTime();
      Evaluator evaluator =
          new Evaluator(
              scores.scored(), actual.measured(), options.measured().better(), options.bootstrap());
      EvaluationResult result = result(evaluator);
      writer.times().addSince("evaluate", evaluating);

      report(scores, actual, result, writer);
      say(evaluator, result, writer);
      return ExitCode.OK;
    }
  }

  private EvaluationResult result(Evaluator evaluator) {
    List<Evaluation> evaluations = evaluator.evaluations();
    requirePairs(evaluations, evaluator);
    return new EvaluateComparisons(evaluator, evaluations)
        .result(options.comparisons(), options.against(), options.bootstrap().level());
  }

  private void report(
      EvaluateScores scores, EvaluateActual actual, EvaluationResult result, ResultWriter writer)
      throws IOException {
    long reporting = System.nanoTime();
    Optional<HtmlMeasured> measured =
        Optional.of(new HtmlMeasured(actual.measured(), options.measured().better(), result));
    writer.write(measured);
    writer.times().addSince("report", reporting);
    List<String> warnings = new ArrayList<>(writer.notices());
    warnings.addAll(scores.warnings());
    RunRecord record =
        new RunRecord(
            writer.execution(
                ExitCode.OK,
                null,
                Versions.all(package$.MODULE$.SPARK_VERSION() + ", not started", "not used")),
            options.describe(),
            List.of(scores.input(), actual.input()),
            writer.steps(),
            new RunRecord.Outcome(result.evaluations().size(), List.of(), warnings),
            Map.of(),
            Map.of(),
            Map.of());
    writer.publish(
        record,
        options.report,
        new ResultWriter.Page(scores.table(), preference(scores.table()), measured));
  }

  /** An evaluation without any pair means that the tables do not belong together. */
  private void requirePairs(List<Evaluation> evaluations, Evaluator evaluator) {
    if (EvaluateComparisons.pairs(evaluations) == 0) {
      throw new InputException(
          ("Cannot evaluate: expected a target with two sources that are both scored (%s) and"
                  + " measured (%s), found %s")
              .formatted(options.scores, options.measured().path(), found(evaluator.missing())));
    }
  }

  /** The first pairs of both sides, so that a difference in names is seen. */
  private static String found(List<MissingPair> missing) {
    String measured = firstOf(missing, MissingPair.Side.NO_SCORE);
    String scored = firstOf(missing, MissingPair.Side.NO_MEASUREMENT);
    return measured.isEmpty() && scored.isEmpty()
        ? "one source for each target"
        : "scored only: %s; measured only: %s"
            .formatted(scored.isEmpty() ? "none" : scored, measured.isEmpty() ? "none" : measured);
  }

  private static String firstOf(List<MissingPair> missing, MissingPair.Side side) {
    List<String> pairs =
        missing.stream()
            .filter(row -> row.side() == side)
            .map(row -> row.pair().toString())
            .distinct()
            .toList();
    return String.join(", ", pairs.subList(0, Math.min(3, pairs.size())))
        + (pairs.size() > 3 ? ", ... (%,d)".formatted(pairs.size()) : "");
  }

  private void say(Evaluator evaluator, EvaluationResult result, ResultWriter writer)
      throws IOException {
    if (options.output.verbosity() == ScoreOptions.Verbosity.QUIET) {
      return;
    }
    if (options.common.format() == OutputFormat.JSON) {
      out.print(EvaluationJson.text(result));
    } else {
      EvaluationConsole console = new EvaluationConsole(Terminal.ofOutput().style());
      int estimators = evaluator.estimators().size();
      int transfers = evaluator.transfers().size();
      int pairs = EvaluateComparisons.pairs(result.evaluations());
      if (options.all) {
        out.print(console.opening(estimators, transfers, pairs, options.describe()));
        out.print(console.result(result));
      } else {
        out.print(console.opening(estimators, transfers, pairs));
        out.print(console.brief(result));
      }
      out.print(console.closing(result, writer.target(), writer.seconds()));
    }
    out.flush();
  }

  /** The measures of the table: first the one of --against, then in the order of a run. */
  private List<Measure> preference(ScoreTable table) {
    List<String> usual =
        Head.TUNED.estimators(Folds.DEFAULT.count()).stream().map(EstimatorKind::label).toList();
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
}
