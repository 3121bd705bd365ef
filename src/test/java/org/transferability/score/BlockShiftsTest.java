package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Standard errors from blocks of rows against the formula for independent rows. */
final class BlockShiftsTest {
  @Test
  void theStandardErrorOfManyBlocksIsThatOfTheMean() {
    SplittableRandom random = new SplittableRandom(3);
    int m = 20_000;
    double[] losses = new double[BlockShifts.BLOCKS];
    int[] rows = new int[BlockShifts.BLOCKS];
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < m; i++) {
      double loss = Math.pow(random.nextGaussian(), 2);
      int block = random.nextInt(BlockShifts.BLOCKS);
      losses[block] += loss;
      rows[block]++;
      sum += loss;
      squares += loss * loss;
    }
    double ofMean = Math.sqrt((squares / m - sum / m * sum / m) / m);
    BlockShifts found = BlockShifts.of(losses, rows, 0.25, 1);
    // 64 blocks: a relative standard deviation of 1 / sqrt(2 * 63) = 0.09
    assertEquals(ofMean / 2, found.standardError(), 0.25 * ofMean / 2);
    assertEquals(0, Arrays.stream(found.shifts()).sum(), 1e-15);
    assertEquals(64, found.blocks());
  }

  @Test
  void fewBlocksAreNotEnough() {
    double[] losses = new double[BlockShifts.BLOCKS];
    int[] rows = new int[BlockShifts.BLOCKS];
    for (int b = 0; b < 7; b++) {
      losses[b] = b;
      rows[b] = 1;
    }
    assertFalse(BlockShifts.of(losses, rows, 1, 1).isKnown());
    rows[7] = 1;
    assertEquals(8, BlockShifts.of(losses, rows, 1, 1).blocks());
    losses[3] = Double.NaN;
    assertFalse(BlockShifts.of(losses, rows, 1, 1).isKnown());
  }
}
