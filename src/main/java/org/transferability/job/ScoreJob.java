package org.transferability.job;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.transferability.job.cli.CleanUp;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OutputFormat;
import org.transferability.job.cli.Sessions;
import org.transferability.job.judge.Ceilings;
import org.transferability.job.judge.Judgement;
import org.transferability.job.table.TableInputs;
import org.transferability.linear.Blas;
import org.transferability.report.ConsoleReport;
import org.transferability.report.Measure;
import org.transferability.report.OutputDirectory;
import org.transferability.report.OutputSummary;
import org.transferability.report.PlanReport;
import org.transferability.report.Ranking;
import org.transferability.report.RunRecord;
import org.transferability.report.ScoreTable;
import org.transferability.report.Versions;
import org.transferability.report.page.HtmlReport;
import org.transferability.report.text.Progress;
import org.transferability.report.text.Terminal;
import org.transferability.report.verdict.AnswerJson;
import org.transferability.report.verdict.VerdictText;
import org.transferability.report.verdict.Verdicts;
import org.transferability.run.RaceResult;
import org.transferability.run.RunInputs;
import org.transferability.run.RunPlan;
import org.transferability.run.ScoreOptions;
import org.transferability.run.ScoreRun;
import org.transferability.run.StepTimes;
import org.transferability.run.aggregate.MomentsRun;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.race.Race;
import org.transferability.run.resume.Resume;
import org.transferability.run.scoring.SourceCandidates;
import org.transferability.run.scoring.SourceChances;
import org.transferability.study.InputException;

/**
 * {@code jobs/score}: scores every selected pair of a source model and a target. Reads,
 * accumulates, solves, scores, reports; exit codes are those of {@link ExitCode}.
 */
public final class ScoreJob {
  private static final int MOST_SKIPPED = 20;

  private final ScoreOptions options;
  private final OutputFormat format;
  private final PrintStream out;
  private final PrintStream err;
  private final Consumer<Verdicts> listener;

