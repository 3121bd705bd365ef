package org.transferability.read.label;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.transferability.read.RowBlock;
import org.transferability.read.id.IdKind;
import org.transferability.read.page.DataFile;

/** Folds by the stated hash, against the program in docs/estimators.md (Python 3). */
final class RowFoldsTest {
  private static int[] folds(RowBlock block, int count) {
    int[] folds = new int[block.rows()];
    new RowFolds(count).of(block, new DataFile("a/b/part-0.parquet", 1, 1), folds);
    return folds;
  }

  private static RowBlock numbers(long... ids) {
    RowBlock block = new RowBlock(Math.max(1, ids.length));
    block.shape(0, 0, 0, IdKind.LONG);
    block.ids().reserve(ids.length);
    System.arraycopy(ids, 0, block.longIds(), 0, ids.length);
    block.ids().added(ids.length);
    block.added(ids.length);
    return block;
  }

  @Test
  void wholeNumbers() {
    assertArrayEquals(
        new int[] {1, 2, 0, 2, 2, 0, 4, 0}, folds(numbers(0, 1, 2, 3, 4, 5, 1000, -1), 5));
  }

  @Test
  void texts() {
    List<String> ids = List.of("5", "img-1", "img-2", "a longer id of 20 by", "ünï");
    RowBlock block = new RowBlock(ids.size());
    block.shape(0, 0, 0, IdKind.TEXT);
    block.ids().reserve(ids.size());
    for (String id : ids) {
      byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
      int start = block.ids().addText(bytes.length);
      System.arraycopy(bytes, 0, block.idBytes(), start, bytes.length);
    }
    block.added(ids.size());
    assertArrayEquals(new int[] {1, 3, 1, 1, 2}, folds(block, 5));
  }

  @Test
  void aboutEquallyLarge() {
    long[] ids = new long[100_000];
    for (int i = 0; i < ids.length; i++) {
      ids[i] = i * 8L; // regular ids must not fall regularly
    }
    int[] sizes = new int[7];
    for (int fold : folds(numbers(ids), 7)) {
      sizes[fold]++;
    }
    for (int size : sizes) {
      assertTrue(Math.abs(size - ids.length / 7.0) < 5 * Math.sqrt(ids.length / 7.0), "" + size);
    }
  }

  @Test
  void withoutIdsByFileAndRow() {
    RowBlock block = new RowBlock(2);
    block.shape(0, 0, 0, IdKind.NONE);
    block.added(2);
    block.rowInFile()[0] = 3;
    block.rowInFile()[1] = 3;
    int[] folds = folds(block, 1000);
    assertTrue(folds[0] == folds[1]);
  }
}
