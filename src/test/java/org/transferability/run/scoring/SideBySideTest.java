package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;

/** Fits of folds on any number of threads, in any order, give the same bits. */
final class SideBySideTest {
  private static final List<EstimatorKind> ESTIMATORS =
      List.of(EstimatorKind.CV_R2, EstimatorKind.LOGME, EstimatorKind.LINEAR_MSE);

  private static final int D = 40;

  private static FoldMoments folds(int n) {
    Random random = new Random(n);
    double[] x = random.doubles((long) n * D, -1, 1).toArray();
    double[] y = new double[n];
    int[] fold = new int[n];
    for (int i = 0; i < n; i++) {
      y[i] = x[i * D] + random.nextDouble();
      fold[i] = random.nextInt(5);
    }
    FoldAccumulator rows = new FoldAccumulator(D, LabelLayout.complete(1), 5);
    rows.add(x, y, fold, n);
    return rows.finish();
  }

  /** The scores as text, which has all digits. */
  private static String scores(FoldMoments folds, SideBySide threads) {
    TargetGroup group =
        new TargetGroup(0, List.of(new TargetSlice("y", 0, 1, 0, folds.whole().rows(), null)));
    SetFolds set = SetFolds.ofFolds(folds);
    GroupMoments moments = TestMoments.of(group, set);
    GroupScoring scoring =
        new GroupScoring(moments, ESTIMATORS, Penalties.DEFAULT, Optional.empty());
    Scoring.leaveOut(set, ESTIMATORS, List.of(scoring.byMoments()), threads);
    List<ScoreRow> rows = new ArrayList<>();
    scoring.addRows("s", "d", 0.9, rows);
    StringBuilder text = new StringBuilder();
    for (ScoreRow row : rows) {
      text.append(row.score()).append('\n');
    }
    return text.toString().replaceAll("\\[[DJ]@[0-9a-f]+", ""); // identities of arrays
  }

  @Test
  void threadsAndOrderChangeNothing() {
    for (int n : new int[] {30, 41, 300}) {
      FoldMoments folds = folds(n);
      String alone = scores(folds, SideBySide.NOT);
      SideBySide backwards =
          (tasks, bytes) -> {
            List<Runnable> reversed = new ArrayList<>(tasks);
            Collections.reverse(reversed);
            reversed.forEach(Runnable::run);
          };
      assertEquals(alone, scores(folds, backwards));
      for (int repeat = 0; repeat < 5; repeat++) {
        assertEquals(
            alone, scores(folds, (tasks, bytes) -> tasks.parallelStream().forEach(Runnable::run)));
      }
    }
  }
}
