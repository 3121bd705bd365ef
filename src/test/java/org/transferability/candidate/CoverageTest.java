package org.transferability.candidate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.transferability.score.BlockShifts;

/**
 * The source with the smallest mean loss in the population is in the set in at least 1 - alpha of
 * the draws: errors of known distributions, without fits. The error of a source is the noise of the
 * label, which all sources share, and an error of its own.
 */
final class CoverageTest {
  private static final double LEVEL = 0.9;

  /** The distribution of errors. */
  private enum Tails {
    NORMAL,
    /** The noise of the labels is Student's t with 3 degrees of freedom. */
    T3_LABELS,
    /** The errors of the sources are, too: their squares have no variance. */
    T3_BOTH
  }

  /**
   * A zoo.
   *
   * @param own the standard deviation of each source's own error; the first one is the smallest
   */
  private record Zoo(Tails tails, int rows, double[] own) {
    private static double t3(SplittableRandom random) {
      double squares = 0;
      for (int i = 0; i < 3; i++) {
        double z = random.nextGaussian();
        squares += z * z;
      }
      return random.nextGaussian() / Math.sqrt(squares); // of variance 1
    }

    List<Contender> draw(SplittableRandom random) {
      int sources = own.length;
      double[][] losses = new double[sources][BlockShifts.BLOCKS];
      double[] sums = new double[sources];
      int[] counts = new int[BlockShifts.BLOCKS];
      for (int i = 0; i < rows; i++) {
        int block = random.nextInt(BlockShifts.BLOCKS);
        counts[block]++;
        double noise = tails == Tails.NORMAL ? random.nextGaussian() : t3(random);
        for (int s = 0; s < sources; s++) {
          double ownError = tails == Tails.T3_BOTH ? t3(random) : random.nextGaussian();
          double error = noise + own[s] * ownError;
          losses[s][block] += error * error;
          sums[s] += error * error;
        }
      }
      List<Contender> contenders = new ArrayList<>();
      for (int s = 0; s < sources; s++) {
        BlockShifts shifts = BlockShifts.of(losses[s], counts, 1, 1);
        contenders.add(new Contender(-sums[s] / rows, 0, rows, shifts));
      }
      return contenders;
    }
  }

  /** Shares of draws: of all of the best k in the set, of members among all sources. */
  private record Found(double coverage, double size) {}

  private static Found simulate(Zoo zoo, int top, int draws) {
    SplittableRandom random = new SplittableRandom(20);
    Selection selection = new Selection(top, LEVEL, 0.01);
    int covered = 0;
    double size = 0;
    for (int draw = 0; draw < draws; draw++) {
      ConfidenceSet set = ConfidenceSet.of(zoo.draw(random), selection);
      boolean all = true;
      for (int s = 0; s < top; s++) {
        all &= set.contains(s);
      }
      covered += all ? 1 : 0;
      size += set.size();
    }
    return new Found((double) covered / draws, size / draws);
  }

  /** Standard deviations from 0.5 up in equal steps, the first ones tied. */
  private static double[] own(int sources, int tied, double step) {
    double[] own = new double[sources];
    for (int s = 0; s < sources; s++) {
      own[s] = 0.5 + step * Math.max(0, s - tied + 1);
    }
    return own;
  }

  private static void assertCovered(Zoo zoo, int top, int draws, double largestSize) {
    Found found = simulate(zoo, top, draws);
    String where = zoo.tails() + " " + zoo.own().length + " " + zoo.rows() + " " + found;
    assertTrue(found.coverage() >= LEVEL, where);
    assertTrue(found.size() <= largestSize, where);
  }

  @Test
  void theBestIsInTheSet() {
    for (Tails tails : Tails.values()) {
      assertCovered(new Zoo(tails, 300, own(10, 1, 0.05)), 1, 100, 9);
      assertCovered(new Zoo(tails, 300, own(10, 3, 0.05)), 1, 100, 10);
      assertCovered(new Zoo(tails, 300, own(10, 1, 0.05)), 3, 100, 10);
    }
  }

  @Test
  @Tag("stress")
  void theBestIsInTheSetOfManyDraws() {
    for (Tails tails : Tails.values()) {
      for (int rows : new int[] {200, 1000}) {
        assertCovered(new Zoo(tails, rows, own(10, 1, 0.05)), 1, 2000, 10);
        assertCovered(new Zoo(tails, rows, own(10, 5, 0.05)), 1, 2000, 10);
        assertCovered(new Zoo(tails, rows, own(10, 10, 0)), 1, 2000, 10);
        assertCovered(new Zoo(tails, rows, own(10, 1, 0.05)), 3, 2000, 10);
        assertCovered(new Zoo(tails, rows, own(100, 1, 0.01)), 1, 2000, 100);
      }
    }
  }
}
