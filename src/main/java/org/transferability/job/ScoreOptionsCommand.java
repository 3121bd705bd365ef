package org.transferability.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.transferability.accumulate.Precision;
import org.transferability.job.cli.MeasuredOptions;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OptionsMistake;
import org.transferability.job.cli.OutputFormat;
import org.transferability.job.cli.ScoreOptionsSize;
import org.transferability.report.OutputDirectory.Existing;
import org.transferability.report.Versions;
import org.transferability.report.page.HtmlReport;
import org.transferability.run.ScoreOptions;
import org.transferability.run.scoring.ScoreMethod;
import org.transferability.score.ClassWeights;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import org.transferability.study.InvalidRows;
import org.transferability.study.Penalty;
import org.transferability.study.Study;
import org.transferability.study.StudyDraft;
import org.transferability.study.StudyFile;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/**
 * The command line of {@code jobs/score}, as picocli fills it in. Options that a study file also
 * knows are null until given, so that only what was given overrides the file.
 */
@Command(
    name = "jobs/score",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = ScoreOptionsCommand.Version.class,
    optionListHeading = "%n",
    headerHeading =
        "Rank source models by how well they should transfer to regression targets.%n%n",
    synopsisHeading = "Usage: ",
    customSynopsis = {
      "jobs/score --features PATH [--targets PATH] --out PATH [options]",
      "       jobs/score --study FILE --out PATH [options]",
      "       jobs/score ... [-- spark-submit options]"
    },
    footerHeading = "%nExamples:%n",
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
      "Exit codes: 0 done, 1 an error of ours, 2 a wrong option or input, 3 done in",
      "part (--on-error skip), 130 interrupted. Unless it is 0 or 3, nothing was written."
    })
final class ScoreOptionsCommand {
  @ArgGroup(exclusive = false, heading = "%nWhat is compared:%n")
  private Inputs inputs = new Inputs();

  @ArgGroup(exclusive = false, heading = "%nHow:%n")
  private Method method = new Method();

  @ArgGroup(
      exclusive = false,
      heading =
          "%nWhat was measured, if anything was: scores are judged by it (docs/evaluate.md)%n")
  private MeasuredOptions measured = new MeasuredOptions();

  @ArgGroup(exclusive = false, heading = "%nThe output:%n")
  private Output output = new Output();

  @ArgGroup(exclusive = false, heading = "%nThe run:%n")
  private Execution execution = new Execution();

  private static final class Inputs {
    @Option(
        names = "--features",
        paramLabel = "PATH",
        description = "Features: source=NAME/dataset=NAME/*.parquet.")
    private String features;

    @Option(
        names = "--targets",
        paramLabel = "PATH",
        description =
            "Labels: dataset=NAME/*.parquet. Without it the labels stand beside the features, in the"
                + " numeric columns that have no other role.")
    private String targets;

    @Option(
        names = "--study",
        paramLabel = "FILE",
        description =
            "Study file (YAML, see conf/study.example.yaml). Options given here override it.")
    private Path study;

    @Option(
        names = "--sources",
        paramLabel = "GLOB[,GLOB...]",
        description = "Only sources with such a name. Globs: * ? [a-z] [!a-z]; quote them.")
    private String sources;

    @Option(
        names = "--datasets",
        paramLabel = "GLOB[,GLOB...]",
        description = "Only datasets with such a name.")
    private String datasets;

    @Option(
        names = "--target-names",
        paramLabel = "GLOB[,GLOB...]",
        description = "Only target columns with such a name.")
    private String targetNames;

    @Option(
        names = "--id-column",
        paramLabel = "NAME",
        description = "Joins features and labels (id).")
    private String idColumn;

    @Option(
        names = "--features-column",
        paramLabel = "NAME",
        description = "Holds the features (features).")
    private String featuresColumn;

    @Option(
        names = "--prediction-column",
        paramLabel = "NAME",
        description = "Holds the source model's own output, for label-mse (prediction).")
    private String predictionColumn;
  }

  private static final class Method {
    @Option(
        names = "--estimators",
        paramLabel = "NAME[,NAME...]",
        description =
            "From features: origin-gcv, linear-mse, gcv, cv-mse, logme, transrate, h-score; from"
                + " predictions: label-mse, lab-cv-mse, lab-logme, lab-transrate, lab-h-score; from"
                + " true source labels, no model is run: shared-label-mse. Rankings go by the first."
                + " Default: origin-gcv,linear-mse.")
    private String estimators;

    @Option(
        names = "--lambda",
        paramLabel = "NUMBER[,NUMBER...]",
        description =
            "Penalties >= 0 of the objective divided by n (scikit-learn's alpha is n times that); 1e-3r"
                + " is 1e-3 times the mean variance of a feature. Default: 0,1.")
    private String lambda;

