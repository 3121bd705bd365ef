package org.transferability.job;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.transferability.evaluate.Bootstrap;
import org.transferability.evaluate.Evaluator;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.Pair;
import org.transferability.evaluate.ScoredPair;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.cli.OptionsLine;
import org.transferability.job.judge.EvaluateActual;
import org.transferability.job.judge.EvaluateComparisons;
import org.transferability.job.judge.EvaluateScores;
import org.transferability.read.Footers;
import org.transferability.read.table.SmallTable;
import org.transferability.read.table.TableColumn;
import org.transferability.read.table.TableRow;
import org.transferability.read.tree.FeatureTree;
import org.transferability.read.tree.ListedFolders;
import org.transferability.report.OutputDirectory;
import org.transferability.report.evaluation.EvaluationFiles;
import org.transferability.report.evaluation.EvaluationResult;
import org.transferability.report.evaluation.StudyTables;
import org.transferability.report.text.PlainText;
import org.transferability.report.text.Terminal;
import org.transferability.study.Better;
import org.transferability.study.Columns;
import org.transferability.study.InputException;
import org.transferability.study.Measured;
import org.transferability.study.MeasuredColumns;

/**
 * {@code jobs/study}: scores several zoos by the same estimators and evaluates them together. A
 * kind of transfer that several zoos have is one table over the targets of all of them.
 */
public final class StudyJob {
  private static final String FROM_FEATURES =
      "cv-r2,logme,origin-gcv,gcv,cv-mse,cv-pearson,h-score,transrate,linear-mse";
  private static final String FROM_PREDICTIONS = ",label-mse,lab-cv-r2,lab-logme";

  /** Names of the column of measured errors, in the order in which they are looked for. */
  private static final List<String> ERRORS = List.of("error", "test_mse");

  private final StudyCommand command;
  private final String out;
  private final Configuration conf = SparkHadoopUtil.get().newConfiguration(new SparkConf());
  private final List<ScoredPair> scored = new ArrayList<>();
  private final List<MeasuredPair> measured = new ArrayList<>();

  private StudyJob(StudyCommand command, String out) {
    this.command = command;
    this.out = out;
  }

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out, System.err));
  }

  /**
   * Runs the study.
   *
   * @param arguments the sample zoo, the default output folder, the command line
   */
  static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    if (arguments.length < 2) {
      throw new InputException(
          "Cannot run the study: expected the sample zoo and an output folder, found "
              + arguments.length
              + " arguments");
    }
    List<String> more = List.of(arguments).subList(2, arguments.length);
    StudyCommand command = new StudyCommand();
    if (OptionsLine.answered(out, command, more.toArray(String[]::new))) {
      return ExitCode.OK;
    }
    List<String> zoos = command.zoos.isEmpty() ? List.of(arguments[0]) : command.zoos;
    return new StudyJob(command, command.out == null ? arguments[1] : command.out)
        .study(zoos, out, err);
  }

  private int study(List<String> zoos, PrintStream printed, PrintStream err)
      throws IOException, InterruptedException {
    Set<String> names = new HashSet<>();
    for (String zoo : zoos) {
      String name = new Path(zoo).getName();
      if (!names.add(name)) {
        throw new InputException(
            "Cannot run the study: expected folders of different names, found two of '%s'"
                .formatted(name));
      }
    }
    for (String zoo : zoos) {
      String name = new Path(zoo).getName();
      printed.println("Scoring " + PlainText.visible(name) + " ...");
      String scores = out + "/scores/" + name;
      int exitCode = ScoreJob.run(scoring(zoo, scores), printed, err);
      if (exitCode != ExitCode.OK) {
        return exitCode;
      }
      add(zoo, scores, zoos.size() == 1 ? "" : name + "/");
    }
    judge(zoos, printed);
    return ExitCode.OK;
  }

  private String[] scoring(String zoo, String scores) throws IOException {
    String features = zoo + "/features";
    List<String> options =
        new ArrayList<>(
            List.of("--features", features, "--targets", zoo + "/targets", "--out", scores));
    options.addAll(List.of("--overwrite", "--quiet", "--report", "none", "--estimators"));
    options.add(
        command.estimators != null
            ? command.estimators
            : FROM_FEATURES + (hasPredictions(features) ? FROM_PREDICTIONS : ""));
    if (command.lambda != null) {
      options.addAll(List.of("--lambda", command.lambda));
    }
    return options.toArray(String[]::new);
  }

  private boolean hasPredictions(String features) throws IOException {
    return Footers.hasNumbers(
        conf,
        FeatureTree.list(conf, features, new ListedFolders()).get(0).files().get(0),
        Columns.DEFAULT.prediction());
  }

  /** Takes what was scored and measured; datasets have the name of their zoo in front. */
  private void add(String zoo, String scores, String prefix) throws IOException {
    for (ScoredPair row : EvaluateScores.read(conf, scores, List.of()).scored()) {
      scored.add(new ScoredPair(named(row.pair(), prefix), row.estimator(), row.score()));
    }
    for (MeasuredPair row : EvaluateActual.read(conf, measured(zoo)).measured()) {
      measured.add(new MeasuredPair(named(row.pair(), prefix), row.transfer(), row.value()));
    }
  }

  private static Pair named(Pair pair, String prefix) {
    return new Pair(pair.source(), prefix + pair.dataset(), pair.target());
  }

  private Measured measured(String zoo) throws IOException {
    String actual = zoo + "/actual.csv";
    List<TableColumn> columns = ERRORS.stream().map(TableColumn::optional).toList();
    List<TableRow> rows = SmallTable.read(conf, actual, columns).rows();
    String error =
        IntStream.range(0, ERRORS.size())
            .filter(c -> rows.stream().anyMatch(row -> !row.cell(c).isBlank()))
            .mapToObj(ERRORS::get)
            .findFirst()
            .orElse(ERRORS.get(0)); // which the reader misses
    return new Measured(
        actual,
        new MeasuredColumns("source", "dataset", "target", Optional.of("transfer"), error),
        Better.SMALLER);
  }

  private void judge(List<String> zoos, PrintStream printed) throws IOException {
    Evaluator evaluator = new Evaluator(scored, measured, Better.SMALLER, Bootstrap.DEFAULT);
    EvaluationResult result =
        new EvaluateComparisons(evaluator, evaluator.evaluations())
            .result(List.of(), Optional.of(command.against), Bootstrap.DEFAULT.level());
    String judged = out + "/judged";
    try (OutputDirectory output =
        OutputDirectory.reserve(conf, judged, OutputDirectory.Existing.REPLACE, zoos)) {
      EvaluationFiles.write(result, output, conf);
      output.publish();
    }
    printed.print(StudyTables.text(result, Terminal.ofOutput().style()));
    printed.println();
    printed.println("All statistics: " + PlainText.visible(judged));
  }
}
