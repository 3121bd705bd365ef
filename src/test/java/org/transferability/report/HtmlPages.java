package org.transferability.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.transferability.evaluate.Bootstrap;
import org.transferability.evaluate.Evaluator;
import org.transferability.evaluate.MeasuredPair;
import org.transferability.evaluate.ScoredPair;
import org.transferability.report.evaluation.EvaluationResult;
import org.transferability.report.page.HtmlMeasured;
import org.transferability.report.page.HtmlReport;
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;
import org.transferability.study.Better;

/** Pages of made-up scores. */
public final class HtmlPages {
  public static final List<Measure> PREFERENCE =
      List.of(
          new Measure("linear-mse", "0"),
          new Measure("linear-mse", "1"),
          new Measure("linear-mse", "10"));

  public static final RunRecord RUN =
      new RunRecord(
          new RunRecord.Execution(
              "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", 0, null, Map.of("tool", "test")),
          Map.of("out", "result", "confidence", 0.9),
          List.of(),
          List.of(),
          new RunRecord.Outcome(3, List.of(), List.of("a <b>warning</b>")),
          Map.of());

  /** A name that would run a script, or end the block it stands in, if it were taken for markup. */
  static final String HOSTILE = "--></script><img src=x onerror=\"fetch('http://127.0.0.1/')\">";

  private HtmlPages() {}

  /** Twelve sources on three targets; the best one of each is {@code model-TARGET}. */
  public static ScoreTable small() {
    return small(Scope.SOURCES);
  }

  /** The same, comparable across this. */
  public static ScoreTable small(Scope scope) {
    List<ScoreRow> rows = new ArrayList<>();
    for (int target = 0; target < 3; target++) {
      for (Measure measure : PREFERENCE) {
        double shrink = 0.01 * Double.parseDouble(measure.lambda());
        for (int source = 0; source < 12; source++) {
          double loss = 0.1 + shrink + 0.05 * ((source + 12 - target) % 12) / (1 + shrink);
          String name = source == 11 ? HOSTILE : "model-" + source;
          double chance = source == target ? 0.8 : 0.018;
          rows.add(row(name, "target <" + target + ">", measure, -loss, chance, scope));
        }
      }
    }
    return ScoreTable.of(rows);
  }

  /** Random scores of many sources on many targets, fixed seed. */
  public static ScoreTable grid(int sources, int targets, List<Measure> measures) {
    SplittableRandom random = new SplittableRandom(7);
    List<ScoreRow> rows = new ArrayList<>(sources * targets * measures.size());
    for (int target = 0; target < targets; target++) {
      for (Measure measure : measures) {
        for (int source = 0; source < sources; source++) {
          double score = -0.5 - 0.4 * Math.sin(source * 37.0 + target) - 0.1 * random.nextDouble();
          rows.add(
              row(
                  "organisation/model-" + source,
                  "target-" + target,
                  measure,
                  score,
                  random.nextDouble() < 0.001 ? 0.1 : 0,
                  Scope.SOURCES));
        }
      }
    }
    return ScoreTable.of(rows);
  }

  /** A name as long as those of model registries, which differs from others at its end. */
  static String longName(int number) {
    return "organisation-of-models/vision-transformer-large-384-finetuned-%05d".formatted(number);
  }

  /**
   * Random scores of sources with long names on targets with long names, fixed seed; the
   * probabilities of a target sum to one.
   */
  public static ScoreTable named(int sources, int targets) {
    SplittableRandom random = new SplittableRandom(11);
    List<ScoreRow> rows = new ArrayList<>();
    for (int target = 0; target < targets; target++) {
      String name =
          "a-target-with-a-name-that-someone-made-too-long-for-a-table-%02d".formatted(target);
      for (Measure measure : PREFERENCE) {
        double left = 1;
        for (int source = 0; source < sources; source++) {
          double chance = source == sources - 1 ? left : left * random.nextDouble();
          left -= chance;
          double score = -0.2 - 0.01 * source - 0.02 * random.nextDouble();
          rows.add(row(longName(source), name, measure, score, chance, Scope.SOURCES));
        }
      }
    }
    return ScoreTable.of(rows);
  }

  /** Measurements of two kinds of transfer for every pair, and their comparison with the scores. */
  static HtmlMeasured measured(ScoreTable table) {
    SplittableRandom random = new SplittableRandom(13);
    List<MeasuredPair> measured = new ArrayList<>();
    List<ScoredPair> scored = new ArrayList<>();
    for (ScoreRow row : table.rows()) {
      scored.add(new ScoredPair(row.pair(), Measure.of(row).toString(), row.score().score()));
      if (Measure.of(row).equals(PREFERENCE.get(0))) {
        for (String transfer : List.of("head", "full")) {
          double error = -row.score().score() * (0.8 + 0.6 * random.nextDouble());
          measured.add(new MeasuredPair(row.pair(), transfer, error));
        }
      }
    }
    Evaluator evaluator =
        new Evaluator(scored, measured, Better.SMALLER, new Bootstrap(100, 0.95, 17));
    return new HtmlMeasured(
        measured,
        Better.SMALLER,
        new EvaluationResult(
            evaluator.evaluations(),
            evaluator.targetEvaluations(),
            List.of(),
            evaluator.missing(),
            evaluator.dispersions(),
            0.95));
  }

  private static ScoreRow row(
      String source, String target, Measure measure, double score, double chance, Scope scope) {
    Flags flags = score < -0.55 ? Flags.none().with(Flag.OFFSET_LABELS) : Flags.none();
    Score made =
        new Score(
            measure.estimator(),
            measure.lambda(),
            score,
            new Score.Fit(-score / 2, -score / 2, 1 + score),
            new Score.Shape(1000L, 512, 1, 500, 1 - 1e5 * score),
            new Uncertainty(0.01, score - 0.02, score + 0.02, new double[0]),
            scope,
            flags);
    return new ScoreRow(source, "cub", target, made).withChances(chance, Math.min(1, 2 * chance));
  }

  public static String of(ScoreTable table) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    HtmlReport.write(table, PREFERENCE, RUN, Optional.empty(), out);
    return out.toString(StandardCharsets.UTF_8);
  }

  static Path write(ScoreTable table, Path file) throws IOException {
    return Files.writeString(file, of(table));
  }

  /** A page with measurements. */
  static Path writeMeasured(ScoreTable table, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      HtmlReport.write(table, PREFERENCE, RUN, Optional.of(measured(table)), out);
    }
    return file;
  }

  /**
   * Writes pages of several sizes to a folder, to look at them.
   *
   * @param arguments the folder, which exists
   */
  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    for (int targets : new int[] {1, 50}) {
      for (int sources : new int[] {3, 30, 300}) {
        String name = "sources-%d-targets-%d.html".formatted(sources, targets);
        writeMeasured(named(sources, targets), folder.resolve(name));
      }
      write(
          grid(10_000, targets, PREFERENCE),
          folder.resolve("sources-10000-targets-%d.html".formatted(targets)));
    }
  }
}
