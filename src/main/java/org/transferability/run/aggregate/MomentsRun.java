package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SimpleFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;
import org.transferability.accumulate.Revisit;
import org.transferability.read.FeatureColumns;
import org.transferability.read.label.LabelTable;
import org.transferability.run.chunk.BesideLabels;
import org.transferability.run.chunk.ChunkAccumulation;
import org.transferability.run.chunk.ChunkResult;
import org.transferability.run.chunk.ChunkRevisit;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.LabelSource;
import org.transferability.run.chunk.TaskCounters;
import org.transferability.run.chunk.TaskResult;
import org.transferability.run.plan.CommonRows;
import org.transferability.run.plan.DatasetLabels;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.Surveys;
import org.transferability.run.survey.CommonIds;
import org.transferability.run.survey.LabelSurveys;
import org.transferability.study.EstimatorKind.Input;
import org.transferability.study.InputException;
import scala.Function1;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * Runs batches of passes as Spark jobs: moments = aggregate(add, merge). Chunks are merged in chunk
 * order whatever order they arrive in. Safe to use from several threads, one batch each.
 */
public final class MomentsRun {
  /** A pass that ended: its moments, or the user's error that ended it. */
  public sealed interface Outcome {
    record Done(SetMoments moments) implements Outcome {}

    record Failed(InputException error) implements Outcome {}

    /** The labels are not all there, or not in the order of the features, as was assumed. */
    record NotAsAssumed() implements Outcome {}
  }

  private final JavaSparkContext spark;
  private final Broadcast<SerializableConfiguration> conf;
  private final ShuffleJoin shuffleJoin;
  private final TaskCounters counters;
  private final DistinctIds distinctIds;
  private final TiledMoments tiledMoments;
  private final TiledRows tiledRows;
  private final LabelBroadcasts labelBroadcasts;

  public MomentsRun(JavaSparkContext spark) {
    this.spark = spark;
    this.conf = spark.broadcast(new SerializableConfiguration(spark.hadoopConfiguration()));
    this.counters = TaskCounters.in(spark);
    this.shuffleJoin = new ShuffleJoin(spark, conf);
    this.distinctIds = new DistinctIds(spark, conf);
    this.labelBroadcasts = new LabelBroadcasts(spark);
    this.tiledMoments = new TiledMoments(shuffleJoin, counters, distinctIds);
    this.tiledRows = new TiledRows(shuffleJoin, counters, distinctIds);
  }

  /** Surveys of labels in the same Spark application. */
  public Surveys surveys() {
    return new LabelSurveys(spark, conf);
  }

  /** Finds common rows in the same Spark application. */
  public CommonRows commonRows(String idColumn) {
    return new CommonIds(spark, conf, idColumn);
  }

  /**
   * Runs a batch and hands each pass over as soon as its last chunk is merged, in order.
   *
   * @param done gets each plan with its outcome, on the calling thread; may throw to stop the batch
   */
  public void run(Batch batch, BiConsumer<Pass, Outcome> done) throws InterruptedException {
    @Nullable Broadcast<LabelTable[]> small = broadcastSmallTables(batch);
    try {
      Optional<LabelSource> beside = beside(batch);
      if (beside.isPresent() && run(batch, List.of(beside.get()), done)) {
        return;
      }
      Pass first = batch.plans().get(0);
      if (first.assumesLabels()) {
        done.accept(first, new Outcome.NotAsAssumed());
      } else {
        run(batch, labelSources(batch, small), done);
      }
    } finally {
      if (small != null) {
        small.destroy();
      }
    }
  }

  /**
   * Reads a set a second time: one Spark job, its results merged in chunk order.
   *
   * @return one array for each revisit
   * @throws InputException if the rows cannot be read as they were
   */
  public List<double[]> revisit(Pass plan, Input input, List<Revisit> revisits) {
    Batch batch = Batch.of(plan);
    @Nullable Broadcast<LabelTable[]> small = broadcastSmallTables(batch);
    Broadcast<List<Revisit>> shared = spark.broadcast(List.copyOf(revisits));
    try {
      List<ChunkSpec> specs = Batch.chunks(batch.tasks(labelSources(batch, small)));
      Broadcast<SerializableConfiguration> hadoop = conf;
      spark.setJobGroup("second-pass", "second pass over " + plan.set().name(), true);
      List<TaskResult<List<double[]>>> results =
          spark
              .parallelize(specs, specs.size())
              .map(spec -> ChunkRevisit.run(spec, input, shared.value(), hadoop.value().value()))
              .collect();
      return merge(revisits, results);
    } finally {
      spark.clearJobGroup();
      shared.destroy();
      if (small != null) {
        small.destroy();
      }
    }
  }

