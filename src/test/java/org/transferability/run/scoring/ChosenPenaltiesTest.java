package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.CvMse;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;

/**
 * Scores at the best of the default penalties, whose fits without two folds are made only where
 * they are used, are those of the same penalties as a list of the user, where all fits are made.
 */
final class ChosenPenaltiesTest {
  private static final List<EstimatorKind> ESTIMATORS =
      List.of(EstimatorKind.CV_R2, EstimatorKind.CV_MSE);

  private static List<ScoreRow> best(FoldMoments folds, TargetGroup group, Penalties penalties) {
    SetFolds set =
        folds.count() > HeldErrors.MOST_IN_PAIRS
            ? SetFolds.ofGroups(Collections.nCopies(folds.count(), "g"), folds)
            : SetFolds.ofFolds(folds);
    GroupMoments moments = TestMoments.of(group, set);
    GroupScoring scoring = new GroupScoring(moments, ESTIMATORS, penalties, Optional.empty());
    Scoring.leaveOut(set, ESTIMATORS, List.of(scoring.byMoments()));
    List<ScoreRow> scores = new ArrayList<>();
    scoring.addRows("s", "d", 0.95, scores);
    return scores.stream().filter(row -> row.score().lambda().equals(CvMse.BEST)).toList();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 12, 64})
  void bestScoresAndTheirIntervalsDoNotDependOnOtherPenalties(int count) {
    int n = 130;
    int d = 20;
    int outputs = 5;
    Random random = new Random(count);
    double[] x = new double[n * d];
    double[] y = new double[n * outputs];
    int[] foldOf = new int[n];
    for (int i = 0; i < n; i++) {
      foldOf[i] = i < count ? i : random.nextInt(count);
      for (int j = 0; j < d; j++) {
        x[i * d + j] = random.nextGaussian();
      }
      for (int o = 0; o < outputs; o++) { // from a clear relation to none, so choices differ
        y[i * outputs + o] = x[i * d] + x[i * d + 1] + (0.1 + o * o) * random.nextGaussian();
      }
    }
    FoldAccumulator accumulator = new FoldAccumulator(d, LabelLayout.complete(outputs), count);
    accumulator.add(x, y, foldOf, n);
    FoldMoments folds = accumulator.finish();
    TargetGroup group =
        new TargetGroup(
            0,
            List.of(
                new TargetSlice("a", 0, 1, 0, n, null),
                new TargetSlice("b", 1, 3, 0, n, null),
                new TargetSlice("c", 4, 1, 0, n, null)));
    List<ScoreRow> found = best(folds, group, Penalties.DEFAULT);
    List<ScoreRow> expected =
        best(folds, group, new Penalties(Penalties.DEFAULT.of(EstimatorKind.CV_R2)));
    assertEquals(6, found.size());
    for (int i = 0; i < found.size(); i++) {
      assertEquals(expected.get(i).score().score(), found.get(i).score().score());
      assertEquals(expected.get(i).score().flags(), found.get(i).score().flags());
      double[] shifts = found.get(i).score().uncertainty().shifts();
      assertArrayEquals(expected.get(i).score().uncertainty().shifts(), shifts);
      assertFalse(Double.isNaN(found.get(i).score().uncertainty().standardError()));
    }
  }
}
