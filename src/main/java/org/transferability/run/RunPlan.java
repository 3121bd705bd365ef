package org.transferability.run;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.transferability.linear.SymmetricMatrix;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileShape;
import org.transferability.read.Footers;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.report.PlanReport;
import org.transferability.run.plan.ChunkPlanner;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.ScoredSet;
import org.transferability.study.EstimatorKind;

/**
 * What a study would cost, from listings and the footer of the first file of each set: the cost
 * model of docs/benchmark.md in code. With n rows, d features, Q outputs, K folds, p penalties:
 *
 * <pre>
 *   flops  = n d (d + 2 Q)
 *   chunks = those of {@link ChunkPlanner}, at most one a row group
 *   moved  = chunks K (4 d^2 + 8 d Q)
 *   solve  = p K (d^3 / 3 + 4 d^2 Q), about 10 d^3 for an estimator through the origin
 *   T      = max( flops / (cores F) + bytes / (cores D),  solve / F + moved additions / 5e8 )
 * </pre>
 */
public final class RunPlan {
  /** Bytes of Parquet that a core decodes a second, uncompressed. */
  private static final double DECODED = 2e9;

  private static final double ADDITIONS = 0.5e9;
  private static final double SECONDS_OF_A_SET = 2e-3;
  private static final int PROBE_ORDER = 512;
  private static final long PROBE_NANOS = 200_000_000L;

  private final ScoreOptions options;
  private final Inventory inventory;
  private final Configuration conf;
  private final Map<String, Integer> outputs = new HashMap<>();

  private RunPlan(ScoreOptions options, Inventory inventory, Configuration conf) {
    this.options = options;
    this.inventory = inventory;
    this.conf = conf;
  }

  /**
   * Estimates.
   *
   * @param cores on which tasks run
   */
  public static PlanReport of(
      ScoreOptions options, Inventory inventory, Configuration conf, int cores) throws IOException {
    return new RunPlan(options, inventory, conf).estimate(cores);
  }

  private PlanReport estimate(int cores) throws IOException {
    double rate = measuredRate();
    int folds = options.study().folds().parts();
    int penalties = options.study().penalties().size();
    boolean origin =
        options.study().estimators().stream()
            .anyMatch(e -> e == EstimatorKind.LOGME || e == EstimatorKind.ORIGIN_GCV);
    long rows = 0;
    long bytes = 0;
    long tasks = 0;
    int widest = 0;
    int most = 0;
    double flops = 0;
    double moved = 0;
    double solve = 0;
    for (ScoredSet set : inventory.sets()) {
      String column =
          set.isSharedLabels()
              ? set.source()
              : set.reads(EstimatorKind.Input.FEATURES)
                  ? options.study().columns().features()
                  : options.study().columns().prediction();
      FileShape shape = shape(set.files().get(0), column);
      double share = (double) set.bytes() / set.files().get(0).length();
      double n = shape.rows() * share;
      double d = Math.max(1, shape.width());
      double q = outputs(set);
      double read = share * sum(shape.rowGroupBytes());
      double chunks = chunks(set, shape, (long) read, (int) q, folds);
      rows += Math.round(n);
      bytes += Math.round(read);
      tasks += (long) chunks;
      widest = Math.max(widest, (int) d);
      most = Math.max(most, (int) q);
      flops += n * d * (d + 2 * q);
      moved += chunks * folds * (4 * d * d + 8 * d * q);
      solve += penalties * folds * (d * d * d / 3 + 4 * d * d * q) + (origin ? 10 * d * d * d : 0);
    }
    double triangle = 4.0 * widest * widest;
    double tasksSeconds = flops / (cores * rate) + bytes / (cores * DECODED);
    double driverSeconds = solve / rate + moved / Double.BYTES / ADDITIONS;
    double seconds =
        Math.max(tasksSeconds, driverSeconds)
            + SECONDS_OF_A_SET * inventory.sets().size() / Math.max(1, cores);
    return new PlanReport(
        inventory.sets().size(),
        inventory.pairs(),
        rows,
        widest,
        most,
        bytes,
        tasks,
        flops,
        moved,
        solve,
        folds * (triangle + 8.0 * widest * most) + 256.0 * Double.BYTES * (widest + most) * folds,
        options.inFlight() * (2 + folds) * triangle + 3 * 8.0 * widest * widest,
        cores,
        rate,
        seconds);
  }

  /** The number of chunks, if all files of a set have as many row groups a byte as the first. */
  private double chunks(ScoredSet set, FileShape first, long bytes, int outputs, int folds) {
    if (options.chunkSize().isEmpty() && set.bytes() <= ChunkPlanner.SMALLEST_CHUNK) {
      return 1;
    }
    ChunkPlanner planner =
        options.chunkSize().isPresent()
            ? ChunkPlanner.ofSize(options.chunkSize().getAsLong())
            : ChunkPlanner.forWidth(first.width(), outputs, folds);
    double share = (double) set.bytes() / set.files().get(0).length();
    double rowGroups = Math.max(1, Math.rint(first.rowGroupBytes().length * share));
    return Math.min((double) planner.chunks(bytes), rowGroups);
  }

  private FileShape shape(DataFile file, String column) throws IOException {
    return Footers.shape(conf, file, new FeatureColumns(null, column, null));
  }

  private static double sum(long[] values) {
    double sum = 0;
    for (long value : values) {
      sum += value;
    }
    return sum;
  }

  /** Q of the targets of a set, from the footer of its labels. */
  private int outputs(ScoredSet set) throws IOException {
    TargetFiles labels = inventory.labels().get(set.dataset());
    DataFile file = labels == null ? set.files().get(0) : labels.files().get(0);
    int sum = 0;
    for (String target : set.targets()) {
      String key = file.path() + '\n' + target;
      Integer known = outputs.get(key);
      if (known == null) {
        known = Math.max(1, shape(file, target).width());
        outputs.put(key, known);
      }
      sum += known;
    }
    return sum;
  }

  /** Flops a second of one core of this machine: those of a scatter, n d^2 for n rows. */
  private static double measuredRate() {
    SymmetricMatrix scatter = SymmetricMatrix.zeros(PROBE_ORDER);
    double[] rows = new double[PROBE_ORDER * PROBE_ORDER];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (i * 31 % 101) / 101.0;
    }
    scatter.addOuterProducts(rows, PROBE_ORDER); // the first call is slower
    long start = System.nanoTime();
    long now = start;
    double flops = 0;
    while (now - start < PROBE_NANOS) {
      scatter.addOuterProducts(rows, PROBE_ORDER);
      flops += (double) PROBE_ORDER * PROBE_ORDER * PROBE_ORDER;
      now = System.nanoTime();
    }
    return flops / ((now - start) / 1e9);
  }
}