  /** Ends the use of a pass: executors drop the labels that no other pass uses. */
  public void release(Pass pass) {
    if (pass.labels() != null) {
      labelBroadcasts.release(pass.labels());
    }
  }

  private static List<double[]> merge(
      List<Revisit> revisits, List<TaskResult<List<double[]>>> results) {
    List<double[]> merged = new ArrayList<>();
    for (TaskResult<List<double[]>> result : results) {
      List<double[]> found = result.orElseThrow();
      for (int i = 0; i < revisits.size(); i++) {
        double[] numbers = found.get(i);
        if (merged.size() == i) {
          merged.add(numbers);
        } else {
          merged.set(i, revisits.get(i).merge(merged.get(i), numbers));
        }
      }
    }
    return merged;
  }

  /**
   * Runs a batch with labels from these sources.
   *
   * @return false if labels are not in the order of the features, as was assumed; nothing is done
   *     then
   */
  private boolean run(Batch batch, List<LabelSource> labels, BiConsumer<Pass, Outcome> done)
      throws InterruptedException {
    spark.setJobGroup(batch.name(), batch.description(), true);
    // jobs of one pool run one after the other: each thread has its own pool
    spark.setLocalProperty("spark.scheduler.pool", Thread.currentThread().getName());
    List<Batch.Task> tasks = batch.tasks(labels);
    try {
      if (batch.mergesOnExecutors()) {
        Pass plan = batch.plans().get(0);
        done.accept(plan, tiled(plan, Batch.chunks(tasks)));
      } else {
        merge(batch, labels, tasks, done);
      }
      return true;
    } catch (BesideLabels.Misplaced e) {
      return false;
    } finally {
      spark.clearJobGroup();
    }
  }

  private Outcome tiled(Pass plan, List<ChunkSpec> chunks) {
    try {
      return new Outcome.Done(
          plan.isReduced() ? tiledRows.of(plan, chunks) : tiledMoments.of(plan, chunks));
    } catch (InputException e) {
      return new Outcome.Failed(e);
    }
  }

  private void merge(
      Batch batch, List<LabelSource> labels, List<Batch.Task> tasks, BiConsumer<Pass, Outcome> done)
      throws InterruptedException {
    OrderedResults<List<ChunkResult>> results = new OrderedResults<>(tasks.size());
    Broadcast<SerializableConfiguration> shared = conf;
    TaskCounters watched = counters;
    JavaRDD<List<ChunkResult>> rdd =
        labels.get(0) instanceof LabelSource.Shuffled
            ? shuffleJoin.perChunk(
                batch.plans().get(0),
                Batch.chunks(tasks),
                (spec, hadoop) -> List.of(List.of(accumulate(spec, hadoop))).iterator())
            : spark
                .parallelize(tasks, tasks.size())
                .map(task -> accumulate(task, shared.value().value(), watched));
    try (Handover<List<ChunkResult>> handover = Handover.open()) {
      SimpleFutureAction<BoxedUnit> job = submit(rdd, handover, results);
      try {
        merge(batch, tasks.size(), results, done);
      } finally {
        job.cancel(); // does nothing to a job that is complete
      }
    }
  }

  private static List<ChunkResult> accumulate(
      Batch.Task task, Configuration conf, TaskCounters counters) {
    List<ChunkResult> results = new ArrayList<>();
    for (ChunkSpec spec : task.chunks()) {
      ChunkResult result = accumulate(spec, conf);
      counters.add(result.counts());
      results.add(result);
    }
    return results;
  }

  private static ChunkResult accumulate(ChunkSpec spec, Configuration conf) {
    return ChunkAccumulation.run(spec, conf, UnaryOperator.identity());
  }

  /** Labels read in the order of the features, without a shuffle, if they have as many rows. */
  private static Optional<LabelSource> beside(Batch batch) {
    Pass plan = batch.plans().get(0);
    boolean isOutdated = plan.assumesLabels() && !plan.joinedLabels().survey().isAssumed();
    if (!plan.isShuffled() || plan.fileStarts() == null || isOutdated) {
      return Optional.empty();
    }
    FeatureColumns columns =
        new FeatureColumns(plan.columns().id(), null, null, plan.targets().columns());
    return Optional.of(
        new LabelSource.Beside(
            plan.joinedLabels().files(), columns, plan.fileStarts(), plan.assumesLabels()));
  }

