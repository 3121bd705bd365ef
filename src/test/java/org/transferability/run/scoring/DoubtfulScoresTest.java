package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.transferability.score.Flag;
import org.transferability.score.Score;

/**
 * Scores of data on which second moments lose digits: features of very different scale, nearly
 * equal features, fewer rows than features, one row that dwarfs all others. Every score has its
 * digits or the flag digits-lost. What scores should be comes from {@link ExactScores}, with 32
 * digits.
 */
final class DoubtfulScoresTest {
  /** The flag begins where the estimated error has half of the digits. */
  private static final double TOLERANCE = 1e-8;

  /** Estimates of errors are no bounds, but hold the truth within this factor. */
  private static final double FACTOR = 10;

  /** The reference itself: least squares on three rows by hand, residuals 1/6, -1/3, 1/6. */
  @Test
  void theReferenceIsRight() {
    double[][] x = {{0}, {1}, {2}};
    double[][] y = {{0}, {1}, {3}};
    ExactScores exact = new ExactScores(x, y);
    assertEquals(-1.0 / 18, exact.linearMse(new int[] {0, 1, 2}, 0), 1e-17);
    // lambda 1/3: slope 3 / (2 + 3/3) = 1, residuals -1/3, -1/3, 2/3
    assertEquals(-(6.0 / 27 + 1.0 / 3), exact.linearMse(new int[] {0, 1, 2}, 1.0 / 3), 1e-15);
    // without its own fold each row is predicted by the line through the two others
    double[] none = new double[3];
    assertEquals(-(1 + 0.25 + 1) / 3, exact.cvMse(new int[] {0, 1, 2}, 3, none), 1e-15);
  }

  @Test
  void everyScoreHasItsDigitsOrAFlag() {
    for (int seed = 0; seed < 24; seed++) {
      check(seed, ScoreMethod.Refine.AUTO, TOLERANCE);
      check(seed, ScoreMethod.Refine.NEVER, TOLERANCE);
    }
  }

  /** Of 10,000 scores about one is wrong by more than 1e-7 without a flag; none by 1e-6. */
  @Test
  @Tag("stress")
  void everyScoreHasItsDigitsOrAFlagOnManyData() {
    for (int seed = 24; seed < 600; seed++) {
      check(seed, ScoreMethod.Refine.AUTO, 10 * TOLERANCE);
      check(seed, ScoreMethod.Refine.NEVER, 10 * TOLERANCE);
    }
  }

  private static void check(int seed, ScoreMethod.Refine refine, double tolerance) {
    for (DoubtSweep.Judged judged : DoubtSweep.judged(DoubtSweep.data(seed), refine)) {
      Score score = judged.score();
      if (Double.isNaN(score.score())) {
        continue; // no row left to judge by
      }
      String what =
          "%s, %s %s %s: %s, expected %s (%s)"
              .formatted(
                  judged.data().name(),
                  refine,
                  score.estimator(),
                  score.lambda(),
                  score.score(),
                  judged.exact(),
                  score.flags());
      boolean interpolates = score.flags().has(Flag.INTERPOLATES);
      // logarithms, R2 and correlations may be 0: their error counts as it is
      boolean absolute =
          score.lambda().isEmpty()
              || score.estimator().equals("cv-r2")
              || score.estimator().equals("cv-pearson");
      double scale = absolute ? Math.max(1, Math.abs(judged.exact())) : -judged.exact();
      double error = Math.abs(score.score() - judged.exact());
      int lost = score.flags().digitsLost();
      if (interpolates) {
        assertTrue(error < 1e-20 * judged.variance(), what);
      } else if (lost == 0) {
        assertTrue(error <= FACTOR * tolerance * scale, what);
      } else if (lost < 16) {
        assertTrue(error <= FACTOR * Math.pow(10, lost) * Math.ulp(1.0) * scale, what);
      }
      if (score.estimator().equals("linear-mse") && lost == 0) {
        assertTrue(score.score() >= -judged.variance() * (1 + 1e-9), what);
      }
      boolean known = score.uncertainty().isKnown();
      assertTrue(!known || interpolates || judged.intervalError() < 0.1, what + " interval");
    }
  }

