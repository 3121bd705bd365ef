package org.transferability.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.spark.sql.SparkSession;

/** What is measured, by name and in order. */
final class BenchCases {
  private BenchCases() {}

  /** One line of the table, or several. */
  @FunctionalInterface
  interface Case {
    List<BenchResult> run(Context context) throws Exception;
  }

  /** What cases share. */
  record Context(BenchOptions options, Path home, BenchSessions sessions, Rivals rivals) {
    BenchData data(BenchShape shape) throws IOException, InterruptedException {
      return BenchData.of(options.data(home), shape, options.seed());
    }

    SparkSession local() {
      return sessions.local(options.cores());
    }
  }

  static Map<String, Case> all(BenchOptions options) {
    boolean quick = options.isQuick();
    int rows = options.rows();
    Map<String, Case> cases = new LinkedHashMap<>();
    for (int width : quick ? new int[] {1024} : new int[] {256, 1024, 2048}) {
      BenchShape shape = BenchShape.wide(rows, width);
      cases.put("wide-" + width, context -> List.of(wide(context, "wide-" + width, shape)));
    }
    BenchShape snappy = BenchShape.wide(rows, 1024).with(BenchShape.Encoding.SNAPPY);
    cases.put("snappy-1024", context -> List.of(alone(context, "snappy-1024", snappy)));
    BenchShape mixed = BenchShape.wide(rows, 1024);
    cases.put("mixed-1024", context -> List.of(mixed(context, "mixed-1024", mixed)));
    BenchShape widest = BenchShape.wide(quick ? 4_000 : rows / 2, 3000);
    cases.put("wide-3000", context -> List.of(alone(context, "wide-3000", widest)));
    cases.put("many-sets", context -> ManySets.run(context, quick ? 200 : 1000, quick ? 1 : 10));
    cases.putAll(GridCase.all(quick));
    cases.put("targets-100", context -> List.of(ManyTargets.hundred(context, rows)));
    cases.put("targets-1000", context -> List.of(ManyTargets.thousand(context, rows)));
    cases.put("penalties", context -> List.of(ManyTargets.penalties(context, rows)));
    cases.put("heap-4096", context -> List.of(HeapCase.run(context, quick ? 1024 : 4096)));
    cases.put("race", context -> List.of(RaceCase.run(context, quick)));
    cases.put("scaling", context -> Scaling.run(context, quick ? 5_000 : 25_000));
    if (!quick) { // starting two clusters takes a minute
      cases.put("executors", context -> ClusterScaling.run(context, 50_000));
    }
    return cases;
  }

  /** One set from Parquet to scores, beside everything else that makes a Gram matrix of it. */
  private static BenchResult wide(Context context, String name, BenchShape shape) throws Exception {
    BenchData data = context.data(shape);
    SparkSession spark = context.local();
    int cores = context.options().cores();
    int rows = shape.rows();
    int width = shape.width();
    Comparison comparison =
        new Comparison(name, shape, cores)
            .ours(new ScoreContender("Parquet to scores", spark, data, 2))
            .rival(
                Contender.of(
                    "MLlib Gram, same BLAS", () -> MllibGram.compute(spark, data.features())),
                OptionalDouble.of(3))
            .rival(context.rivals().mllibAsShipped(data), OptionalDouble.of(8))
            .rival(
                BlasContender.dsyrk(rows, width, cores),
                width >= 1024 ? OptionalDouble.of(1 / 1.35) : OptionalDouble.empty());
    if (context.rivals().hasPython()) {
      comparison
          .rival(
              context.rivals().python("numpy X'X, in memory", "gram", rows, width, "float64"),
              OptionalDouble.empty())
          .rival(
              context.rivals().python("scikit-learn Ridge, in memory", "ridge", rows, width, 2),
              width == 1024 ? OptionalDouble.of(1) : OptionalDouble.empty());
    } else {
      comparison.note("numpy and scikit-learn skipped: no Python has them");
    }
    return comparison.run(context.options().repeats());
  }

  /** One set from Parquet to scores, beside dsyrk. */
  private static BenchResult alone(Context context, String name, BenchShape shape)
      throws Exception {
    int cores = context.options().cores();
    OptionalDouble target = OptionalDouble.of(1 / 1.35);
    return new Comparison(name, shape, cores)
        .ours(new ScoreContender("Parquet to scores", context.local(), context.data(shape), 2))
        .rival(BlasContender.dsyrk(shape.rows(), shape.width(), cores), target)
        .run(context.options().repeats());
  }

  /** The same in float32 blocks, against the same in float64 and both products alone. */
  private static BenchResult mixed(Context context, String name, BenchShape shape)
      throws Exception {
    int cores = context.options().cores();
    BenchData data = context.data(shape);
    SparkSession spark = context.local();
    return new Comparison(name, shape, cores)
        .ours(
            new ScoreContender("Parquet to scores, mixed", spark, data, 2, "--precision", "mixed"))
        .rival(
            new ScoreContender("Parquet to scores, float64", spark, data, 2),
            OptionalDouble.of(1.8))
        .rival(BlasContender.ssyrk(shape.rows(), shape.width(), cores), OptionalDouble.of(1 / 1.5))
        .rival(BlasContender.dsyrk(shape.rows(), shape.width(), cores), OptionalDouble.empty())
        .run(context.options().repeats());
  }

  /** Results of several shapes in turn, ours only. */
  static List<BenchResult> series(
      Context context, String name, SparkSession spark, int cores, List<BenchShape> shapes)
      throws Exception {
    List<BenchResult> results = new ArrayList<>();
    for (BenchShape shape : shapes) {
      results.add(
          new Comparison(name, shape, cores)
              .ours(
                  new ScoreContender(
                      "Parquet to scores", spark, context.data(shape), shape.scores(2)))
              .run(context.options().repeats()));
    }
    return results;
  }
}
