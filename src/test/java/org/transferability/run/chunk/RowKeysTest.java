package org.transferability.run.chunk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.sample.RowSampler;
import org.transferability.read.RowBlock;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;
import org.transferability.read.label.RowFolds;
import org.transferability.read.page.DataFile;

/** Hashes belong to ids, blocks of rows to ids or to groups. */
final class RowKeysTest {
  private static final int ROWS = 200;
  private static final DataFile FILE = new DataFile("/a/part-0.parquet", 1, 1);

  private static final class NoLabels extends RowLabels {
    @Override
    double[] of(RowBlock block, int range) {
      return new double[0];
    }
  }

  private static void add(IdStore store, long[] values) {
    store.reserve(values.length);
    System.arraycopy(values, 0, store.longs(), 0, values.length);
    store.added(values.length);
  }

  /** Rows with these ids and groups; without some of them if they are empty. */
  private static RowSampler.Keys keys(long[] ids, long[] groups, RowFolds folds, String file) {
    RowBlock block = new RowBlock(ROWS);
    block.shape(1, 0, 1, ids.length == 0 ? IdKind.NONE : IdKind.LONG);
    if (ids.length > 0) {
      add(block.ids(), ids);
    }
    if (groups.length > 0) {
      block.foldKeys(IdKind.LONG);
      add(block.foldKeys(), groups);
    }
    for (int i = 0; i < ROWS; i++) {
      block.rowInFile()[i] = i;
    }
    block.added(ROWS);
    int[] foldOfRow = new int[ROWS];
    DataFile at = new DataFile(file, 1, 1);
    NoLabels labels = new NoLabels();
    labels.folds(block, folds, at, foldOfRow);
    RowSampler.Keys keys = RowSampler.Keys.of(ROWS);
    labels.keys(block, folds, at, foldOfRow, keys);
    return keys;
  }

  private static long[] numbers(int step) {
    return IntStream.range(0, ROWS).mapToLong(i -> (long) i * step).toArray();
  }

  @Test
  void anIdHasTheSameKeysWhereverItStands() {
    RowFolds folds = new RowFolds(5);
    long[] ids = numbers(1);
    long[] reversed = IntStream.range(0, ROWS).mapToLong(i -> ROWS - 1 - i).toArray();
    RowSampler.Keys keys = keys(ids, new long[0], folds, FILE.path());
    RowSampler.Keys other = keys(reversed, new long[0], new RowFolds(3), "/b/other.parquet");
    for (int i = 0; i < ROWS; i++) {
      assertEquals(keys.hashes()[i], other.hashes()[ROWS - 1 - i]);
      assertEquals(keys.blocks()[i], other.blocks()[ROWS - 1 - i]);
    }
    assertEquals(ROWS, Arrays.stream(keys.hashes()).distinct().count());
  }

  @Test
  void rowsOfAGroupShareABlockButNotAHash() {
    long[] groups = IntStream.range(0, ROWS).mapToLong(i -> i % 40).toArray();
    RowSampler.Keys keys = keys(numbers(7), groups, new RowFolds(5), FILE.path());
    for (int i = 40; i < ROWS; i++) {
      assertEquals(keys.blocks()[i % 40], keys.blocks()[i]);
    }
    assertEquals(ROWS, Arrays.stream(keys.hashes()).distinct().count());
    long blocks = IntStream.range(0, 40).map(i -> keys.blocks()[i]).distinct().count();
    // 40 groups in 64 blocks: 64 (1 - (63/64)^40) = 30 expected, with a standard deviation of 2
    assertTrue(blocks >= 20 && blocks <= 40, "blocks " + blocks);
  }

  @Test
  void rowsWithoutIdsHaveTheirPlace() {
    RowFolds folds = new RowFolds(5);
    RowSampler.Keys here = keys(new long[0], new long[0], folds, "/a/part-0.parquet");
    RowSampler.Keys moved = keys(new long[0], new long[0], folds, "/elsewhere/part-0.parquet");
    RowSampler.Keys next = keys(new long[0], new long[0], folds, "/a/part-1.parquet");
    assertTrue(Arrays.equals(here.hashes(), moved.hashes()));
    assertEquals(
        2 * ROWS,
        Arrays.stream(new long[][] {here.hashes(), next.hashes()})
            .flatMapToLong(Arrays::stream)
            .distinct()
            .count());
  }
}
