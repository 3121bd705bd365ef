package org.transferability.job;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.transferability.evaluate.Bootstrap;
import org.transferability.evaluate.Evaluator;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.Pair;
import org.transferability.evaluate.ScoredPair;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.job.judge.EvaluateActual;
import org.transferability.job.judge.EvaluateScores;
import org.transferability.report.evaluation.DemoSummary;
import org.transferability.report.evaluation.MeasuredRanking;
import org.transferability.report.text.Terminal;
import org.transferability.report.verdict.Verdict;
import org.transferability.report.verdict.VerdictText;
import org.transferability.report.verdict.Verdicts;
import org.transferability.study.Better;
import org.transferability.study.InputException;
import org.transferability.study.Measured;
import org.transferability.study.MeasuredColumns;

/**
 * {@code jobs/demo}: scores the sample zoo as {@code jobs/score} does, and prints each ranking with
 * the errors that the transferred models reached.
 */
public final class DemoJob {
  /** The case of the README: the other targets are in the report. */
  private static final String TARGET = "x_y";

  private static final int MOST_SOURCES = 5;
  private static final int MOST_TARGETS = 20;

  private static final String HELP =
      """
      Rank the sample zoo, and compare the ranking with measured transfer errors.

      Usage: jobs/demo [--out DIR] [options of jobs/score]

      Builds first if necessary. Writes DIR/scores and DIR/judged, each with a report.html;
      DIR is results/demo if omitted. For JSON use jobs/score and jobs/evaluate.

      Examples:
        jobs/demo
        jobs/demo --lambda 0,0.01,1 --target-names 'x*'
      """;

  private DemoJob() {}

  public static void main(String[] arguments) {
    Exits.endWith(() -> run(arguments, System.out, System.err));
  }

  /**
   * Runs the demonstration.
   *
   * @param arguments the sample zoo, the output folder, further options of {@code jobs/score}
   */
  static int run(String[] arguments, PrintStream out, PrintStream err)
      throws IOException, InterruptedException {
    if (arguments.length < 2) {
      throw new InputException(
          "Cannot run the demonstration: expected the sample zoo and an output folder, found "
              + arguments.length
              + " arguments");
    }
    List<String> more = new ArrayList<>(List.of(arguments).subList(2, arguments.length));
    if (showsHelp(arguments)) {
      out.print(HELP);
      return ExitCode.OK;
    }
    if (more.stream().anyMatch(option -> option.startsWith("--format"))) {
      throw new InputException(
          "Cannot use --format: expected no format, because the demonstration prints only text,"
              + " found one; jobs/score and jobs/evaluate print JSON");
    }
    Path zoo = Path.of(arguments[0]);
    Path folder = Path.of(takeOut(more).orElse(arguments[1]));
    String scores = folder.resolve("scores").toString();
    List<String> options =
        new ArrayList<>(List.of("--features", zoo.resolve("features").toString()));
    options.addAll(List.of("--targets", zoo.resolve("targets").toString()));
    options.addAll(List.of("--out", scores, "--overwrite", "--quiet"));
    options.addAll(more);
    out.println("Scoring the sample zoo ...");
    List<Verdict> verdicts = new ArrayList<>();
    int exitCode =
        ScoreJob.run(
            options.toArray(String[]::new), out, err, found -> verdicts.addAll(found.all()));
    if (exitCode == ExitCode.OK && !verdicts.isEmpty()) {
      String actual = zoo.resolve("actual.csv").toString();
      String judged = folder.resolve("judged").toString();
      List<String> judging =
          List.of("--scores", scores, "--actual", actual, "--error-column", "test_mse");
      List<String> output = List.of("--out", judged, "--overwrite", "--quiet");
      exitCode =
          EvaluateJob.run(
              Stream.of(judging, output).flatMap(List::stream).toArray(String[]::new), out, err);
      show(new Verdicts(verdicts), scores, actual, out);
      out.println("Scores: " + scores + "/scores.csv (columns: docs/reference.md)");
      out.println("How to read the report: docs/reading-the-report.md");
      out.println("Report: " + judged + "/report.html");
    }
    return exitCode;
  }

  /** Removes --out from the options and returns its value; the last one counts. */
  private static Optional<String> takeOut(List<String> options) {
    Optional<String> out = Optional.empty();
    for (int at = 0; at < options.size(); ) {
      String option = options.get(at);
      if (option.equals("--out") && at + 1 == options.size()) {
        throw new InputException("Cannot use --out: expected a folder, found none");
      }
      if (option.equals("--out")) {
        options.remove(at);
        out = Optional.of(options.remove(at));
      } else if (option.startsWith("--out=")) {
        out = Optional.of(options.remove(at).substring("--out=".length()));
      } else {
        at++;
      }
    }
    return out;
  }

  static boolean showsHelp(String... arguments) {
    return List.of(arguments).contains("--help") || List.of(arguments).contains("-h");
  }

  private static void show(Verdicts verdicts, String scores, String actual, PrintStream out)
      throws IOException {
    Configuration conf = new Configuration();
    Terminal terminal = Terminal.ofOutput();
    List<ScoredPair> scored = EvaluateScores.read(conf, scores, List.of()).scored();
    MeasuredColumns columns =
        new MeasuredColumns("source", "dataset", "target", Optional.of("transfer"), "test_mse");
    List<MeasuredPair> measured =
        EvaluateActual.read(conf, new Measured(actual, columns, Better.SMALLER)).measured().stream()
            .filter(row -> verdicts.all().stream().anyMatch(verdict -> isOf(verdict, row.pair())))
            .toList();
    out.print(new VerdictText(terminal, MOST_TARGETS).text(verdicts, scores + "/report.html"));
    Verdict example =
        verdicts.all().stream()
            .filter(verdict -> verdict.target().equals(TARGET))
            .findFirst()
            .orElse(verdicts.all().get(0));
    String by = example.by().toString();
    out.print(
        new MeasuredRanking(measured, terminal.style())
            .text(
                by,
                scored.stream()
                    .filter(row -> row.estimator().equals(by))
                    .filter(row -> isOf(example, row.pair()))
                    .toList(),
                MOST_SOURCES));
    Evaluator evaluator = new Evaluator(scored, measured, Better.SMALLER, Bootstrap.DEFAULT);
    out.print(new DemoSummary(evaluator.evaluations(), terminal).text(by));
    out.println();
  }

  private static boolean isOf(Verdict verdict, Pair pair) {
    return pair.dataset().equals(verdict.dataset()) && pair.target().equals(verdict.target());
  }
}
