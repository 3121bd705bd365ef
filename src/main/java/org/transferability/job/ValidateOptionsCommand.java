package org.transferability.job;

import org.transferability.job.cli.ColumnOptions;
import org.transferability.job.cli.CommonOptions;
import org.transferability.job.cli.OutputFormat;
import org.transferability.study.Columns;
import org.transferability.study.InputException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The command line of {@code jobs/validate}, as picocli fills it in. */
@Command(
    name = "jobs/validate",
    headerHeading =
        "Check features and targets without scoring: list them, and report problems and fixes.%n%n",
    customSynopsis = {"jobs/validate --features PATH [--targets PATH] [options]"},
    footer = {
      "  jobs/validate --features zoo/features --targets zoo/targets",
      "  jobs/validate --features zoo/features --targets zoo/targets --quick",
      "  jobs/validate --features hdfs:///zoo/features --format json > report.json",
      "",
      "Exit codes: 0 jobs/score would accept the input, 1 internal error, 2 it would",
      "refuse the input, or wrong option."
    })
final class ValidateOptionsCommand {
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--features",
      paramLabel = "PATH",
      description = "Features: source=NAME/dataset=NAME/*.parquet.")
  String features;

  @Option(
      names = "--targets",
      paramLabel = "PATH",
      description = "Labels: dataset=NAME/*.parquet. If omitted, nothing is joined.")
  String targets;

  @Mixin private ColumnOptions columns = new ColumnOptions();

  @Option(
      names = "--quick",
      description = "Read only footers and first rows; ids are not joined and NaN is not found.")
  private boolean quick;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Number of feature sets read at a time. Default: the number of cores.")
  int threads = Runtime.getRuntime().availableProcessors();

  enum Depth {
    FOOTERS,
    ROWS
  }

  Columns columns() {
    return columns.columns();
  }

  Depth depth() {
    return quick ? Depth.FOOTERS : Depth.ROWS;
  }

  OutputFormat format() {
    return common.format();
  }

  /** Refuses what no run can begin with. */
  ValidateOptionsCommand checked() {
    if (features == null) {
      throw new InputException(
          "Cannot validate: expected the path of the features (--features), found none");
    }
    if (threads < 1) {
      throw new InputException("Cannot use --threads: expected a number >= 1, found " + threads);
    }
    columns();
    return this;
  }
}
