package org.transferability.job;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.transferability.report.PlanReport;
import org.transferability.report.ScoreRow;
import org.transferability.run.RunPlan;
import org.transferability.run.ScoreOptions;
import org.transferability.run.ScoreRun;
import org.transferability.run.StepTimes;
import org.transferability.run.aggregate.MomentsRun;
import org.transferability.run.plan.Inventory;
import org.transferability.run.resume.Resume;

/** Our job, from listing the files to score rows: the steps of {@link ScoreJob} but its output. */
final class ScoreContender implements Contender {
  private final String name;
  private final SparkSession spark;
  private final ScoreOptions options;
  private final long expectedRows;
  private final List<Map<String, Double>> steps = new ArrayList<>();

  /**
   * Computes what the alternatives compute: linear-mse from one fit of all rows, unless the
   * arguments state otherwise.
   *
   * @param expectedRows score rows that a run must bring
   * @param arguments those of {@code jobs/score}, without the inputs and the output
   */
  ScoreContender(
      String name, SparkSession spark, BenchData data, long expectedRows, String... arguments) {
    this(name, spark, expectedRows, data, oneFit(arguments));
  }

  private ScoreContender(
      String name, SparkSession spark, long expectedRows, BenchData data, List<String> arguments) {
    this.name = name;
    this.spark = spark;
    this.expectedRows = expectedRows;
    List<String> line =
        new ArrayList<>(
            List.of("--features", data.features(), "--targets", data.targets(), "--out", "unused"));
    line.addAll(arguments);
    this.options =
        ((ScoreOptionsRequest.Run) ScoreOptionsRequest.parse(line.toArray(String[]::new)))
            .options();
  }

  /** With the default options of {@code jobs/score}. */
  static ScoreContender defaults(
      String name, SparkSession spark, BenchData data, long expectedRows) {
    return new ScoreContender(name, spark, expectedRows, data, List.of());
  }

  private static List<String> oneFit(String... arguments) {
    List<String> line = new ArrayList<>();
    if (!List.of(arguments).contains("--estimators")) {
      line.addAll(List.of("--estimators", "linear-mse"));
    }
    if (!List.of(arguments).contains("--folds")) {
      line.addAll(List.of("--folds", "0"));
    }
    line.addAll(List.of(arguments));
    return line;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Run run() throws Exception {
    StepTimes times = new StepTimes();
    Run run = Contender.time(() -> check(score(times)));
    steps.add(times.seconds());
    return run;
  }

  private List<ScoreRow> score(StepTimes times) throws IOException, InterruptedException {
    long start = System.nanoTime();
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    Configuration conf = context.hadoopConfiguration();
    Inventory inventory = Inventory.of(options.study(), conf);
    times.addSince("list", start);
    Resume resume = Resume.of(options.state(), options.study(), options.chunkSize(), conf);
    return new ScoreRun(options, conf, new MomentsRun(context), resume, times, sets -> {})
        .run(inventory)
        .rows();
  }

  private void check(List<ScoreRow> rows) {
    if (rows.size() != expectedRows) {
      throw new IllegalStateException(
          "Cannot time %s: expected %d scores, found %d"
              .formatted(name, expectedRows, rows.size()));
    }
  }

  /** What {@code --dry-run} estimates. */
  PlanReport plan() throws IOException {
    SparkContext context = spark.sparkContext();
    Configuration conf = context.hadoopConfiguration();
    Inventory inventory = Inventory.of(options.study(), conf);
    return RunPlan.of(options, inventory, conf, context.defaultParallelism(), context.isLocal());
  }

  /** Number of runs, warm-up included. */
  int runs() {
    return steps.size();
  }

  /** Seconds of each step, median of the last {@code runs}; steps that overlap count in each. */
  Map<String, Double> steps(int runs) {
    List<Map<String, Double>> last = steps.subList(Math.max(0, steps.size() - runs), steps.size());
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String step : last.get(0).keySet()) {
      medians.put(
          step, Timed.median(last.stream().mapToDouble(s -> s.getOrDefault(step, 0.0)).toArray()));
    }
    return medians;
  }
}