  private @Nullable Broadcast<LabelTable[]> broadcastSmallTables(Batch batch) {
    LabelTable[] tables =
        batch.plans().stream()
            .map(Pass::labels)
            .filter(labels -> labels != null && labels.isSmall())
            .distinct()
            .map(labels -> labels.table().orElseThrow())
            .toArray(LabelTable[]::new);
    return tables.length == 0 ? null : spark.broadcast(tables);
  }

  private List<LabelSource> labelSources(Batch batch, @Nullable Broadcast<LabelTable[]> small) {
    IdentityHashMap<DatasetLabels, Integer> index = new IdentityHashMap<>();
    List<LabelSource> sources = new ArrayList<>();
    for (Pass plan : batch.plans()) {
      DatasetLabels labels = plan.labels();
      int[] places = plan.targets().tableOutputs();
      if (labels == null) {
        sources.add(new LabelSource.InRow());
      } else if (labels.table().isEmpty()) {
        sources.add(new LabelSource.Shuffled());
      } else if (labels.isSmall()) {
        int at = index.computeIfAbsent(labels, l -> index.size());
        sources.add(new LabelSource.Joined(Objects.requireNonNull(small), at, places));
      } else {
        sources.add(new LabelSource.Joined(labelBroadcasts.of(labels), 0, places));
      }
    }
    return sources;
  }

  /** Runs a job on partitions of one element each. */
  private static SimpleFutureAction<BoxedUnit> submit(
      JavaRDD<List<ChunkResult>> rdd,
      Handover<List<ChunkResult>> handover,
      OrderedResults<List<ChunkResult>> results) {
    List<Object> partitions =
        IntStream.range(0, rdd.getNumPartitions()).<Object>mapToObj(p -> p).toList();
    SimpleFutureAction<BoxedUnit> job =
        rdd.context()
            .submitJob(
                rdd.rdd(),
                (Function1<Iterator<List<ChunkResult>>, Handover.Sent<List<ChunkResult>>>
                        & Serializable)
                    elements -> handover.send(elements.next()),
                CollectionConverters.asScala(partitions).toSeq(),
                (partition, result) -> {
                  handover.take(result).ifPresent(r -> results.put((Integer) partition, r));
                  return BoxedUnit.UNIT;
                },
                () -> BoxedUnit.UNIT);
    job.onComplete(
        outcome -> {
          if (outcome.isFailure()) {
            results.fail(outcome.failed().get());
          }
          return BoxedUnit.UNIT;
        },
        scala.concurrent.ExecutionContext.global());
    return job;
  }

  private void merge(
      Batch batch,
      int tasks,
      OrderedResults<List<ChunkResult>> results,
      BiConsumer<Pass, Outcome> done)
      throws InterruptedException {
    List<Pass> plans = batch.plans();
    int set = -1;
    int chunksLeft = 0;
    @Nullable MomentsMerge merge = null;
    @Nullable InputException error = null;
    for (int task = 0; task < tasks; task++) {
      for (ChunkResult chunk : take(results, task)) {
        if (chunk.set() != set) {
          set = chunk.set();
          chunksLeft = plans.get(set).chunks().size();
          merge = null;
          error = null;
        }
        if (chunk instanceof ChunkResult.Misplaced) {
          throw new BesideLabels.Misplaced();
        }
        chunksLeft--;
        @Nullable Outcome outcome = null;
        try {
          if (error == null) {
            if (merge == null) {
              merge = new MomentsMerge(batch.passes().get(set), distinctIds);
            }
            merge.add(chunk);
            if (chunksLeft == 0) {
              outcome = new Outcome.Done(merge.finish());
            }
          }
        } catch (InputException e) {
          error = e;
        }
        if (chunksLeft == 0 || error != null) {
          merge = null; // frees the moments that are merged so far
        }
        if (chunksLeft == 0) {
          done.accept(
              plans.get(set),
              outcome == null ? new Outcome.Failed(Objects.requireNonNull(error)) : outcome);
        }
      }
    }
  }

  private static List<ChunkResult> take(OrderedResults<List<ChunkResult>> results, int task)
      throws InterruptedException {
    try {
      return results.take(task);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNull(e.getCause());
      throw new IllegalStateException(
          "Spark could not finish the job: " + cause.getMessage(), cause);
    }
  }
}
