package org.transferability.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.transferability.evaluate.Bootstrap;
import org.transferability.job.cli.CommaSeparated;
import org.transferability.job.cli.CommonOptions;
import org.transferability.job.cli.Heading;
import org.transferability.job.cli.MeasuredOptions;
import org.transferability.job.cli.OutputOptions;
import org.transferability.job.judge.Versus;
import org.transferability.report.OutputDirectory;
import org.transferability.report.page.HtmlReport;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import org.transferability.study.Measured;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The options of one run of {@code jobs/evaluate}, as picocli fills them in; without the defaults
 * of {@code --compare} and {@code --against}, which depend on the scores.
 */
@Command(
    name = "jobs/evaluate",
    headerHeading = "Evaluate scores against measured transfer: do they choose a good source?%n%n",
    customSynopsis = "jobs/evaluate --scores PATH --actual PATH --out PATH [options]",
    footer = {
      "  jobs/evaluate --scores result --actual actual.csv --out judged",
      "  jobs/evaluate --scores result --actual actual.csv --error-column test_mse \\",
      "      --out judged --compare 'linear-mse 0' 'linear-mse 1' --overwrite",
      "  jobs/evaluate --scores result --actual accuracy.parquet --better larger \\",
      "      --no-transfer-column --out judged --format json",
      "",
      "An estimator is named with its penalty, such as 'linear-mse 0'. docs/evaluate.md",
      "explains the statistics. Exit codes: 0 success, 1 internal error, 2 wrong option",
      "or input, 130 interrupted. Output is written only for 0."
    })
final class EvaluateOptions {
  @Mixin final CommonOptions common = new CommonOptions();

  @Heading("The scores:")
  @Option(
      names = "--scores",
      paramLabel = "PATH",
      description =
          "Output of jobs/score, or a CSV or Parquet table with the columns source, dataset,"
              + " target, estimator, score and optionally lambda; larger scores are better.")
  String scores;

  @Mixin private MeasuredOptions measured = new MeasuredOptions();

  @Heading("What is evaluated:")
  @Option(
      names = "--estimators",
      parameterConsumer = CommaSeparated.class,
      paramLabel = "GLOB[,GLOB...]",
      description =
          "Only these: linear-mse with every penalty, 'linear-mse 0' with one. Default: all.")
  List<Glob> estimators = List.of();

  @Option(
      names = "--compare",
      paramLabel = "NAME",
      arity = "2",
      description =
          "Two estimators (or baselines) to compare target by target; may be repeated. Default:"
              + " the best by kendall-tau-b with every other.")
  private List<String> compare = new ArrayList<>();

  @Option(
      names = "--against",
      paramLabel = "NAME",
      description = "Compare this estimator with every other instead.")
  private String against;

  @Option(
      names = "--resamples",
      paramLabel = "N",
      description = "Number of bootstrap resamples of the targets. Default: 10000.")
  private int resamples = Bootstrap.DEFAULT.resamples();

  @Option(
      names = "--level",
      paramLabel = "NUMBER",
      description = "Confidence level of the intervals and verdicts. Default: 0.95.")
  private double level = Bootstrap.DEFAULT.level();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of the resamples. The same seed gives the same digits.")
  private long seed = Bootstrap.DEFAULT.seed();

  @Heading("The output:")
  @Option(
      names = "--out",
      paramLabel = "PATH",
      description =
          "Directory for report.html, evaluation.csv, evaluation/ (Parquet), by-target.csv,"
              + " comparisons.csv, dispersion.csv, missing.csv and run.json; appears when the run is complete.")
  String out;

  @Mixin final OutputOptions output = new OutputOptions();

  @Option(
      names = "--report",
      paramLabel = "html|none",
      description = "Whether to write the page report.html. Default: html.")
  HtmlReport.Choice report = HtmlReport.Choice.HTML;

  @Option(
      names = "--all",
      description =
          "Print every table with all statistics and intervals. Default: what fits on a screen.")
  boolean all;

  Measured measured() {
    return measured.measured().orElseThrow(() -> missing("the measured transfers (--actual)"));
  }

  /** Which estimators are compared; empty: the best of each kind of transfer with every other. */
  List<Versus> comparisons() {
    List<Versus> comparisons = new ArrayList<>();
    for (int i = 0; i < compare.size(); i += 2) {
      comparisons.add(new Versus(compare.get(i), compare.get(i + 1)));
    }
    return comparisons;
  }

  /** Compared with every other, instead. */
  Optional<String> against() {
    return Optional.ofNullable(against);
  }

  Bootstrap bootstrap() {
    return new Bootstrap(resamples, level, seed);
  }

  /** Refuses what no run can begin with. */
  EvaluateOptions checked() {
    measured();
    if (resamples < 1) {
      throw new InputException(
          "Cannot use --resamples: expected a number >= 1, found " + resamples);
    }
    if (!(level > 0 && level < 1)) {
      throw new InputException(
          "Cannot use --level: expected a number between 0 and 1, found " + level);
    }
    if (scores == null || scores.isBlank()) {
      throw missing("the scores (--scores)");
    }
    if (out == null || out.isBlank()) {
      throw missing("the output (--out)");
    }
    if (against != null && !compare.isEmpty()) {
      throw new InputException(
          "Cannot compare: expected either --compare or --against, found both");
    }
    return this;
  }

  private static InputException missing(String what) {
    return new InputException("Cannot evaluate: expected a path for " + what + ", found none");
  }

  /** The options by name, in a fixed order: printed at the start of a run and kept in run.json. */
  Map<String, Object> describe() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("scores", scores);
    options.put("actual", measured().path());
    options.put("out", out);
    options.putAll(measured().describe());
    options.put("estimators", estimators.stream().map(Glob::toString).toList());
    options.put("compare", comparisons().stream().map(Versus::toString).toList());
    options.put("against", against);
    options.put("resamples", resamples);
    options.put("level", level);
    options.put("seed", seed);
    options.put("overwrite", output.existing() == OutputDirectory.Existing.REPLACE);
    options.put("report", report.toString());
    options.put("format", common.format().toString());
    options.values().removeIf(value -> value == null || value.equals(List.of()));
    return options;
  }
}
