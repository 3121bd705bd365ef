package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.LabelLayout.Side;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.RowStore;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * Fits to parts of the rows have the same scores, flags and intervals from scalar products of the
 * rows as from moments.
 */
final class KernelScoresTest {
  private static final List<EstimatorKind> ESTIMATORS =
      List.of(
          EstimatorKind.CV_R2,
          EstimatorKind.CV_MSE,
          EstimatorKind.CV_PEARSON,
          EstimatorKind.LINEAR_MSE,
          EstimatorKind.GCV);

  /** Estimators for which fits to all rows are made from scalar products, too. */
  private static final List<EstimatorKind> OBJECTIVES =
      List.of(EstimatorKind.CV_R2, EstimatorKind.LINEAR_MSE, EstimatorKind.SHARED_LABEL_MSE);

  private static final int OUTPUTS = 4;

  /** One target without gaps, one of two outputs with a few, one with many. */
  private static final LabelLayout LAYOUT =
      new LabelLayout(
          OUTPUTS, new int[] {0, 1, 1, 2}, new Side[] {Side.NONE, Side.MISSING, Side.PRESENT});

  private static final List<TargetSlice> TARGETS =
      List.of(
          new TargetSlice("a", 0, 1, 0, 10, null),
          new TargetSlice("b", 1, 2, 1, 10, null),
          new TargetSlice("c", 3, 1, 2, 10, null));

  /** What rows look like. */
  private enum Kind {
    NORMAL,
    /** Variances that fall as j^-2. */
    DECAYING,
    /** One row is 1,000 times as large. */
    OUTLIER,
    /** Features of units from 1e-4 to 1e4. */
    UNITS,
    /** All rows far from zero, features and labels. */
    OFFSET,
    /** Every third row is a copy of the one before. */
    REPEATED
  }

  private static double[] features(Kind kind, int n, int d, Random random) {
    double[] x = new double[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        double value = random.nextGaussian();
        x[i * d + j] =
            switch (kind) {
              case NORMAL, REPEATED -> value;
              case DECAYING -> value / (1 + j);
              case OUTLIER -> i == 7 ? 1000 * value : value;
              case UNITS -> value * Math.pow(10, j % 9 - 4);
              case OFFSET -> 1e5 + value;
            };
      }
      if (kind == Kind.REPEATED && i % 3 == 2) {
        System.arraycopy(x, (i - 1) * d, x, i * d, d);
      }
    }
    return x;
  }

  private static double[] labels(Kind kind, double[] x, int n, int d, Random random) {
    double[] y = new double[n * OUTPUTS];
    for (int i = 0; i < n; i++) {
      double scale = kind == Kind.UNITS ? 1e-4 : kind == Kind.OUTLIER && i == 7 ? 1e-3 : 1;
      double sum = scale * (x[i * d + 4] + x[i * d + 2]);
      for (int k = 0; k < OUTPUTS; k++) {
        double offset = kind == Kind.OFFSET ? 1e6 : k;
        y[i * OUTPUTS + k] = offset + sum + 0.5 * random.nextGaussian();
      }
      if (i % 7 == 3) {
        y[i * OUTPUTS + 2] = Double.NaN;
      }
      if (i % 3 == 1) {
        y[i * OUTPUTS + 3] = Double.NaN;
      }
    }
    return y;
  }

  private static SetFolds set(FoldMoments folds) {
    return folds.count() > HeldErrors.MOST_IN_PAIRS
        ? SetFolds.ofGroups(Collections.nCopies(folds.count(), "g"), folds)
        : SetFolds.ofFolds(folds);
  }

  private static List<ScoreRow> scores(
      FoldMoments folds,
      TargetGroup group,
      List<EstimatorKind> estimators,
      Penalties penalties,
      Optional<ReducedRows> rows) {
    SetFolds set = set(folds);
    GroupMoments moments =
        new GroupMoments(
            group,
            set,
            folds.whole().target(group.number()),
            Precision.DOUBLE,
            ScoreMethod.Intercept.FITTED,
            rows,
            Optional.empty());
    GroupScoring scoring = new GroupScoring(moments, estimators, penalties, Optional.empty());
    Scoring.leaveOut(set, estimators, List.of(scoring.byMoments()));
    List<ScoreRow> scores = new ArrayList<>();
    scoring.addRows("s", "d", 0.95, scores);
    return scores;
  }

  @ParameterizedTest
  @CsvSource({
    "NORMAL,29,30,5",
    "NORMAL,30,30,5",
    "NORMAL,31,30,5",
    "NORMAL,24,200,2",
    "NORMAL,64,150,64",
    "NORMAL,90,100,12",
    "DECAYING,60,80,5",
    "DECAYING,90,300,12",
    "OUTLIER,40,50,5",
    "UNITS,40,90,5",
    "OFFSET,40,90,5",
    "REPEATED,45,50,5"
  })
  void scoresFromProductsOfRowsAreThoseFromMoments(Kind kind, int n, int d, int count)
      throws Exception {
    Random random = new Random(31L * n + d);
    double[] x = features(kind, n, d, random);
    double[] y = labels(kind, x, n, d, random);
    int[] foldOf = new int[n];
    for (int i = 0; i < n; i++) {
      foldOf[i] = count == n ? i : random.nextInt(count);
    }
    RowStore store = new RowStore(d);
    store.add(x, n);
    ReducedRows rows = ReducedRows.of(store, OUTPUTS, y, foldOf);
    FoldMoments folds = rows.moments(LAYOUT, count);
    List<Penalties> all =
        List.of(
            Penalties.DEFAULT,
            new Penalties(
                Stream.of("0", "1e-8", "1e-6r", "1e-3r", "1r", "0.5")
                    .map(Penalty::parse)
                    .toList()));
    for (int g = 0; g < TARGETS.size(); g++) {
      TargetGroup group = new TargetGroup(g, List.of(TARGETS.get(g)));
      for (Penalties penalties : all) {
        for (List<EstimatorKind> estimators : List.of(ESTIMATORS, OBJECTIVES)) {
          List<ScoreRow> expected = scores(folds, group, estimators, penalties, Optional.empty());
          List<ScoreRow> found = scores(folds, group, estimators, penalties, Optional.of(rows));
          assertEquals(expected.size(), found.size());
          for (int i = 0; i < found.size(); i++) {
            // products of up to 1e7 times the penalty have its digits to 1e-9
            requireSame(expected.get(i), found.get(i), kind == Kind.UNITS ? 1e-9 : 1e-10);
          }
        }
      }
    }
  }

  private static void requireSame(ScoreRow a, ScoreRow b, double least) {
    String what = a + " against " + b;
    int lost = Math.max(a.score().flags().digitsLost(), b.score().flags().digitsLost());
    double bar = Math.max(least, lost == 0 ? 0 : Math.pow(10, lost - 15));
    double size = Double.isNaN(a.score().score()) ? 0 : Math.abs(a.score().score());
    double scale = Math.max(1, size); // labels have a variance of 1 to 10
    assertEquals(a.score().score(), b.score().score(), bar * scale, what);
    assertEquals(a.score().flags().toString(), b.score().flags().toString(), what);
    double error = a.score().uncertainty().standardError();
    assertEquals(error, b.score().uncertainty().standardError(), 10 * bar * scale, what);
  }
}
