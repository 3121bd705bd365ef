package org.transferability.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.transferability.accumulate.Precision;
import org.transferability.job.cli.CommonOptions;
import org.transferability.job.cli.Heading;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OutputOptions;
import org.transferability.job.cli.ScoreOptionsSize;
import org.transferability.report.page.HtmlReport;
import org.transferability.run.ScoreOptions;
import org.transferability.study.InputException;
import org.transferability.study.Predictions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of {@code jobs/score}, as picocli fills it in. */
@Command(
    name = "jobs/score",
    headerHeading =
        "Rank source models by their estimated transferability to regression targets.%n%n",
    customSynopsis = {
      "jobs/score --features PATH [--targets PATH] --out PATH [options]",
      "       jobs/score --features-table NAME [--targets-table NAME] --out PATH [options]",
      "       jobs/score --study FILE --out PATH [options]",
      "       jobs/score ... [-- spark-submit options]"
    },
    footer = {
      "  jobs/score --features zoo/features --targets zoo/targets --out result",
      "  jobs/score --features hdfs:///zoo/features --targets hdfs:///zoo/targets \\",
      "      --out hdfs:///result --sources 'resnet*,vit_?' --lambda 0,0.01,1 \\",
      "      --on-error skip -- --master yarn",
      "  jobs/score --study study.yaml --out result --overwrite",
      "  jobs/score --study study.yaml --out result --dry-run",
      "  jobs/score --features zoo/features --targets zoo/targets --out result \\",
      "      --actual measured.csv --error-column test_mse",
      "",
      "Exit codes: 0 success, 1 internal error, 2 wrong option or input, 3 partial",
      "success (--on-error skip), 130 interrupted. Output is written only for 0 and 3."
    })
final class ScoreOptionsCommand {
  @Mixin private CommonOptions common = new CommonOptions();

  @Heading("What is compared:")
  @Option(
      names = "--study",
      paramLabel = "FILE",
      description =
          "Study file (YAML, see conf/study.example.yaml), local or on any Hadoop file system. Options"
              + " on the command line override it.")
  private String file;

  @Mixin private StudyOptions study = new StudyOptions();

  @Heading("The output:")
  @Option(
      names = "--out",
      paramLabel = "PATH",
      description =
          "Directory for report.html, scores.csv, scores/ (Parquet) and run.json; appears when"
              + " the run is complete.")
  private String out;

  @Mixin private OutputOptions output = new OutputOptions();

  @Option(
      names = "--report",
      paramLabel = "html|none",
      description = "Whether to write the page report.html. Default: html.")
  private HtmlReport.Choice report = HtmlReport.Choice.HTML;

  @Option(
      names = "--dry-run",
      description =
          "Print estimates of what the run would read, compute and transfer, and of its memory"
              + " and time, then exit; only listings and footers are read.")
  private boolean dryRun;

  @Heading("The run:")
  @Option(
      names = "--state",
      paramLabel = "PATH",
      description =
          "Directory that keeps the moments of each feature set. A run with the same directory"
              + " reads only new data; other estimators and penalties read nothing.")
  private String state;

  @Option(
      names = "--scratch",
      paramLabel = "PATH",
      description =
          "Directory, which all executors must reach, for a temporary copy of tables and queries as"
              + " Parquet files. Default: next to --out.")
  private String scratch;

  @Option(
      names = "--on-error",
      paramLabel = "stop|skip",
      description =
          "If a feature set cannot be scored, stop the run, or skip the set and list it. Default:"
              + " stop.")
  private ScoreOptions.OnError onError = ScoreOptions.OnError.STOP;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      description =
          "Spark jobs at a time, each for one wide feature set or many small ones; wide sets take"
              + " turns so that their moments (three times 4 d^2 bytes each) fit in half of the"
              + " driver's heap. Default: 4.")
  private int inFlight = ScoreOptions.DEFAULT_IN_FLIGHT;

  @Option(
      names = "--broadcast-limit",
      converter = ScoreOptionsSize.class,
      paramLabel = "SIZE",
      description =
          "Labels of a dataset up to this size (512m, 2g) are sent to every executor; larger ones"
              + " are joined by a shuffle. Default: 256m.")
  private long broadcastLimit = ScoreOptions.DEFAULT_BROADCAST_LIMIT;

  @Option(
      names = "--chunk-size",
      converter = ScoreOptionsSize.class,
      paramLabel = "SIZE",
      description = "Bytes of Parquet that one task reads. Default: chosen from the width.")
  private Long chunkSize;

  @Option(
      names = "--tile-limit",
      converter = ScoreOptionsSize.class,
      paramLabel = "SIZE",
      description =
          "If the moments of all chunks of a set exceed this size, the executors merge them instead"
              + " of the driver; at most the default, 768m. They also merge those of more than 8"
              + " chunks of together more than 64m.")
  private long tileLimit = ScoreOptions.DEFAULT_TILE_LIMIT;

  @Option(
      names = "--precision",
      paramLabel = "double|mixed",
      description =
          "mixed: products of features in float32, sums in float64; about 1.5 times as fast for"
              + " wide sets, six or seven digits. Default: double.")
  private Precision precision = Precision.DOUBLE;

  static ScoreOptionsRequest parse(String... arguments) {
    ScoreOptionsCommand given = new ScoreOptionsCommand();
    Optional<String> text = OptionsLine.parse(given, arguments);
    if (text.isPresent()) {
      return new ScoreOptionsRequest.Show(text.get());
    }
    ScoreOptionsCommand command = given;
    if (given.file != null) {
      command = new ScoreOptionsCommand();
      command.study = StudyOptions.of(given.file, given.study);
      OptionsLine.parse(command, arguments);
    }
    ScoreOptions options = command.options();
    given.study.requireUseIn(options.study());
    if (command.dryRun && !options.study().tables().isEmpty()) {
      throw new InputException(
          "Cannot use --dry-run: expected files, of which it reads the footers, found a table or query; "
              + ScoreOptions.COPY_ONCE);
    }
    return command.dryRun
        ? new ScoreOptionsRequest.Plan(options, command.common.format())
        : new ScoreOptionsRequest.Run(options, command.common.format());
  }

  /** The options of a run that have their defaults, as {@link ScoreOptions#describe} has them. */
  static Map<String, Object> defaults(ScoreOptions run) {
    ScoreOptionsCommand command = new ScoreOptionsCommand();
    OptionsLine.parse(command, "--features", ".", "--out", ".", "--quiet");
    Map<String, Object> defaults = command.options().describe();
    defaults.keySet().removeAll(List.of("features", "out"));
    Map<String, Object> described = run.describe();
    if (run.study().penalties().asked().isEmpty()) {
      defaults.put("lambda", described.get("lambda"));
    }
    if (run.method().rankBy().isEmpty()) {
      defaults.put("rank-by", described.get("rank-by"));
    }
    if (run.study().predictions() == Predictions.IF_PRESENT) { // no estimators are named
      defaults.put("estimators", described.get("estimators"));
    }
    return defaults;
  }

  private ScoreOptions options() {
    return new ScoreOptions(
        study.study(),
        out,
        output.existing(),
        onError,
        report,
        output.verbosity(),
        inFlight,
        broadcastLimit,
        chunkSize == null ? OptionalLong.empty() : OptionalLong.of(chunkSize),
        Optional.ofNullable(state),
        study.method(),
        tileLimit,
        precision,
        Optional.ofNullable(scratch),
        study.race());
  }
}
