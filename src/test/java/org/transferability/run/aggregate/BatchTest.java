package org.transferability.run.aggregate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.classes.SetClasses;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.MissingFeatures;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;
import org.transferability.run.chunk.ChunkSpec;
import org.transferability.run.chunk.LabelSource;
import org.transferability.run.plan.Pass;
import org.transferability.run.plan.ScoredSet;
import org.transferability.run.plan.TargetLayout;
import org.transferability.run.plan.TargetSlice;
import org.transferability.study.EstimatorKind;

final class BatchTest {
  private static final long MEGABYTE = 1L << 20;
  private static final long NEVER_TILED = 1L << 40;

  /** A pass over a set of one file, cut into chunks of one row group each. */
  private static Pass pass(String source, int chunks, long bytes, int width, long tileLimit) {
    DataFile file = new DataFile(source + ".parquet", bytes, 0);
    TargetSlice target = new TargetSlice("y", 0, 1, 0, 10, null);
    return new Pass(
        new ScoredSet(source, "d", List.of(file), List.of(EstimatorKind.LINEAR_MSE), List.of("y")),
        new FeatureColumns("id", "features", null),
        MissingFeatures.ERROR,
        null,
        new TargetLayout(List.of(target), LabelLayout.complete(1), new int[] {0}),
        IntStream.range(0, chunks).mapToObj(c -> List.of(new FileRange(file, c, c + 1))).toList(),
        null,
        false,
        new RowFolds(1),
        new SetClasses(null, null),
        Precision.DOUBLE,
        0,
        width,
        tileLimit,
        null,
        SampleLimit.NONE,
        null);
  }

  private static List<String> names(List<ChunkSpec> chunks) {
    return chunks.stream().map(c -> c.set() + "/" + c.chunk() + " of " + c.name()).toList();
  }

  @Test
  void tasksHoldEveryChunkOnceInOrder() {
    Random random = new Random(3);
    for (int trial = 0; trial < 100; trial++) {
      List<ResumedPass> passes = new ArrayList<>();
      List<LabelSource> labels = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int set = 0; set < 1 + random.nextInt(60); set++) {
        int chunks = 1 + random.nextInt(5);
        Pass pass = pass("s" + set, chunks, random.nextLong(40 * MEGABYTE), 3, NEVER_TILED);
        passes.add(ResumedPass.fresh(pass));
        labels.add(new LabelSource.InRow());
        for (int chunk = 0; chunk < chunks; chunk++) {
          expected.add(set + "/" + chunk + " of " + pass.set().name());
        }
      }
      List<Batch.Task> tasks = new Batch(0, passes).tasks(labels);
      assertEquals(expected, names(Batch.chunks(tasks)));
      for (Batch.Task task : tasks) {
        long bytes = 0;
        for (ChunkSpec chunk : task.chunks()) {
          Pass pass = passes.get(chunk.set()).pass();
          bytes += pass.set().bytes() / pass.chunks().size();
        }
        int count = task.chunks().size();
        boolean last = task.equals(tasks.get(tasks.size() - 1));
        assertTrue(count >= 1 && count <= 32, () -> "found " + count);
        assertTrue(last || count == 32 || bytes >= 8 * MEGABYTE, "a task has too little to read");
        long before = bytes - lastBytes(task, passes);
        assertTrue(before < 8 * MEGABYTE, "a task had enough before its last chunk");
      }
    }
  }

  private static long lastBytes(Batch.Task task, List<ResumedPass> passes) {
    Pass pass = passes.get(task.chunks().get(task.chunks().size() - 1).set()).pass();
    return pass.set().bytes() / pass.chunks().size();
  }

  @Test
  void chunksOfAPassThatIsAloneAreTasksOfTheirOwn() {
    Batch batch = Batch.of(pass("wide", 40, MEGABYTE, 100, 0));
    assertTrue(batch.mergesOnExecutors());
    assertEquals(40, batch.tasks(List.of(new LabelSource.InRow())).size());
  }

  @Test
  void aChunkTakesOnlyItsOwnPlacesOfLabels() {
    Batch batch = Batch.of(pass("s", 3, MEGABYTE, 3, NEVER_TILED));
    long[][] starts = {{0}, {70}, {40}};
    LabelSource labels =
        new LabelSource.Beside(List.of(), new FeatureColumns("id", null, null), starts, true);
    for (ChunkSpec chunk : Batch.chunks(batch.tasks(List.of(labels)))) {
      long[][] found = ((LabelSource.Beside) chunk.labels()).fileStarts();
      assertArrayEquals(new long[][] {starts[chunk.chunk()]}, found);
    }
  }

  /** A set of width d sends 8 (d (d + 1) / 2 + d) bytes a chunk: 4,000 features make 61 MB. */
  @Test
  void batchesHoldEveryPassOnceInOrderAndEndOnlyWhenTheNextDoesNotFit() {
    Random random = new Random(4);
    for (int trial = 0; trial < 50; trial++) {
      BatchPacker packer = new BatchPacker();
      List<Pass> all = new ArrayList<>();
      List<Batch> batches = new ArrayList<>();
      for (int set = 0; set < 700; set++) {
        int width = trial % 2 == 0 ? 2 : 1 + random.nextInt(4000);
        boolean alone = random.nextInt(50) == 0 && trial % 5 == 0;
        Pass pass = pass("s" + set, 1 + random.nextInt(3), 1, width, alone ? 0 : NEVER_TILED);
        all.add(pass);
        packer.add(ResumedPass.fresh(pass)).ifPresent(batches::add);
      }
      packer.rest().ifPresent(batches::add);
      assertEquals(Optional.empty(), packer.rest());
      assertEquals(all, batches.stream().flatMap(b -> b.plans().stream()).toList());
      for (int b = 0; b < batches.size(); b++) {
        List<Pass> passes = batches.get(b).plans();
        assertEquals(b, batches.get(b).number());
        assertTrue(passes.size() == 1 || fit(passes), "what is together must fit");
        if (b + 1 < batches.size()) {
          List<Pass> more = new ArrayList<>(passes);
          more.add(batches.get(b + 1).plans().get(0));
          assertTrue(!fit(more), "a batch ended too soon");
        }
      }
    }
  }

  /** Together at most 512 passes and 256 MB of moments, and none that must be alone. */
  private static boolean fit(List<Pass> passes) {
    long bytes =
        passes.stream()
            .mapToLong(p -> p.chunks().size() * 8L * (p.width() * (p.width() + 1L) / 2 + p.width()))
            .sum();
    return passes.size() <= 512
        && bytes <= 256 * MEGABYTE
        && passes.stream().noneMatch(p -> p.tileLimit() == 0);
  }
}
