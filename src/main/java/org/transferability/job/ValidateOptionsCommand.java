package org.transferability.job;

import org.transferability.job.cli.OptionsLine;
import org.transferability.job.cli.OutputFormat;
import org.transferability.study.Columns;
import org.transferability.study.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command line of {@code jobs/validate}, as picocli fills it in. */
@Command(
    name = "jobs/validate",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = ScoreOptionsCommand.Version.class,
    optionListHeading = "%n",
    headerHeading =
        "Check features and targets without scoring: what is there, what is wrong, how to fix it.%n%n",
    synopsisHeading = "Usage: ",
    customSynopsis = {"jobs/validate --features PATH [--targets PATH] [options]"},
    footerHeading = "%nExamples:%n",
    footer = {
      "  jobs/validate --features zoo/features --targets zoo/targets",
      "  jobs/validate --features zoo/features --targets zoo/targets --quick",
      "  jobs/validate --features hdfs:///zoo/features --format json > report.json",
      "",
      "Exit codes: 0 nothing that jobs/score would refuse, 1 an error of ours, 2 something",
      "that it would refuse, or a wrong option."
    })
final class ValidateOptionsCommand {
  @Option(
      names = "--features",
      paramLabel = "PATH",
      description = "Features: source=NAME/dataset=NAME/*.parquet.")
  private String features;

  @Option(
      names = "--targets",
      paramLabel = "PATH",
      description = "Labels: dataset=NAME/*.parquet. Without it nothing is joined.")
  private String targets;

  @Option(names = "--id-column", paramLabel = "NAME", description = "Joins both (id).")
  private String idColumn = Columns.DEFAULT.id();

  @Option(
      names = "--features-column",
      paramLabel = "NAME",
      description = "Holds the features (features).")
  private String featuresColumn = Columns.DEFAULT.features();

  @Option(
      names = "--prediction-column",
      paramLabel = "NAME",
      description = "Holds the source model's own output (prediction); looked at if it is there.")
  private String predictionColumn = Columns.DEFAULT.prediction();

  @Option(
      names = "--quick",
      description = "Look at footers and first rows only: no ids are joined, no NaN is found.")
  private boolean quick;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Feature sets read at a time. Default: the cores.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--format",
      paramLabel = "text|json",
      description = "What is printed. Default: text.")
  private String format = "text";

  /** What to check, and how much. */
  record Options(
      String features,
      String targets,
      Columns columns,
      Depth depth,
      int threads,
      OutputFormat format) {}

  /** How much is read. */
  enum Depth {
    FOOTERS,
    ROWS
  }

  Options options() {
    if (features == null) {
      throw new InputException(
          "Cannot validate: expected the path of the features (--features), found none");
    }
    if (threads < 1) {
      throw new InputException("Cannot use --threads: expected a number >= 1, found " + threads);
    }
    return new Options(
        features,
        targets,
        new Columns(idColumn, featuresColumn, predictionColumn),
        quick ? Depth.FOOTERS : Depth.ROWS,
        threads,
        OptionsLine.choice("--format", format, OutputFormat.values()));
  }
}
