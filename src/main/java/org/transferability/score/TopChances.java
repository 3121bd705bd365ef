package org.transferability.score;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The probability that each of several sources is among the best of a target, from the scores on
 * folds. In each of many draws the score of source s becomes
 *
 * <pre>T_s + w sum_k z_k shift_sk,   z_k normal, w^2 = (K - 1) / chi-square(K - 1),</pre>
 *
 * <p>with the same z and w for all sources. Sources share the rows of a fold, so a change there
 * mostly has the same sign for all of them, and two sources can be distinguished although their
 * intervals overlap. The difference of two sources then has Student's distribution about the
 * observed one. Sources that tie in a draw share the place. The draws are the same in every run.
 */
public final class TopChances {
  private static final int DRAWS = 4000;
  private static final long SEED = 20231204;
  private static final double TIE = 1e-10;

  private TopChances() {}

  /**
   * For each score the probability that it is among the {@code places} largest; NaN for all if one
   * of them has no uncertainty, and for a score that is NaN, which is ignored.
   */
  public static double[] of(List<Score> scores, int places) {
    double[] chances = new double[scores.size()];
    int[] competing = new int[scores.size()];
    int count = 0;
    int folds = 0;
    for (int s = 0; s < chances.length; s++) {
      chances[s] = Double.NaN;
      if (!Double.isNaN(scores.get(s).score())) {
        Uncertainty known = scores.get(s).uncertainty();
        if (!known.isKnown()) {
          Arrays.fill(chances, Double.NaN);
          return chances;
        }
        folds = known.shifts().length;
        chances[s] = 0;
        competing[count++] = s;
      }
    }
    SplittableRandom random = new SplittableRandom(SEED);
    double[] z = new double[folds];
    double[] drawn = new double[count];
    for (int draw = 0; count > 0 && draw < DRAWS; draw++) {
      draw(random, z);
      for (int c = 0; c < count; c++) {
        Score score = scores.get(competing[c]);
        double sum = score.score();
        double[] shifts = score.uncertainty().shifts();
        for (int k = 0; k < folds; k++) {
          sum += z[k] * shifts[k];
        }
        drawn[c] = sum;
      }
      share(drawn, places, competing, chances);
    }
    for (int c = 0; c < count; c++) {
      chances[competing[c]] /= DRAWS;
    }
    return chances;
  }

  /** w z. */
  private static void draw(SplittableRandom random, double[] z) {
    double chiSquare = 0;
    for (int k = 0; k < z.length - 1; k++) {
      double normal = random.nextGaussian();
      chiSquare += normal * normal;
    }
    double w = Math.sqrt((z.length - 1) / chiSquare);
    for (int k = 0; k < z.length; k++) {
      z[k] = w * random.nextGaussian();
    }
  }

  /** Adds one to each with a place, and a share to those that tie for the last place. */
  private static void share(double[] drawn, int places, int[] competing, double[] chances) {
    double[] best = new double[Math.min(places, drawn.length)];
    Arrays.fill(best, Double.NEGATIVE_INFINITY);
    for (double value : drawn) {
      int at = best.length;
      while (at > 0 && value > best[at - 1]) {
        at--;
      }
      if (at < best.length) {
        System.arraycopy(best, at, best, at + 1, best.length - 1 - at);
        best[at] = value;
      }
    }
    double last = best[best.length - 1];
    double tie = TIE * Math.abs(last);
    int above = 0;
    int level = 0;
    for (double value : drawn) {
      above += value > last + tie ? 1 : 0;
      level += value <= last + tie && value >= last - tie ? 1 : 0;
    }
    double part = (double) (best.length - above) / level;
    for (int c = 0; c < drawn.length; c++) {
      if (drawn[c] > last + tie) {
        chances[competing[c]]++;
      } else if (drawn[c] >= last - tie) {
        chances[competing[c]] += part;
      }
    }
  }
}
