package org.transferability.run.aggregate;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.transferability.read.FileRange;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.LabelSource;
import org.transferability.run.plan.Pass;

/**
 * Passes that one Spark job runs: a single large feature set, or many small ones.
 *
 * @param number number of the batch within the run
 * @param passes what is run, in order
 */
public record Batch(int number, List<ResumedPass> passes) {
  /** Most moments that a job may bring to the driver: far below spark.driver.maxResultSize. */
  public static final long MOST_MOMENT_BYTES = 256L << 20;

  public static final int MOST_SETS = 512;

  /** A task reads at least this much, unless it has this many chunks. */
  private static final long TASK_BYTES = 8L << 20;

  private static final int TASK_CHUNKS = 32;

  /** The chunks that one task handles, in order. */
  record Task(List<ChunkSpec> chunks) implements Serializable {}

  public Batch {
    passes = List.copyOf(passes);
  }

  /** A batch of one pass whose chunks are all read. */
  static Batch of(Pass pass) {
    return new Batch(0, List.of(ResumedPass.fresh(pass)));
  }

  /** Whether a task has enough to do with so many chunks, and bytes of their files. */
  public static boolean isFull(long bytes, int chunks) {
    return bytes >= TASK_BYTES || chunks >= TASK_CHUNKS;
  }

  /** The passes in order. */
  public List<Pass> plans() {
    return passes.stream().map(ResumedPass::pass).toList();
  }

  String name() {
    return "moments-" + number;
  }

  String description() {
    Pass first = passes.get(0).pass();
    return "moments of "
        + first.set().name()
        + (passes.size() == 1 ? "" : " and " + (passes.size() - 1) + " more sets");
  }

  /** Whether executors merge its moments; then the one pass is alone. */
  boolean mergesOnExecutors() {
    return passes.get(0).pass().mergesOnExecutors();
  }

  static List<ChunkSpec> chunks(List<Task> tasks) {
    return tasks.stream().flatMap(task -> task.chunks().stream()).toList();
  }

  /** Packs the chunks of all passes, in order, into tasks; depends on the input alone. */
  List<Task> tasks(List<LabelSource> labels) {
    List<Task> tasks = new ArrayList<>();
    List<ChunkSpec> packed = new ArrayList<>();
    long bytes = 0;
    for (int set = 0; set < passes.size(); set++) {
      Pass plan = passes.get(set).pass();
      int chunks = plan.chunks().size();
      for (int chunk = 0; chunk < chunks; chunk++) {
        List<FileRange> ranges = plan.chunks().get(chunk);
        packed.add(
            new ChunkSpec(
                set,
                chunk,
                plan.set().name(),
                ranges,
                plan.columns(),
                plan.missing(),
                labels.get(set).ofChunk(chunk),
                plan.targets().layout(),
                plan.folds(),
                plan.classes(),
                plan.precision(),
                plan.keptBytes(),
                plan.sample()));
        bytes += plan.readBytes() / chunks;
        if (isFull(bytes, packed.size()) || plan.isAlone()) {
          tasks.add(new Task(packed));
          packed = new ArrayList<>();
          bytes = 0;
        }
      }
    }
    if (!packed.isEmpty()) {
      tasks.add(new Task(packed));
    }
    return tasks;
  }
}
