package org.transferability.run;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.transferability.linear.SymmetricMatrix;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileShape;
import org.transferability.read.Footers;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.report.PlanReport;
import org.transferability.run.aggregate.Batch;
import org.transferability.run.plan.ChunkPlanner;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.PlanSettings;
import org.transferability.run.plan.Reduction;
import org.transferability.run.plan.RowUnits;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.plan.SentMoments;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Sample;
import org.transferability.study.Study;

/**
 * What a study would cost, from listings and the footer of the first file of each set: the cost
 * model of docs/benchmark.md in code. With n rows, d features, Q outputs, K folds, p penalties:
 *
 * <pre>
 *   flops  = n d (d + 2 Q)
 *   chunks = those of {@link ChunkPlanner}, packed into tasks as by {@link Batch}
 *   moved  = chunks K (4 d^2 + 8 d Q), to the driver or to executors as {@link SentMoments} says
 *   fits   = p (1 + K) + p' K + p" K (K - 1) / 2               p' penalties of held-out errors
 *   solve  = fits (d^3 + 30 d^2 Q), and 8 d^3 for an estimator through the origin
 *   A      = flops / F + bytes / D + moved / M                  seconds of tasks on one core
 *   B      = solve / F + additions of the driver / 5e8 + 1 ms a set + 24 us a fit and output
 *                                                               seconds of the driver on one core
 *   a, b   = A / min(cores, tasks),  B / cores of the driver
 *   T      = max(a, b) + min(a, b) / sets + start-up
 * </pre>
 *
 * <p>Of the penalties of which only the best is reported, p" = 3 are assumed to be chosen for some
 * output and fold; else p" = p'.
 *
 * <p>A set with no more rows than features is reduced to n coordinates a row, and is solved as a
 * set of n features, without folds as one of the rows that are left: flops = n d (2.5 n + 1,500),
 * moved = 4 n^2 + 8 n Q; and 4 n d if one task cannot hold it. Of fits without a share w of the
 * rows, min((1 - w)^3, w^2 + 0.07) counts; the form that this needs takes the place of eigenvalues.
 *
 * <p>Solving overlaps with the reading of other sets. In local mode both share the cores, so that T
 * is at least (A + B) / cores.
 */
public final class RunPlan {
  /** Bytes of Parquet that a core decodes a second, uncompressed. */
  private static final double DECODED = 2e9;

  /** Bytes of moments that a task makes, packs and sends a second. */
  private static final double SENT = 2e8;

  private static final double ADDITIONS = 0.5e9;
  private static final double SECONDS_OF_A_SET = 1e-3;

  /** Seconds of the driver for one output of one fit, apart from linear algebra. */
  private static final double SECONDS_OF_AN_OUTPUT = 24e-6;

  /** Operations for n^2 d when n rows are reduced to coordinates. */
  private static final double REDUCTION = 2.5;

  /** The same for n d: the rows are passed over several times, which memory bounds. */
  private static final double REDUCTION_OF_NUMBER = 1500;

  /** Operations for d^2 numbers of a fit and an output: weights, and errors on a fold. */
  private static final double SOLVE_OF_OUTPUT = 30;

  /** What counts of a fit without a few rows, from a form of the products of all rows. */
  private static final double LEFT_OUT = 0.07;

  /** Many folds are merged into few blocks, of which each two are left out. */
  private static final double MOST_BLOCKS = 10;

  /** Penalties that are chosen for some output and fold. */
  private static final double CHOSEN = 3;

  /** Operations for d^3, half of them bound by memory. */
  private static final double EIGENVALUES = 8;

  /** Of the JVM, Spark and the native library, and of writing the result. */
  private static final double START_SECONDS = 5;

  private static final int PROBE_ORDER = 512;
  private static final long PROBE_NANOS = 200_000_000L;

  private final ScoreOptions options;
  private final Inventory inventory;
  private final Configuration conf;
  private final Map<String, Integer> outputsOfTarget = new HashMap<>();
  private long tasks;
  private int packedChunks;
  private long packedBytes;

  // of all sets together
  private long rows;
  private long bytes;
  private double flops;
  private double moved;
  private double toDriver;
  private double solve;
  private double constant;

  // of the largest set: the order of its moments, bytes of rows that a task holds, buffered bytes
  private int width;
  private int order;
  private double held;
  private int outputs;
  private double buffered;

  private RunPlan(ScoreOptions options, Inventory inventory, Configuration conf) {
    this.options = options;
    this.inventory = inventory;
    this.conf = conf;
  }

