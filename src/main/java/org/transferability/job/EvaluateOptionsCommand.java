package org.transferability.job;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.transferability.evaluate.Bootstrap;
import org.transferability.job.cli.MeasuredOptions;
import org.transferability.job.cli.OptionsMistake;
import org.transferability.job.judge.Versus;
import org.transferability.report.OutputDirectory.Existing;
import org.transferability.report.page.HtmlReport;
import org.transferability.run.ScoreOptions;
import org.transferability.study.Glob;
import org.transferability.study.InputException;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line of {@code jobs/evaluate}, as picocli fills it in. */
@Command(
    name = "jobs/evaluate",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = ScoreOptionsCommand.Version.class,
    optionListHeading = "%n",
    headerHeading = "Judge scores against measured transfers: do they choose a good source?%n%n",
    synopsisHeading = "Usage: ",
    customSynopsis = "jobs/evaluate --scores PATH --actual PATH --out PATH [options]",
    footerHeading = "%nExamples:%n",
    footer = {
      "  jobs/evaluate --scores result --actual actual.csv --out judged",
      "  jobs/evaluate --scores result --actual actual.csv --error-column test_mse \\",
      "      --out judged --compare 'linear-mse 0' 'linear-mse 1' --overwrite",
      "  jobs/evaluate --scores result --actual accuracy.parquet --better larger \\",
      "      --no-transfer-column --out judged --format json",
      "",
      "An estimator is its name and penalty, such as 'linear-mse 0'.",
      "docs/evaluate.md says what the statistics mean. Exit codes: 0 done, 1 an error",
      "of ours, 2 a wrong option or input, 130 interrupted. Unless it is 0, nothing was",
      "written."
    })
final class EvaluateOptionsCommand {
  @ArgGroup(exclusive = false, heading = "%nThe scores:%n")
  private Tables tables = new Tables();

  @ArgGroup(exclusive = false, heading = "%nWhat was measured:%n")
  private MeasuredOptions measured = new MeasuredOptions();

  @ArgGroup(exclusive = false, heading = "%nWhat is evaluated:%n")
  private Method method = new Method();

  @ArgGroup(exclusive = false, heading = "%nThe output:%n")
  private Output output = new Output();

  private static final class Tables {
    @Option(
        names = "--scores",
        paramLabel = "PATH",
        description =
            "Output of jobs/score, or a CSV or Parquet table with the columns source, dataset,"
                + " target, estimator, score and perhaps lambda; larger scores are better.")
    private String scores;
  }

  private static final class Method {
    @Option(
        names = "--estimators",
        paramLabel = "GLOB[,GLOB...]",
        description =
            "Only these: linear-mse with every penalty, 'linear-mse 0' with this one. Default: all.")
    private String estimators;

    @Option(
        names = "--compare",
        paramLabel = "NAME",
        arity = "2",
        description =
            "Two estimators (or baselines) to compare target by target; may be given several times."
                + " Default: the best by kendall-tau-b with every other.")
    private List<String> compare = new ArrayList<>();

    @Option(
        names = "--against",
        paramLabel = "NAME",
        description = "Compare this estimator with every other, instead.")
    private String against;

    @Option(
        names = "--resamples",
        paramLabel = "N",
        description = "Bootstrap resamples of the targets. Default: 10000.")
    private int resamples = Bootstrap.DEFAULT.resamples();

    @Option(
        names = "--level",
        paramLabel = "NUMBER",
        description = "Level of the intervals and verdicts. Default: 0.95.")
    private double level = Bootstrap.DEFAULT.level();

    @Option(
        names = "--seed",
        paramLabel = "N",
        description = "Seed of the resamples: the same seed, the same digits.")
    private long seed = Bootstrap.DEFAULT.seed();
  }

  private static final class Output {
    @Option(
        names = "--out",
        paramLabel = "PATH",
        description =
            "Directory for report.html, evaluation.csv, evaluation/ (Parquet), by-target.csv,"
                + " comparisons.csv, missing.csv and run.json; appears when all is done.")
    private String out;

    @Option(
        names = "--overwrite",
        description = "Replace an earlier result. Without it, an output that exists is an error.")
    private boolean overwrite;

    @Option(
        names = "--report",
        paramLabel = "html|none",
        description = "The page report.html beside the tables, or not. Default: html.")
    private String report = "html";

    @Option(
        names = "--format",
        paramLabel = "text|json",
        description = "What is printed: tables to read, or all rows as JSON. Default: text.")
    private String format = "text";

    @Option(names = "--quiet", description = "Print warnings and errors only.")
    private boolean quiet;
  }

  static EvaluateOptionsRequest parse(String... arguments) {
    EvaluateOptionsCommand command = new EvaluateOptionsCommand();
    CommandLine line = new CommandLine(command);
    line.setUsageHelpLongOptionsMaxWidth(34);
    try {
      line.parseArgs(arguments);
    } catch (ParameterException e) {
      throw OptionsMistake.of(e, List.of(arguments));
    }
    if (line.isUsageHelpRequested()) {
      line.setSeparator(" "); // how help shows it; --seed=1 and --seed 1 are both read
      return new EvaluateOptionsRequest.Show(line.getUsageMessage(CommandLine.Help.Ansi.OFF));
    }
    if (line.isVersionHelpRequested()) {
      StringWriter text = new StringWriter();
      line.printVersionHelp(new PrintWriter(text), CommandLine.Help.Ansi.OFF);
      return new EvaluateOptionsRequest.Show(text.toString());
    }
    return new EvaluateOptionsRequest.Run(command.options());
  }

  private EvaluateOptions options() {
    return new EvaluateOptions(
        tables.scores,
        measured
            .measured()
            .orElseThrow(
                () ->
                    new InputException(
                        "Cannot evaluate: expected a path for the measured transfers (--actual),"
                            + " found none")),
        globs(),
        comparisons(),
        Optional.ofNullable(method.against),
        bootstrap(),
        output.out,
        output.overwrite ? Existing.REPLACE : Existing.REFUSE,
        choice("--report", output.report, HtmlReport.Choice.values()),
        choice("--format", output.format, EvaluateOptions.Format.values()),
        output.quiet ? ScoreOptions.Verbosity.QUIET : ScoreOptions.Verbosity.NORMAL);
  }

  private List<Glob> globs() {
    try {
      return method.estimators == null ? List.of() : Glob.parseList(method.estimators);
    } catch (InputException e) {
      throw new InputException(e.getMessage() + " (--estimators)", e);
    }
  }

  private List<Versus> comparisons() {
    List<Versus> comparisons = new ArrayList<>();
    for (int i = 0; i < method.compare.size(); i += 2) {
      comparisons.add(new Versus(method.compare.get(i), method.compare.get(i + 1)));
    }
    return comparisons;
  }

  private Bootstrap bootstrap() {
    if (method.resamples < 1) {
      throw new InputException(
          "Cannot use --resamples: expected a number >= 1, found " + method.resamples);
    }
    if (!(method.level > 0 && method.level < 1)) {
      throw new InputException(
          "Cannot use --level: expected a number between 0 and 1, found " + method.level);
    }
    return new Bootstrap(method.resamples, method.level, method.seed);
  }

  private static <E extends Enum<E>> E choice(String option, String text, E[] values) {
    List<String> names = new ArrayList<>();
    for (E value : values) {
      String name = value.name().toLowerCase(Locale.ROOT);
      if (name.equals(text.strip())) {
        return value;
      }
      names.add(name);
    }
    throw new InputException(
        "Cannot use %s: expected %s, found '%s'"
            .formatted(option, String.join(" or ", names), text));
  }
}
