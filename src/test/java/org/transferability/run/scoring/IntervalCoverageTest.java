package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Score;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * Intervals of 90 % from five folds hold the mean of the score over draws of a known linear model
 * in 85 to 95 % of 500 draws, for every estimator.
 */
final class IntervalCoverageTest {
  private static final int DRAWS = 500;
  private static final int FOLDS = 5;
  private static final List<EstimatorKind> ESTIMATORS =
      List.of(
          EstimatorKind.LINEAR_MSE,
          EstimatorKind.GCV,
          EstimatorKind.ORIGIN_GCV,
          EstimatorKind.LOGME,
          EstimatorKind.CV_MSE,
          EstimatorKind.CV_R2);

  /**
   * Rows of a linear model: features not centred, some of them near copies, noise of sd 0.7.
   *
   * @param outputs q, of which each depends on the features in another way
   * @param freedom degrees of freedom of Student's noise; 0: normal
   */
  private record Model(int n, int d, int outputs, int freedom) {
    Model(int n, int d) {
      this(n, d, 1, 0);
    }

    private double noise(SplittableRandom random) {
      double normal = 0.7 * random.nextGaussian();
      if (freedom == 0) {
        return normal;
      }
      double squares = 0;
      for (int i = 0; i < freedom; i++) {
        double other = random.nextGaussian();
        squares += other * other;
      }
      return normal / Math.sqrt(squares / (freedom - 2)); // of the same variance
    }

    FoldMoments draw(SplittableRandom random) {
      double[] features = new double[n * d];
      double[] labels = new double[n * outputs];
      int[] fold = new int[n];
      for (int r = 0; r < n; r++) {
        double[] sum = new double[outputs];
        double common = random.nextGaussian();
        for (int i = 0; i < d; i++) {
          double value = Math.max(0, 0.3 + random.nextGaussian() + 0.5 * common);
          features[r * d + i] = value;
          for (int o = 0; o < outputs; o++) {
            sum[o] += value * Math.cos(i + o) / Math.sqrt(d);
          }
        }
        for (int o = 0; o < outputs; o++) {
          labels[r * outputs + o] = sum[o] + noise(random);
        }
        fold[r] = random.nextInt(FOLDS);
      }
      FoldAccumulator rows = new FoldAccumulator(d, LabelLayout.complete(outputs), FOLDS);
      rows.add(features, labels, fold, n);
      return rows.finish();
    }
  }

  private static Map<String, Double> coverage(Model model, List<EstimatorKind> estimators) {
    SplittableRandom random = new SplittableRandom(1);
    TargetGroup group =
        new TargetGroup(0, List.of(new TargetSlice("y", 0, model.outputs(), 0, model.n(), null)));
    List<Penalty> penalties = List.of(Penalty.parse("0"), Penalty.parse("0.1r"));
    Map<String, List<Score>> drawn = new LinkedHashMap<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      FoldMoments folds = model.draw(random);
      GroupMoments moments = TestMoments.of(group, SetFolds.ofFolds(folds));
      GroupScoring scoring =
          new GroupScoring(moments, estimators, new Penalties(penalties), Optional.empty());
      Scoring.leaveOut(SetFolds.ofFolds(folds), estimators, List.of(scoring.byMoments()));
      List<ScoreRow> rows = new ArrayList<>();
      scoring.addRows("s", "d", 0.9, rows);
      for (ScoreRow row : rows) {
        Score score = row.score();
        drawn
            .computeIfAbsent(score.estimator() + " " + score.lambda(), key -> new ArrayList<>())
            .add(score);
      }
    }
    Map<String, Double> coverage = new LinkedHashMap<>();
    drawn.forEach(
        (name, scores) -> {
          double mean = scores.stream().mapToDouble(Score::score).average().orElseThrow();
          long within =
              scores.stream()
                  .filter(s -> s.uncertainty().low() <= mean && mean <= s.uncertainty().high())
                  .count();
          coverage.put(name, (double) within / DRAWS);
        });
    return coverage;
  }

  /**
   * R2 alone. Noise of t(4) leaves intervals too short: .85 to .92 (docs/estimators.md); in 500
   * draws a share has a standard error of .015.
   */
  private static void assertR2Covers(Model model, double least) {
    coverage(model, List.of(EstimatorKind.CV_R2))
        .forEach(
            (name, share) ->
                assertTrue(share >= least && share <= 0.95, model + " " + name + " " + share));
  }

  @Test
  void intervalsOfR2OfSeveralOutputsAndOfHeavyTails() {
    assertR2Covers(new Model(300, 8, 3, 0), 0.85);
    assertR2Covers(new Model(300, 8, 1, 4), 0.82);
  }

  @Test
  @Tag("stress")
  void intervalsOfR2OfWiderFeatures() {
    assertR2Covers(new Model(300, 60, 1, 0), 0.85);
    assertR2Covers(new Model(500, 64, 4, 0), 0.85);
    assertR2Covers(new Model(1000, 20, 2, 4), 0.82);
  }

  private static void assertCovers(Model model) {
    Map<String, Double> coverage = coverage(model, ESTIMATORS);
    assertTrue(coverage.size() == 13, coverage::toString);
    coverage.forEach(
        (name, share) -> assertTrue(share >= 0.85 && share <= 0.95, model + " " + coverage));
  }

  @Test
  void ninetyPerCentOfIntervalsHoldTheMean() {
    assertCovers(new Model(250, 10));
  }

  @Test
  @Tag("stress")
  void alsoWithOtherSizes() {
    assertCovers(new Model(100, 3));
    assertCovers(new Model(500, 50));
    assertCovers(new Model(1500, 64));
  }
}
