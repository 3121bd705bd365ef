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
import org.transferability.accumulate.Precision;
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

  /** Rows of a linear model: features not centred, some of them near copies, noise of sd 0.7. */
  private record Model(int n, int d) {
    FoldMoments draw(SplittableRandom random) {
      double[] features = new double[n * d];
      double[] labels = new double[n];
      int[] fold = new int[n];
      for (int r = 0; r < n; r++) {
        double sum = 0;
        double common = random.nextGaussian();
        for (int i = 0; i < d; i++) {
          double value = Math.max(0, 0.3 + random.nextGaussian() + 0.5 * common);
          features[r * d + i] = value;
          sum += value * Math.cos(i) / Math.sqrt(d);
        }
        labels[r] = sum + 0.7 * random.nextGaussian();
        fold[r] = random.nextInt(FOLDS);
      }
      FoldAccumulator rows = new FoldAccumulator(d, LabelLayout.complete(1), FOLDS);
      rows.add(features, labels, fold, n);
      return rows.finish();
    }
  }

  private static Map<String, Double> coverage(Model model) {
    SplittableRandom random = new SplittableRandom(1);
    TargetGroup group = new TargetGroup(0, List.of(new TargetSlice("y", 0, 1, 0, model.n(), null)));
    List<Penalty> penalties = List.of(Penalty.parse("0"), Penalty.parse("0.1r"));
    Map<String, List<Score>> drawn = new LinkedHashMap<>();
    for (int draw = 0; draw < DRAWS; draw++) {
      FoldMoments folds = model.draw(random);
      GroupMoments moments =
          new GroupMoments(
              group, SetFolds.ofFolds(folds), folds.whole().target(0), Precision.DOUBLE);
      GroupScoring scoring =
          new GroupScoring(moments, ESTIMATORS, new Penalties(penalties), Optional.empty());
      Scoring.leaveOut(SetFolds.ofFolds(folds), ESTIMATORS, List.of(scoring.byMoments()));
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

  private static void assertCovers(Model model) {
    Map<String, Double> coverage = coverage(model);
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