  /**
   * Estimates.
   *
   * @param cores on which tasks run
   * @param local whether tasks share the cores of the driver
   */
  public static PlanReport of(
      ScoreOptions options, Inventory inventory, Configuration conf, int cores, boolean local)
      throws IOException {
    return new RunPlan(options, inventory, conf).estimate(cores, local);
  }

  private PlanReport estimate(int cores, boolean local) throws IOException {
    for (ScoredSet set : inventory.sets()) {
      add(set);
    }
    endTask();
    return report(cores, local, measuredRate());
  }

  /** Adds the chunks of a set to the tasks, in the order of the sets. */
  private void pack(double bytes, SentMoments moments) {
    if (moments.mergedByExecutors()) {
      endTask();
      tasks += moments.chunks();
      return;
    }
    for (int chunk = 0; chunk < moments.chunks(); chunk++) {
      packedChunks++;
      packedBytes += Math.round(bytes / moments.chunks());
      if (Batch.isFull(packedBytes, packedChunks)) {
        endTask();
      }
    }
  }

  private void endTask() {
    tasks += packedChunks > 0 ? 1 : 0;
    packedChunks = 0;
    packedBytes = 0;
  }

  private void add(ScoredSet set) throws IOException {
    Study study = options.study();
    FileShape shape = shape(set.files().get(0), column(set));
    double share = (double) set.bytes() / set.files().get(0).length();
    double all = shape.rows() * share;
    double sampled =
        study.sample().map(sample -> sample.size().shareOf(Math.round(all))).orElse(1.0);
    double part = isByPosition(all) ? sampled : 1; // of the bytes
    double n = all * sampled;
    double d = Math.max(1, shape.width());
    double q = outputs(set);
    double read = part * share * LongStream.of(shape.rowGroupBytes()).sum();
    boolean reduced = Reduction.isReduced(Math.round(n), (int) d);
    boolean inOneTask =
        reduced && Reduction.isHeld(Math.round(n), Math.round(n), (int) d, Math.round(read));
    double rank = reduced ? n : d;
    long ofRows = Math.round(4 * n * n + 8 * n * q);
    SentMoments moments =
        reduced
            ? new SentMoments(ofRows, 1, inOneTask ? Long.MAX_VALUE : 0, true)
            : new SentMoments(
                SentMoments.bytes((int) d, (int) q, folds(), 0),
                chunks(set, shape, part, (int) q),
                options.tileLimit(),
                true);
    double spread = reduced && !inOneTask ? n * d * Float.BYTES : 0; // features in blocks
    if (spread > 0) {
      endTask();
      tasks += (long) Math.ceil(read / Reduction.CHUNK_BYTES);
    } else {
      pack(part * set.bytes(), moments);
    }
    rows += Math.round(n);
    bytes += Math.round(read);
    width = Math.max(width, (int) d);
    order = Math.max(order, (int) Math.round(rank));
    held = Math.max(held, inOneTask ? n * d * Float.BYTES + 3.0 * Double.BYTES * n * n : 0);
    outputs = Math.max(outputs, (int) q);
    flops += reduced ? n * d * (REDUCTION * n + REDUCTION_OF_NUMBER) : n * d * (d + 2 * q);
    moved += moments.all() + spread;
    toDriver += moments.toDriver();
    solve += solve(study, rank, q, reduced);
    constant += SECONDS_OF_A_SET + SECONDS_OF_AN_OUTPUT * q * fits(study, reduced);
    // pages of a whole row group
    buffered = Math.max(buffered, (double) LongStream.of(shape.rowGroupBytes()).max().orElse(0));
  }

  /**
   * The driver's work for one set, in operations at the speed of a scatter: the fits to all rows,
   * without each fold and without each two, and the eigenvalues of logme or origin-gcv. The factors
   * are measured (docs/benchmark.md): a factorisation runs at about a third of that speed.
   *
   * @param reduced whether d is the number of rows, so that fits to parts of them are smaller
   */
  private static double solve(Study study, double d, double q, boolean reduced) {
    boolean origin =
        study.estimators().contains(EstimatorKind.LOGME)
            || study.estimators().contains(EstimatorKind.ORIGIN_GCV);
    double cube = d * d * d;
    return fits(study, reduced) * (cube + SOLVE_OF_OUTPUT * d * d * q)
        + (origin ? EIGENVALUES * cube : 0);
  }

  /**
   * What counts of a fit without a share of the rows if their number is the order of its system: it
   * is made from a system of the others, or of those that are left out.
   */
  private static double withoutRows(double share) {
    return Math.min(Math.pow(1 - share, 3), share * share + LEFT_OUT);
  }

