package org.transferability.run.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transferability.read.FileRange;
import org.transferability.read.FileShape;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.DataFile;

final class ChunkPlannerTest {
  /** Row groups of one row, which stay whole. */
  private static FileShape shape(String path, long... bytes) {
    long[] rows = new long[bytes.length];
    Arrays.fill(rows, 1);
    return shape(path, true, rows, bytes);
  }

  private static FileShape shape(String path, boolean indexed, long[] rows, long[] bytes) {
    boolean[] allIndexed = new boolean[bytes.length];
    Arrays.fill(allIndexed, indexed);
    return new FileShape(
        new DataFile(path, Arrays.stream(bytes).sum(), 0),
        Arrays.stream(rows).sum(),
        rows,
        bytes,
        allIndexed,
        8,
        false,
        IdKind.LONG,
        true);
  }

  @Test
  void everyRowGroupIsInExactlyOneChunkAndInOrder() {
    Random random = new Random(5);
    for (int trial = 0; trial < 200; trial++) {
      List<FileShape> shapes = new ArrayList<>();
      List<String> expected = new ArrayList<>();
      for (int f = 0; f < 1 + random.nextInt(5); f++) {
        long[] bytes = random.longs(random.nextInt(6), 0, 100).toArray();
        shapes.add(shape("file" + f, bytes));
        for (int g = 0; g < bytes.length; g++) {
          expected.add("file" + f + " " + g);
        }
      }
      List<String> found = new ArrayList<>();
      for (List<FileRange> chunk : ChunkPlanner.ofSize(1 + random.nextInt(150)).cut(shapes)) {
        assertTrue(!chunk.isEmpty());
        for (FileRange range : chunk) {
          for (int g = range.firstRowGroup(); g < range.endRowGroup(); g++) {
            found.add(range.file().path() + " " + g);
          }
        }
      }
      assertEquals(expected, found);
    }
  }

  @Test
  void theNumberOfChunksIsKnownFromTheBytesWhereRowGroupsAreSmall() {
    long[] groups = new long[2000];
    Arrays.fill(groups, 1L << 20);
    for (int folds : new int[] {1, 5}) {
      for (int width : new int[] {16, 512, 1024, 2048}) {
        ChunkPlanner planner = ChunkPlanner.forWidth(width, 10, folds);
        assertEquals(
            planner.cut(List.of(shape("a", groups))).size(),
            planner.chunks(2000L << 20),
            width + " x " + folds);
      }
    }
  }

  /**
   * A row group goes to the chunk in whose share of the bytes its middle lies, so that a chunk of
   * several has at most that share and half of its first and last row group.
   */
  @Test
  void noChunkIsFarAboveItsShareUnlessItIsOneRowGroup() {
    Random random = new Random(6);
    for (int trial = 0; trial < 500; trial++) {
      long[] bytes = random.longs(1 + random.nextInt(40), 0, 100).toArray();
      long total = Arrays.stream(bytes).sum();
      ChunkPlanner planner = ChunkPlanner.ofSize(1 + random.nextInt(300));
      double share = (double) total / planner.chunks(total);
      for (List<FileRange> chunk : planner.cut(List.of(shape("a", bytes)))) {
        int first = chunk.get(0).firstRowGroup();
        int end = chunk.get(0).endRowGroup();
        long held = Arrays.stream(bytes, first, end).sum();
        double most = share + (bytes[first] + bytes[end - 1]) / 2.0;
        assertTrue(end - first == 1 || held <= most + 1e-9 * total, held + " of " + share);
      }
    }
  }

  /** 1,024 features send 4 MB of moments a fold: 200 MB a chunk with five, at least 16 MB. */
  @Test
  void chunksHoldTenTimesTheMomentsUnlessThereAreFewerThanEight() {
    ChunkPlanner planner = ChunkPlanner.forWidth(1024, 0, 5);
    long megabyte = 1 << 20;
    assertEquals(10_000 / 200, planner.chunks(10_000 * megabyte));
    assertEquals(8, planner.chunks(1600 * megabyte));
    assertEquals(8, planner.chunks(400 * megabyte));
    assertEquals(64 / 16, planner.chunks(64 * megabyte));
    assertEquals(1, planner.chunks(megabyte));
  }

  @Test
  void chunksAreEvenWhereRowGroupsAllowIt() {
    List<List<FileRange>> chunks =
        ChunkPlanner.ofSize(42)
            .cut(List.of(shape("a", 32, 32, 32, 32), shape("b", 32, 32, 32, 32)));
    assertEquals(6, chunks.size());
    assertEquals(1, ChunkPlanner.ofSize(1000).cut(List.of(shape("a", 32, 32))).size());
  }

