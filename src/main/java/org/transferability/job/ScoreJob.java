package org.transferability.job;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.transferability.job.cli.CleanUp;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OutputFormat;
import org.transferability.job.cli.Sessions;
import org.transferability.job.judge.Judgement;
import org.transferability.linear.Blas;
import org.transferability.report.ConsoleReport;
import org.transferability.report.CsvScores;
import org.transferability.report.OutputDirectory;
import org.transferability.report.ParquetScores;
import org.transferability.report.PlanReport;
import org.transferability.report.Ranking;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreTable;
import org.transferability.report.Versions;
import org.transferability.report.page.HtmlReport;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.run.RunInputs;
import org.transferability.run.RunPlan;
import org.transferability.run.ScoreOptions;
import org.transferability.run.ScoreRun;
import org.transferability.run.StepTimes;
import org.transferability.run.aggregate.MomentsRun;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.resume.Resume;
import org.transferability.run.scoring.Scoring;
import org.transferability.run.scoring.SourceChances;
import org.transferability.study.InputException;

/**
 * {@code jobs/score}: scores every selected pair of a source model and a target. Reads,
 * accumulates, solves, scores, reports; exit codes are those of {@link ExitCode}.
 */
public final class ScoreJob {
  private final ScoreOptions options;
  private final OutputFormat format;
  private final PrintStream out;
  private final PrintStream err;
  private final StepTimes times = new StepTimes();