  /**
   * The number of fits; if the number of rows is the order of their systems, a fit to a part of the
   * rows counts less.
   */
  private static double fits(Study study, boolean reduced) {
    List<EstimatorKind> heldOut =
        study.estimators().stream().filter(EstimatorKind::holdsOut).toList();
    List<EstimatorKind> fitted = study.estimators().stream().filter(e -> !e.holdsOut()).toList();
    double folds = study.folds().parts() > 1 ? study.folds().parts() : 0;
    double blocks = Math.min(folds, MOST_BLOCKS);
    double pairs = folds > 2 ? blocks * (blocks - 1) / 2 : 0;
    double judged = study.penalties().of(heldOut).size();
    boolean best = heldOut.stream().allMatch(study.penalties()::showsOnlyBest);
    double chosen = best ? Math.min(CHOSEN, judged) : judged;
    double withoutOne = reduced && folds > 0 ? withoutRows(1 / folds) : 1;
    double withoutTwo = reduced && folds > 2 ? withoutRows(2 / blocks) : 1;
    return study.penalties().of(fitted).size() * (1 + folds * withoutOne)
        + judged * folds * withoutOne
        + chosen * pairs * withoutTwo;
  }

  private int folds() {
    return options.study().folds().parts();
  }

  /** What the estimators of a set fit the labels to. */
  private String column(ScoredSet set) {
    if (set.isSharedLabels()) {
      return set.source();
    }
    return set.reads(EstimatorKind.Input.FEATURES)
        ? options.study().columns().features()
        : options.study().columns().prediction();
  }

  private PlanReport report(int cores, boolean local, double rate) {
    int sets = inventory.sets().size();
    double triangle = 4.0 * order * order;
    double inTasks = flops / rate + bytes / DECODED + moved / SENT;
    double onDriver = solve / rate + toDriver / Double.BYTES / ADDITIONS + constant;
    int driverCores = local ? cores : Runtime.getRuntime().availableProcessors();
    double tasksSeconds = inTasks / Math.max(1, Math.min(cores, tasks));
    double driverSeconds = onDriver / Math.max(1, driverCores);
    double longer = Math.max(tasksSeconds, driverSeconds);
    double overlapped = local ? Math.max(longer, (inTasks + onDriver) / cores) : longer;
    double seconds =
        START_SECONDS + overlapped + Math.min(tasksSeconds, driverSeconds) / Math.max(1, sets);
    double ofMoments =
        folds() * (triangle + 8.0 * order * outputs)
            + 256.0 * Double.BYTES * (order + outputs) * folds();
    double taskMemory = Math.max(held, ofMoments) + buffered;
    double driverMemory = options.inFlight() * (2 + folds()) * triangle + 3 * 8.0 * order * order;
    return new PlanReport(
        sets,
        inventory.pairs(),
        rows,
        width,
        outputs,
        bytes,
        tasks,
        flops,
        moved,
        toDriver,
        solve,
        taskMemory,
        driverMemory,
        cores,
        rate,
        START_SECONDS,
        seconds);
  }

  /** Whether a sample of so many rows with ids saves reading. */
  private boolean isByPosition(double rows) {
    return options
        .study()
        .sample()
        .map(
            sample ->
                sample.by() == Sample.By.POSITION
                    || (sample.by() == Sample.By.AUTO && RowUnits.areMany(Math.round(rows))))
        .orElse(false);
  }

  /**
   * The number of chunks, if all files of a set are like the first.
   *
   * @param part of the bytes that is read
   */
  private int chunks(ScoredSet set, FileShape first, double part, int outputs) {
    PlanSettings settings = options.planSettings();
    if (ChunkPlanner.isOneChunk(settings, Math.round(part * set.bytes()))) {
      return 1;
    }
    long[] bytes = Arrays.stream(first.rowGroupBytes()).map(b -> Math.round(part * b)).toArray();
    int files = (int) Math.max(1, Math.rint((double) set.bytes() / set.files().get(0).length()));
    return ChunkPlanner.of(settings, first.width(), outputs, folds())
        .cut(Collections.nCopies(files, first.withRowGroupBytes(bytes)))
        .size();
  }

  private FileShape shape(DataFile file, String column) throws IOException {
    return Footers.shape(conf, file, new FeatureColumns(null, column, null));
  }

  /** Q of the targets of a set, from the footer of its labels. */
  private int outputs(ScoredSet set) throws IOException {
    TargetFiles labels = inventory.labels().get(set.dataset());
    DataFile file = labels == null ? set.files().get(0) : labels.files().get(0);
    int sum = 0;
    for (String target : set.targets()) {
      String key = file.path() + '\n' + target;
      Integer known = outputsOfTarget.get(key);
      if (known == null) {
        known = Math.max(1, shape(file, target).width());
        outputsOfTarget.put(key, known);
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