    @Option(
        names = "--folds",
        paramLabel = "K",
        description =
            "Deal the rows to K folds by a hash of the id, for held-out errors and intervals; 0: none"
                + " of these. Memory and results grow K times, reading does not. Default: 5.")
    private Integer folds;

    @Option(
        names = "--fold-column",
        paramLabel = "NAME",
        description =
            "Rows alike in this column (a subject, a video) stay together in one fold. A column of"
                + " the targets; where labels stand beside the features, of that table.")
    private String foldColumn;

    @Option(
        names = "--confidence",
        paramLabel = "P",
        description = "Of the intervals low to high. Default: 0.9.")
    private Double confidence;

    @Option(
        names = "--bins",
        paramLabel = "N",
        description =
            "For transrate and h-score: bins of equal width of each output; the cells with rows are"
                + " the classes. Default: 5, or as many as give 1,024 cells, at least 2.")
    private Integer bins;

    @Option(
        names = "--transrate-weights",
        paramLabel = "rows|equal",
        description =
            "Weights of the classes in transrate: n_c/n as in its paper, or 1/C as in its authors'"
                + " program. Default: rows.")
    private String weights = "rows";

    @Option(
        names = "--refine",
        paramLabel = "auto|always|never",
        description =
            "Read the rows again to restore digits of a ridge regression: where rounding took more"
                + " than half of them (digits-lost), always, or never. Default: auto.")
    private String refine = "auto";

    @Option(
        names = "--source-labels",
        paramLabel = "GLOB[,GLOB...]",
        description =
            "For shared-label-mse: the columns of the targets with labels of a source task."
                + " Default: each in turn.")
    private String sourceLabels;

    @Option(
        names = "--invalid-rows",
        paramLabel = "error|drop",
        description = "Rows with NaN or infinity in the features. Default: error.")
    private String invalidRows;
  }

  private static final class Output {
    @Option(
        names = "--out",
        paramLabel = "PATH",
        description =
            "Directory for report.html, scores.csv, scores/ (Parquet) and run.json; appears when all is"
                + " done.")
    private String out;

    @Option(
        names = "--overwrite",
        description = "Replace an earlier result. Without it, an output that exists is an error.")
    private boolean overwrite;

    @Option(
        names = "--report",
        paramLabel = "html|none",
        description = "The page report.html beside the scores, or not. Default: html.")
    private String report = "html";

    @Option(names = "--quiet", description = "Print warnings and errors only.")
    private boolean quiet;

    @Option(
        names = "--format",
        paramLabel = "text|json",
        description =
            "What is printed: rankings to read, or run.json (with --dry-run the plan). Default: text.")
    private String format = "text";

    @Option(
        names = "--dry-run",
        description =
            "Print what the run would read, compute, move, need and take, and end; only listings and"
                + " footers are read.")
    private boolean dryRun;
  }

  private static final class Execution {
    @Option(
        names = "--state",
        paramLabel = "PATH",
        description =
            "Directory that keeps each feature set's moments. A run with the same one reads only what"
                + " is new; other estimators and penalties read nothing.")
    private String state;

    @Option(
        names = "--on-error",
        paramLabel = "stop|skip",
        description =
            "A feature set that cannot be scored ends the run, or is skipped and listed. Default:"
                + " stop.")
    private String onError = "stop";

    @Option(
        names = "--in-flight",
        paramLabel = "N",
        description =
            "Spark jobs at a time, each one wide feature set or many small ones; wide sets take turns"
                + " so that their moments (three times 4 d^2 bytes each) fit in half the driver's heap."
                + " Default: "
                + ScoreOptions.DEFAULT_IN_FLIGHT
                + ".")
    private int inFlight = ScoreOptions.DEFAULT_IN_FLIGHT;

    @Option(
        names = "--broadcast-limit",
        paramLabel = "SIZE",
        description =
            "Labels of a dataset up to this size (512m, 2g) are sent to every executor, larger ones"
                + " joined by a shuffle. Default: 256m.")
    private String broadcastLimit;

    @Option(
        names = "--chunk-size",
        paramLabel = "SIZE",
        description = "Bytes of Parquet that one task reads. Default: chosen from the width.")
    private String chunkSize;

    @Option(
        names = "--tile-limit",
        paramLabel = "SIZE",
        description =
            "Moments of all chunks of a wide set, beyond which they are merged in tiles by the"
                + " executors and not by the driver; at most the default, 768m.")
    private String tileLimit;

    @Option(
        names = "--precision",
        paramLabel = "double|mixed",
        description =
            "mixed: products of features in float32, sums in float64: for wide sets about 1.5"
                + " times as fast, six or seven digits. Default: double.")
    private String precision = "double";
  }

