package org.transferability.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.transferability.job.BenchCases.Context;
import org.transferability.report.PlanReport;

/**
 * Feature sets of different shapes with ten targets and the default options of {@code jobs/score},
 * compared with a Python loop that computes the same columns by the best method for each shape.
 */
final class GridCase {
  private static final int TARGETS = 10;
  private static final int MOST_SETS = 20;

  /** Features of a case on disk, at most, unless one set has more. */
  private static final long FEATURE_BYTES = 400L << 20;

  /** Score rows of a pair with the default options: cv-r2, logme and linear-mse at 0 and 1. */
  private static final int ROWS_A_PAIR = 4;

  /** Floating-point operations of a case above which three runs after one warm-up suffice. */
  private static final double LONG = 2e11;

  /** From this many rows a feature, the product of the features dominates. */
  private static final int TALL = 5;

  private GridCase() {}

  /** The cases by name, {@code grid-ROWSxWIDTH}. */
  static Map<String, BenchCases.Case> all(boolean quick) {
    Map<String, BenchCases.Case> cases = new LinkedHashMap<>();
    for (int rows : quick ? new int[] {500} : new int[] {500, 2_000, 20_000}) {
      for (int width : quick ? new int[] {64, 768} : new int[] {64, 768, 4_096, 16_384}) {
        if ((long) rows * width < 20_000L * 16_384) {
          add(cases, rows, width);
        }
      }
    }
    if (!quick) {
      add(cases, 100_000, 1024);
    }
    int sets = quick ? 100 : 1000;
    cases.put(
        "sets-768",
        context ->
            List.of(
                run(context, "sets-768", BenchShape.many(sets, sets / 100, 500, 768, TARGETS))));
    return cases;
  }

  private static void add(Map<String, BenchCases.Case> cases, int rows, int width) {
    String name = "grid-%dx%d".formatted(rows, width);
    int sets = (int) Math.max(1, Math.min(MOST_SETS, FEATURE_BYTES / (4L * rows * width)));
    BenchShape shape = BenchShape.many(sets, 1, rows, width, TARGETS);
    cases.put(name, context -> List.of(run(context, name, shape)));
  }

  private static BenchResult run(Context context, String name, BenchShape shape) throws Exception {
    BenchData data = context.data(shape);
    ScoreContender ours =
        ScoreContender.defaults(
            "Parquet to scores", context.local(), data, shape.scores(ROWS_A_PAIR));
    Comparison comparison = new Comparison(name, shape, context.options().cores()).ours(ours);
    Contender loop = null;
    if (context.rivals().hasPython()) {
      loop =
          context
              .rivals()
              .python("Python loop", "grid", data.npy(), shape.sets(), shape.datasets());
      double target = shape.rows() >= TALL * shape.width() ? 2 : 1;
      comparison.rival(loop, OptionalDouble.of(target));
    } else {
      comparison.note("Python loop skipped: no Python has numpy and scikit-learn");
    }
    BenchResult result;
    Map<String, Object> memoryUse = new LinkedHashMap<>();
    try (RunMemory memory = RunMemory.watch(context.local())) {
      result = comparison.run(repeats(context, shape));
      memoryUse.put(
          "serialised for the driver a run, MB",
          "%.1f".formatted(memory.megabytesSent(ours.runs())));
      memoryUse.put("most heap in use, garbage included, MB", memory.mostHeapMegabytes());
    }
    Map<String, Object> facts = result.facts();
    facts.put("sets a second", "%.2f".formatted(shape.sets() / result.ours().median()));
    facts.putAll(memoryUse);
    PlanReport plan = ours.plan();
    facts.put(
        "--dry-run without start-up, s", "%.2f".formatted(plan.seconds() - plan.startSeconds()));
    facts.put("--dry-run, MB to the driver", "%.1f".formatted(plan.bytesToDriver() / 1e6));
    if (loop instanceof ProcessContender process) {
      facts.put("peak memory of the Python loop, MB", process.peakMegabytes());
    }
    return result;
  }

  private static Timed.Repeats repeats(Context context, BenchShape shape) {
    double smaller = Math.min(shape.rows(), shape.width());
    double flops =
        shape.sets()
            * ((double) shape.rows() * shape.width() * smaller + 16 * Math.pow(smaller, 3));
    Timed.Repeats usual = context.options().repeats();
    return flops > LONG ? new Timed.Repeats(Math.min(3, usual.timed()), 1) : usual;
  }
}