  /** Labels are made of a difference that moments cannot see from 1e-7 on. */
  @Test
  void crossValidationOfNearlyEqualFeaturesIsRefined() {
    for (int digits = 3; digits <= 9; digits++) {
      DoubtSweep.Data data = nearlyEqual(digits);
      for (DoubtSweep.Judged judged : DoubtSweep.judged(data, ScoreMethod.Refine.AUTO)) {
        Score score = judged.score();
        if (score.estimator().equals("cv-mse") && score.lambda().equals("0")) {
          // by the condition of the rows, 10^digits, and the size of the weights
          double tolerance = digits < 7 ? 1e-8 : 1e-15 * Math.pow(10, digits + 1);
          assertEquals(judged.exact(), score.score(), -tolerance * judged.exact(), "" + digits);
          assertTrue(digits < 7 || score.flags().has(Flag.REFINED), "" + digits);
        }
      }
      for (Score score : DoubtSweep.scores(data, ScoreMethod.Refine.NEVER)) {
        boolean best = score.lambda().equals("best");
        if (score.estimator().equals("cv-mse") && (best || score.lambda().equals("0"))) {
          assertTrue(digits < 7 || score.isDoubtful(), digits + " " + score.flags());
          boolean known = score.uncertainty().isKnown();
          assertTrue(digits < 8 || !known, "interval at " + digits);
        }
      }
    }
  }

  private static DoubtSweep.Data nearlyEqual(int digits) {
    Random random = new Random(digits);
    int n = 200;
    double[][] features = new double[n][2];
    double[][] labels = new double[n][1];
    for (int i = 0; i < n; i++) {
      features[i][0] = random.nextGaussian();
      features[i][1] = features[i][0] + Math.pow(10, -digits) * random.nextGaussian();
      double difference = (features[i][1] - features[i][0]) * Math.pow(10, digits);
      labels[i][0] = 0.3 * difference + 0.01 * random.nextGaussian();
    }
    int[] folds = IntStream.range(0, n).map(i -> i % DoubtSweep.FOLDS).toArray();
    return new DoubtSweep.Data("x2 = x1 + 1e-" + digits, features, labels, folds);
  }

  /** As features after a ReLU are: some exactly 0, some exactly equal, some sums of others. */
  @Test
  void exactlyDependentFeaturesNeedNoSecondPass() {
    List<String> again = new ArrayList<>();
    for (int seed = 0; seed < 12; seed++) {
      Random random = new Random(seed);
      int n = 300;
      double[][] features = new double[n][20];
      double[][] labels = new double[n][2];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < 20; j++) {
          double unit = Math.pow(10, j % 3 - 1);
          features[i][j] = Math.max(0, (float) (unit * random.nextGaussian()));
        }
        features[i][3] = 0;
        features[i][4] = features[i][5];
        features[i][6] = 2 * features[i][7];
        features[i][8] = 1;
        labels[i][0] = features[i][1] + random.nextGaussian();
        labels[i][1] = features[i][4] + 0.1 * random.nextGaussian();
      }
      int[] folds = IntStream.range(0, n).map(i -> i % DoubtSweep.FOLDS).toArray();
      DoubtSweep.Data data = new DoubtSweep.Data("relu " + seed, features, labels, folds);
      for (Score score : DoubtSweep.scores(data, ScoreMethod.Refine.AUTO)) {
        if (score.flags().has(Flag.REFINED) || score.isDoubtful()) {
          again.add(seed + " " + score.estimator() + " " + score.lambda() + " " + score.flags());
        }
        assertFalse(score.rank() > 17, "the rank is told");
      }
    }
    assertEquals(List.of(), again);
  }
}