  private ScoreJob(
      ScoreOptions options,
      OutputFormat format,
      PrintStream out,
      PrintStream err,
      Consumer<Verdicts> listener) {
    this.options = options;
    this.format = format;
    this.out = out;
    this.err = err;
    this.listener = listener;
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out, System.err));
  }

  /** The whole job in this process; starts Spark if no session is active, and then stops it. */
  static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    return run(arguments, out, err, verdicts -> {});
  }

  /**
   * The same.
   *
   * @param listener receives the verdicts once they are written
   */
  static int run(String[] arguments, PrintStream out, PrintStream err, Consumer<Verdicts> listener)
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
    ScoreJob job = new ScoreJob(run.options(), run.format(), out, err, listener);
    return Sessions.run("transferability score", job::score);
  }

  private static int plan(ScoreOptionsRequest.Plan plan, SparkSession spark, PrintStream out)
      throws IOException {
    Configuration conf = spark.sparkContext().hadoopConfiguration();
    Inventory inventory = Inventory.of(plan.options().study(), conf);
    PlanReport report =
        RunPlan.of(
            plan.options(),
            inventory,
            conf,
            spark.sparkContext().defaultParallelism(),
            spark.sparkContext().isLocal());
    out.print(
        plan.format() == OutputFormat.JSON
            ? report.json()
            : report.text(Terminal.ofOutput().style()));
    out.flush();
    return ExitCode.OK;
  }

  private int score(SparkSession spark) throws IOException, InterruptedException {
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    Configuration conf = context.hadoopConfiguration();
    OptionalInt earlier = EarlierAttempt.of(spark.sparkContext()).exitCode(options.out(), conf);
    if (earlier.isPresent()) {
      err.println(
          "note: an earlier attempt of this application has written the output (%s)"
              .formatted(options.out()));
      return earlier.getAsInt();
    }
    try (OutputDirectory output =
        OutputDirectory.reserve(conf, options.out(), options.existing(), inputs())) {
      CleanUp cleanUp = CleanUp.atShutdown(output);
      ResultWriter writer = new ResultWriter(output, conf, err);
      if (!options.study().tables().isEmpty()) {
        say("Copying tables to temporary Parquet files ...\n");
      }
      try (TableInputs tables = TableInputs.copy(spark, options, output);
          Resume resume = Resume.of(options.state(), options.study(), options.chunkSize(), conf)) {
        if (!options.study().tables().isEmpty()) {
          writer.times().addSince("copy tables", writer.start());
        }
        return score(context, writer, tables, resume);
      } finally {
        cleanUp.cancel();
      }
    }
  }

  private int score(
      JavaSparkContext context, ResultWriter writer, TableInputs tables, Resume resume)
      throws IOException, InterruptedException {
    try {
      return scoreFiles(context, writer, tables, resume);
    } catch (InputException e) {
      throw tables.named(e);
    }
  }

  private int scoreFiles(
      JavaSparkContext context, ResultWriter writer, TableInputs tables, Resume resume)
      throws IOException, InterruptedException {
    long listing = System.nanoTime();
    Configuration conf = context.hadoopConfiguration();
    StepTimes times = writer.times();
    List<String> warnings = new ArrayList<>(Blas.warning().stream().toList());
    warnings.addAll(writer.notices());
    Optional<Judgement> judgement =
        options.study().measured().isPresent()
            ? Optional.of(Judgement.read(conf, options.study().measured().get()))
            : Optional.empty();
    Optional<Ceilings> ceilings =
        options.method().ceiling().isPresent()
            ? Optional.of(Ceilings.read(conf, options.method().ceiling().get()))
            : Optional.empty();
    Inventory inventory = Inventory.of(tables.options().study(), conf);
    times.addSince("list", listing);
    warnings.addAll(tables.warnings());
    inventory.warnings().forEach(warning -> warnings.add(tables.named(warning)));
    say(opening(inventory));
    ScoreRun.Result result;
    try (Progress progress =
        Progress.start(err, progressMode(), inventory.sets().size(), "feature sets")) {
      MomentsRun moments = new MomentsRun(context);
      ScoreOptions asked = tables.options();
      LongConsumer done = progress::advance;
      Optional<Race> race =
          asked.race().map(r -> new Race(asked, r, conf, moments, resume, times, done));
      result =
          race.isPresent()
              ? race(context, race.get(), asked, inventory, resume)
              : new ScoreRun(asked, conf, moments, resume, times, done).run(inventory);
    }
    long reporting = System.nanoTime();
    RunInputs inputs =
        tables.named(RunInputs.of(inventory, result.sets(), tables.options().study()));
    if (inputs.skipped().size() == inventory.sets().size()) {
      throw new InputException(
          "Cannot score: every feature set failed, the first because: "
              + inputs.skipped().get(0).reason());
    }
    warnings.addAll(inputs.warnings());
    result.warnings().forEach(warning -> warnings.add(tables.named(warning)));
    result.doubts().forEach(doubt -> warnings.add(tables.named(doubt) + " (--sample-by id)"));
    warnings.addAll(resume.notices());
    ScoreTable scored =
        ScoreTable.of(
            SourceCandidates.in(
                SourceChances.in(result.rows(), options.study().folds().byColumn()),
                options.method().selection(options.study().folds()),
                result.race().map(RaceResult::looks).orElse(Map.of())));
    ScoreTable table = ceilings.map(known -> known.in(scored)).orElse(scored);
    ceilings.ifPresent(known -> warnings.addAll(known.warnings(scored)));
    writer.write(table);
    judgement.ifPresent(measured -> warnings.addAll(measured.judge(table)));
    writer.write(judgement.flatMap(Judgement::shown));
    times.addSince("report", reporting);
    RunRecord record =
        new RunRecord(
            writer.execution(
                inputs.skipped().isEmpty() ? ExitCode.OK : ExitCode.PARTIAL,
                context.sc().applicationId(),
                Versions.all(context.version(), Blas.description())),
            options.describe(),
            inputs(inputs, judgement),
            writer.steps(),
            new RunRecord.Outcome(table.rows().size(), inputs.skipped(), warnings),
            resume.describe(),
            result.sample(),
            result.race().map(RaceResult::described).orElse(Map.of()));
    finish(record, table, judgement, writer, after(resume, result));
    return record.execution().exitCode();
  }

  private ScoreRun.Result race(
      JavaSparkContext context, Race race, ScoreOptions asked, Inventory inventory, Resume resume)
      throws IOException, InterruptedException {
    if (resume.isKept()) {
      return race.run(inventory, resume);
    }
    try (ScratchFolder folder = ScratchFolder.in(context.getConf().get("spark.local.dir", ""));
        Resume samples =
            Resume.of(
                Optional.of(folder.uri()),
                asked.study(),
                asked.chunkSize(),
                context.hadoopConfiguration())) {
      return race.run(inventory, samples);
    }
  }

  /** What a state and a race came to, in lines. */
  private static String after(Resume resume, ScoreRun.Result result) {
    return resume.summary().map(text -> text + "\n").orElse("")
        + result.race().map(race -> race.text() + "\n").orElse("");
  }

  private void finish(
      RunRecord record,
      ScoreTable table,
      Optional<Judgement> judgement,
      ResultWriter writer,
      String after)
      throws IOException {
    List<Measure> preference = options.preference();
    ScoreTable columns = table.ofColumns();
    writer.publish(
        record,
        options.report(),
        new ResultWriter.Page(columns, preference, judgement.flatMap(Judgement::shown)));
    List<Ranking> rankings = Ranking.all(columns, preference);
    Verdicts verdicts = Verdicts.of(rankings, record.outcome().skipped());
    listener.accept(verdicts);
    if (format == OutputFormat.JSON) {
      AnswerJson.write(record, rankings, verdicts, out);
    }
    if (options.verbosity() == ScoreOptions.Verbosity.QUIET || format == OutputFormat.JSON) {
      ResultWriter.warn(skipped(record), err);
    }
    ConsoleReport console = console();
    String folder = path(writer.target());
    Optional<String> page =
        options.report() == HtmlReport.Choice.HTML
            ? Optional.of(folder + "/report.html")
            : Optional.empty();
    say(
        new VerdictText(Terminal.ofOutput(), ConsoleReport.Limits.DEFAULT.targets())
                .text(verdicts, page.orElse("what --format json prints"))
            + console.rankings(rankings, folder + "/scores.csv")
            + console.outputs(OutputSummary.all(table), preference.get(0), folder + "/outputs.csv")
            + judgement.map(Judgement::text).orElse("")
            + after
            + console.closing(
                record.outcome().skipped(), table.rows().size(), folder, writer.seconds(), page));
  }

  /** The skipped sets as warnings, where the closing lines are not printed. */
  private static List<String> skipped(RunRecord record) {
    List<RunRecord.Skipped> sets = record.outcome().skipped();
    List<String> lines = new ArrayList<>();
    sets.stream()
        .limit(MOST_SKIPPED)
        .map(set -> "skipped %s on %s: %s".formatted(set.source(), set.dataset(), set.reason()))
        .forEach(lines::add);
    if (sets.size() > MOST_SKIPPED) {
      lines.add("skipped %,d more sets, listed in run.json".formatted(sets.size() - MOST_SKIPPED));
    }
    return lines;
  }

  /** A local path as shells know it. */
  private static String path(String uri) {
    return uri.startsWith("file:/") ? uri.substring("file:".length()) : uri;
  }

  private List<String> inputs() {
    List<String> inputs = new ArrayList<>();
    Stream.of(options.study().features(), options.study().targets())
        .filter(Objects::nonNull)
        .forEach(inputs::add);
    options.study().featureSets().forEach(set -> inputs.addAll(set.paths()));
    options.study().measured().ifPresent(measured -> inputs.add(measured.path()));
    options.method().ceiling().ifPresent(inputs::add);
    options.state().ifPresent(inputs::add);
    options.scratch().ifPresent(inputs::add);
    return inputs;
  }

  private static List<RunRecord.Input> inputs(RunInputs inputs, Optional<Judgement> judgement) {
    List<RunRecord.Input> all = new ArrayList<>(inputs.inputs());
    judgement.map(Judgement::input).ifPresent(all::add);
    return all;
  }

  private String opening(Inventory inventory) {
    Map<String, Object> chosen = options.describe();
    ScoreOptionsCommand.defaults(options).forEach(chosen::remove);
    return console().opening(extent(inventory), chosen);
  }

  private static ConsoleReport console() {
    return new ConsoleReport(Terminal.ofOutput(), ConsoleReport.Limits.DEFAULT);
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
}