  private ScoreJob(ScoreOptions options, OutputFormat format, PrintStream out, PrintStream err) {
    this.options = options;
    this.format = format;
    this.out = out;
    this.err = err;
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out, System.err));
  }

  /** The whole job in this process; starts Spark if no session is active, and then stops it. */
  static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    ScoreOptionsRequest request = ScoreOptionsRequest.parse(arguments);
    if (request instanceof ScoreOptionsRequest.Show show) {
      out.println(show.text());
      return ExitCode.OK;
    }
    Blas.load();
    if (request instanceof ScoreOptionsRequest.Plan plan) {
      return Sessions.run("transferability plan", spark -> plan(plan, spark, out));
    }
    ScoreOptionsRequest.Run run = (ScoreOptionsRequest.Run) request;
    ScoreJob job = new ScoreJob(run.options(), run.format(), out, err);
    return Sessions.run("transferability score", job::score);
  }

  private static int plan(ScoreOptionsRequest.Plan plan, SparkSession spark, PrintStream out)
      throws IOException {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Inventory inventory = Inventory.of(plan.options().study(), conf);
    PlanReport report =
        RunPlan.of(plan.options(), inventory, conf, spark.sparkContext().defaultParallelism());
    out.print(
        plan.format() == OutputFormat.JSON
            ? report.json()
            : report.text(Terminal.ofOutput().style()));
    out.flush();
    return ExitCode.OK;
  }

  private int score(SparkSession spark) throws IOException, InterruptedException {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    try (OutputDirectory output =
        OutputDirectory.reserve(conf, options.out(), options.existing(), inputs())) {
      CleanUp cleanUp = CleanUp.atShutdown(output);
      try {
        return score(spark, output);
      } finally {
        cleanUp.cancel();
      }
    }
  }

  private int score(SparkSession spark, OutputDirectory output)
      throws IOException, InterruptedException {
    try (Resume resume =
        Resume.of(
            options.state(),
            options.study(),
            options.chunkSize(),
            spark.sparkContext().hadoopConfiguration())) {
      return score(spark, output, resume);
    }
  }

  private int score(SparkSession spark, OutputDirectory output, Resume resume)
      throws IOException, InterruptedException {
    String started = now();
    long start = System.nanoTime();
    List<String> warnings = new ArrayList<>();
    Blas.warning().ifPresent(warnings::add);
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    Configuration conf = context.hadoopConfiguration();
    warnings.addAll(output.notices());
    Optional<Judgement> judgement = judgement(conf);
    Inventory inventory = Inventory.of(options.study(), conf);
    times.addSince("list", start);
    warnings.addAll(inventory.warnings());
    say(opening(inventory));
    ScoreRun.Result result;
    try (Progress progress =
        Progress.start(err, progressMode(), inventory.sets().size(), "feature sets")) {
      MomentsRun moments = new MomentsRun(context);
      result =
          new ScoreRun(options, conf, moments, resume, times, progress::advance).run(inventory);
    }
    long reporting = System.nanoTime();
    RunInputs runInputs = RunInputs.of(inventory, result.sets());
    if (runInputs.skipped().size() == inventory.sets().size()) {
      throw new InputException(
          "Cannot score: every feature set failed, the first because: "
              + runInputs.skipped().get(0).reason());
    }
    warnings.addAll(runInputs.warnings());
    warnings.addAll(result.warnings());
    warnings.addAll(resume.notices());
    ScoreTable table = ScoreTable.of(SourceChances.in(result.rows()));
    ParquetScores.write(table, conf, output.resolve("scores"));
    try (OutputStream csv = output.create("scores.csv")) {
      CsvScores.write(table, csv);
    }
    if (judgement.isPresent()) {
      warnings.addAll(judgement.get().judge(table));
      judgement.get().write(output, conf);
    }
    times.addSince("report", reporting);
    int exitCode = runInputs.skipped().isEmpty() ? ExitCode.OK : ExitCode.PARTIAL;
    RunRecord record =
        record(
                started,
                exitCode,
                spark,
                inputs(runInputs, judgement),
                runInputs.skipped(),
                table,
                warnings)
            .withState(resume.describe());
    try (OutputStream json = output.create("run.json")) {
      record.write(json);
    }
    if (options.report() == HtmlReport.Choice.HTML) {
      try (OutputStream html = output.create("report.html")) {
        HtmlReport.write(
            table,
            Scoring.preference(options.study()),
            record,
            judgement.flatMap(Judgement::shown),
            html);
      }
    }
    output.publish();
    if (format == OutputFormat.JSON) {
      record.write(out);
    }
    warnings.forEach(warning -> err.println("warning: " + warning));
    double seconds = (System.nanoTime() - start) / 1e9;
    say(
        closing(
            table, judgement.map(Judgement::text).orElse(""), runInputs, output.target(), seconds));
    return exitCode;
  }

  private List<String> inputs() {
    List<String> inputs = new ArrayList<>();
    if (options.study().features() != null) {
      inputs.add(options.study().features());
    }
    if (options.study().targets() != null) {
      inputs.add(options.study().targets());
    }
    options.study().featureSets().forEach(set -> inputs.addAll(set.paths()));
    options.study().measured().ifPresent(measured -> inputs.add(measured.path()));
    options.state().ifPresent(inputs::add);
    return inputs;
  }

  private Optional<Judgement> judgement(Configuration conf) throws IOException {
    return options.study().measured().isPresent()
        ? Optional.of(Judgement.read(conf, options.study().measured().get()))
        : Optional.empty();
  }

  private static List<RunRecord.Input> inputs(RunInputs inputs, Optional<Judgement> judgement) {
    List<RunRecord.Input> all = new ArrayList<>(inputs.inputs());
    judgement.map(Judgement::input).ifPresent(all::add);
    return all;
  }

  private String opening(Inventory inventory) {
    return new ConsoleReport(Terminal.ofOutput().style(), ConsoleReport.Limits.DEFAULT)
        .opening(extent(inventory), options.describe());
  }

  private static ConsoleReport.Extent extent(Inventory inventory) {
    List<ScoredSet> sets = inventory.sets();
    return new ConsoleReport.Extent(
        (int) sets.stream().map(ScoredSet::source).distinct().count(),
        (int) sets.stream().map(ScoredSet::dataset).distinct().count(),
        sets.size(),
        (int)
            sets.stream()
                .flatMap(set -> set.targets().stream().map(t -> List.of(set.dataset(), t)))
                .distinct()
                .count(),
        inventory.pairs(),
        sets.stream().mapToLong(ScoredSet::bytes).sum());
  }

  private String closing(
      ScoreTable table, String judged, RunInputs runInputs, String target, double seconds) {
    ConsoleReport console =
        new ConsoleReport(Terminal.ofOutput().style(), ConsoleReport.Limits.DEFAULT);
    return console.rankings(
            Ranking.all(table, Scoring.preference(options.study())), target + "/scores.csv")
        + judged
        + console.closing(runInputs.skipped(), table.rows().size(), target, seconds);
  }

  private RunRecord record(
      String started,
      int exitCode,
      SparkSession spark,
      List<RunRecord.Input> inputs,
      List<RunRecord.Skipped> skipped,
      ScoreTable table,
      List<String> warnings) {
    List<RunRecord.Step> steps = new ArrayList<>();
    for (Map.Entry<String, Double> step : times.seconds().entrySet()) {
      steps.add(new RunRecord.Step(step.getKey(), step.getValue()));
    }
    return new RunRecord(
        started,
        now(),
        exitCode,
        Versions.all(spark.version(), Blas.description()),
        options.describe(),
        inputs,
        steps,
        table.rows().size(),
        skipped,
        warnings);
  }

  private Progress.Mode progressMode() {
    return options.verbosity() == ScoreOptions.Verbosity.QUIET
        ? Progress.Mode.NONE
        : Progress.modeFor(Terminal.ofError());
  }

  private void say(String text) {
    if (options.verbosity() == ScoreOptions.Verbosity.NORMAL && format == OutputFormat.TEXT) {
      out.print(text);
      out.flush();
    }
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
