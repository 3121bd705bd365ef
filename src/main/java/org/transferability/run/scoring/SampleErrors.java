package org.transferability.run.scoring;

import java.util.Arrays;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.transferability.score.BlockShifts;

/**
 * Squared errors of the sampled rows of one group of targets, each by the fit without its fold,
 * summed over the rows of a fold in the same block. Folds may be added by different threads.
 */
final class SampleErrors {
  private final GroupSample sample;
  private final int outputs;
  private final int firstFold;
  private final OfFold[] folds;

  /**
   * The errors on one fold.
   *
   * @param blocks those with rows, ascending
   * @param rows of each of them
   * @param squares sums for each of them, by output and penalty
   */
  private record OfFold(int[] blocks, int[] rows, double[] squares) {}

  /**
   * @param outputs Q of the group
   * @param firstFold of those that are held out, in the sample
   * @param folds how many of them are held out
   */
  SampleErrors(GroupSample sample, int outputs, int firstFold, int folds) {
    this.sample = sample;
    this.outputs = outputs;
    this.firstFold = firstFold;
    this.folds = new OfFold[folds];
  }

  GroupSample sample() {
    return sample;
  }

  /** The number in the sample of a fold that is held out. */
  int fold(int k) {
    return firstFold + k;
  }

  /** Takes the errors on fold k, rows x Q for each penalty, column-major. */
  void add(int k, double[] squares) {
    int rows = sample.count(fold(k));
    int[] ofBlock = new int[BlockShifts.BLOCKS];
    for (int i = 0; i < rows; i++) {
      ofBlock[sample.block(fold(k), i)]++;
    }
    int[] blocks = IntStream.range(0, ofBlock.length).filter(b -> ofBlock[b] > 0).toArray();
    int[] counts = Arrays.stream(blocks).map(b -> ofBlock[b]).toArray();
    int used = blocks.length;
    int[] place = new int[BlockShifts.BLOCKS];
    for (int b = 0; b < used; b++) {
      place[blocks[b]] = b;
    }
    int columns = rows == 0 ? 0 : squares.length / rows;
    double[] sums = new double[Math.multiplyExact(columns, used)];
    for (int column = 0, at = 0; column < columns; column++) {
      for (int i = 0; i < rows; i++, at++) {
        sums[column * used + place[sample.block(fold(k), i)]] += squares[at];
      }
    }
    folds[k] = new OfFold(blocks, counts, sums);
  }

  /**
   * The effects of blocks on a score that is minus a mean of weighted squared errors.
   *
   * @param choice the penalty of a fold for an output
   * @param first the first output
   * @param weights of its outputs, 0 for one that is left out
   * @param n the rows of the score
   * @param unit what a difference of R2 of 1 is
   */
  BlockShifts shifts(IntBinaryOperator choice, int first, double[] weights, long n, double unit) {
    double[] losses = new double[BlockShifts.BLOCKS];
    int[] rows = new int[BlockShifts.BLOCKS];
    long m = 0;
    for (int k = 0; k < folds.length; k++) {
      OfFold fold = folds[k];
      if (fold == null) {
        continue;
      }
      int used = fold.blocks.length;
      for (int i = 0; i < used; i++) {
        rows[fold.blocks[i]] += fold.rows[i];
        m += fold.rows[i];
      }
      for (int o = 0; o < weights.length && used > 0; o++) {
        int column = choice.applyAsInt(k, first + o) * outputs + first + o;
        for (int i = 0; i < used && weights[o] > 0; i++) {
          losses[fold.blocks[i]] += weights[o] * fold.squares[column * used + i];
        }
      }
    }
    double share = sample.isGrouped() ? 1 : Math.min(1, (double) m / n);
    return BlockShifts.of(losses, rows, share, unit);
  }
}