  /** Asked for only when --version is given. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"transferability-spark " + Versions.tool()};
    }
  }

  static ScoreOptionsRequest parse(String... arguments) {
    ScoreOptionsCommand command = new ScoreOptionsCommand();
    CommandLine line = new CommandLine(command);
    line.setUsageHelpLongOptionsMaxWidth(34);
    try {
      line.parseArgs(arguments);
    } catch (ParameterException e) {
      throw OptionsMistake.of(e, List.of(arguments));
    }
    if (line.isUsageHelpRequested()) {
      line.setSeparator(" "); // how help shows it; --lambda=0 and --lambda 0 are both read
      return new ScoreOptionsRequest.Show(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
    }
    if (line.isVersionHelpRequested()) {
      StringWriter text = new StringWriter();
      line.printVersionHelp(new PrintWriter(text), CommandLine.Help.Ansi.OFF);
      return new ScoreOptionsRequest.Show(text.toString());
    }
    OutputFormat format =
        OptionsLine.choice("--format", command.output.format, OutputFormat.values());
    return command.output.dryRun
        ? new ScoreOptionsRequest.Plan(command.options(), format)
        : new ScoreOptionsRequest.Run(command.options(), format);
  }

  private ScoreOptions options() {
    StudyDraft file = inputs.study == null ? StudyDraft.EMPTY : StudyFile.read(inputs.study);
    Study study = draft().over(file).complete();
    if (method.sourceLabels != null
        && !study.estimators().contains(EstimatorKind.SHARED_LABEL_MSE)) {
      throw new InputException(
          "Cannot use --source-labels: expected shared-label-mse among the estimators, found "
              + study.estimators());
    }
    return new ScoreOptions(
        study,
        output.out,
        output.overwrite ? Existing.REPLACE : Existing.REFUSE,
        of("--on-error", execution.onError, ScoreOptions.OnError::parse),
        of("--report", output.report, HtmlReport.Choice::parse),
        output.quiet ? ScoreOptions.Verbosity.QUIET : ScoreOptions.Verbosity.NORMAL,
        execution.inFlight,
        execution.broadcastLimit == null
            ? ScoreOptions.DEFAULT_BROADCAST_LIMIT
            : of("--broadcast-limit", execution.broadcastLimit, ScoreOptionsSize::parse),
        execution.chunkSize == null
            ? OptionalLong.empty()
            : OptionalLong.of(of("--chunk-size", execution.chunkSize, ScoreOptionsSize::parse)),
        Optional.ofNullable(execution.state),
        new ScoreMethod(
            method.bins == null ? OptionalInt.empty() : OptionalInt.of(method.bins),
            ScoreMethod.parse("--transrate-weights", ClassWeights.class, method.weights),
            ScoreMethod.parse("--refine", ScoreMethod.Refine.class, method.refine)),
        execution.tileLimit == null
            ? ScoreOptions.DEFAULT_TILE_LIMIT
            : of("--tile-limit", execution.tileLimit, ScoreOptionsSize::parse),
        of("--precision", execution.precision, ScoreOptionsCommand::precision));
  }

  private StudyDraft draft() {
    return new StudyDraft(
        inputs.features,
        null,
        inputs.targets,
        inputs.idColumn,
        inputs.featuresColumn,
        inputs.predictionColumn,
        of("--sources", inputs.sources, Glob::parseList),
        of("--datasets", inputs.datasets, Glob::parseList),
        of("--target-names", inputs.targetNames, Glob::parseList),
        null,
        null,
        of("--estimators", method.estimators, text -> list(text, EstimatorKind::parse)),
        of("--lambda", method.lambda, text -> list(text, Penalty::parse)),
        of("--invalid-rows", method.invalidRows, InvalidRows::parse),
        of("--source-labels", method.sourceLabels, Glob::parseList),
        method.folds,
        method.foldColumn,
        method.confidence,
        measured.measured().orElse(null));
  }

  private static Precision precision(String text) {
    for (Precision precision : Precision.values()) {
      if (precision.toString().equals(text.strip())) {
        return precision;
      }
    }
    throw new InputException(
        "Cannot choose a precision: expected double or mixed, found '" + text + "'");
  }

  private static <T> T of(String option, String text, Function<String, T> parse) {
    if (text == null) {
      return null;
    }
    try {
      return parse.apply(text);
    } catch (InputException e) {
      throw new InputException(e.getMessage() + " (" + option + ")", e);
    }
  }

  private static <T> List<T> list(String text, Function<String, T> parse) {
    List<T> values = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      values.add(parse.apply(part.strip()));
    }
    return values;
  }
}