  @Test
  void wideFeaturesMakeLargerChunks() {
    assertEquals(
        2, ChunkPlanner.forWidth(64, 0, 1).cut(List.of(shape("a", 40 << 20, 40 << 20))).size());
    assertEquals(
        1, ChunkPlanner.forWidth(2048, 0, 1).cut(List.of(shape("a", 40 << 20, 40 << 20))).size());
  }

  private static long[] longs(long... values) {
    return values;
  }

  /**
   * 320 MB of 1,024 features are worth 8 chunks; of one row group they are 8 ranges of its rows.
   */
  @Test
  void aRowGroupOfSeveralChunksIsCutIntoPartsOfEquallyManyRows() {
    for (boolean indexed : new boolean[] {true, false}) {
      FileShape shape = shape("a", indexed, longs(81), longs(320 << 20));
      List<List<FileRange>> chunks = ChunkPlanner.forWidth(1024, 0, 1).cut(List.of(shape));
      assertEquals(8, chunks.size());
      for (int c = 0; c < 8; c++) {
        FileRange range =
            new FileRange(shape.file(), 0, 1, 81 * c / 8, c == 7 ? -1 : 81 * (c + 1) / 8);
        assertEquals(List.of(range), chunks.get(c));
      }
    }
  }

  /** 5 folds of 768 features send 11.8 MB: a part has at least twice as much, 64 MB has two. */
  @Test
  void aPartHasTwiceTheMomentsOfAllFolds() {
    FileShape shape = shape("a", true, longs(20_000), longs(64_000_000));
    assertEquals(2, ChunkPlanner.forWidth(768, 0, 5).cut(List.of(shape)).size());
    assertEquals(6, ChunkPlanner.forWidth(768, 0, 1).cut(List.of(shape)).size());
    FileShape small = shape("a", true, longs(10_000), longs(47_000_000));
    assertEquals(1, ChunkPlanner.forWidth(768, 0, 5).cut(List.of(small)).size());
  }

  /** 3 GB of 64 features are worth 96 chunks. */
  @Test
  void withoutAnIndexThereAreFewPartsAndFewerOfNarrowFeatures() {
    long[] bytes = longs(3L << 30);
    long[] rows = longs(1 << 20);
    ChunkPlanner narrow = ChunkPlanner.forWidth(64, 0, 1);
    assertEquals(96, narrow.cut(List.of(shape("a", true, rows, bytes))).size());
    assertEquals(2, narrow.cut(List.of(shape("a", false, rows, bytes))).size());
    ChunkPlanner wider = ChunkPlanner.forWidth(512, 0, 1);
    assertEquals(6, wider.cut(List.of(shape("a", false, rows, bytes))).size());
    ChunkPlanner chosen = ChunkPlanner.ofSize(1 << 20);
    assertEquals(8, chosen.cut(List.of(shape("a", false, rows, bytes))).size());
    assertEquals(3 << 10, chosen.cut(List.of(shape("a", true, rows, bytes))).size());
  }

  /** Every row is in exactly one chunk, in order, whatever the sizes. */
  @Test
  void everyRowIsInExactlyOneChunkAndInOrder() {
    Random random = new Random(8);
    for (int trial = 0; trial < 500; trial++) {
      List<FileShape> shapes = new ArrayList<>();
      for (int f = 0; f < 1 + random.nextInt(3); f++) {
        int groups = random.nextInt(4);
        shapes.add(
            shape(
                "file" + f,
                random.nextBoolean(),
                random.longs(groups, 0, 30).toArray(),
                random.longs(groups, 0, 100).toArray()));
      }
      List<String> found = new ArrayList<>();
      for (List<FileRange> chunk : ChunkPlanner.ofSize(1 + random.nextInt(80)).cut(shapes)) {
        for (FileRange range : chunk) {
          addRows(shapes, range, found);
        }
      }
      List<String> expected = new ArrayList<>();
      for (FileShape shape : shapes) {
        addRows(shapes, new FileRange(shape.file(), 0, shape.rowGroupRows().length), expected);
      }
      assertEquals(expected, found);
    }
  }

  private static void addRows(List<FileShape> shapes, FileRange range, List<String> rows) {
    FileShape shape =
        shapes.stream().filter(s -> s.file().equals(range.file())).findFirst().orElseThrow();
    for (int g = range.firstRowGroup(); g < range.endRowGroup(); g++) {
      boolean isLast = g == range.endRowGroup() - 1;
      long from = g == range.firstRowGroup() ? range.fromRow() : 0;
      long to = isLast && range.toRow() >= 0 ? range.toRow() : shape.rowGroupRows()[g];
      for (long row = from; row < to; row++) {
        rows.add(range.file().path() + " " + g + " " + row);
      }
    }
  }
}
