package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.api.Transferability;
import org.transferability.report.Ranking;
import org.transferability.report.ScoreRow;
import org.transferability.report.ScoreTable;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Flag;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;

/**
 * A score through the origin that is worse than predicting the mean, or far below what an intercept
 * explains, is never presented as clear. The scores are computed again from the definition.
 */
final class OriginGuardsTest {
  private static final List<EstimatorKind> ESTIMATORS =
      List.of(EstimatorKind.ORIGIN_GCV, EstimatorKind.LOGME, EstimatorKind.CV_R2);
  private static final int ROWS = 100;
  private static final int WIDTH = 5;
  private static final int SOURCES = 4;

  /** The score of origin-gcv by explicit inverses. */
  private static double definition(double[][] features, double[] labels) {
    RealMatrix f = new Array2DRowRealMatrix(features);
    RealVector y = new ArrayRealVector(labels);
    RealMatrix gram = f.transpose().multiply(f).scalarMultiply(1.0 / ROWS);
    double mean = Arrays.stream(labels).average().orElseThrow();
    double variance =
        Arrays.stream(labels).map(x -> (x - mean) * (x - mean)).average().orElseThrow();
    double sum = 0;
    for (double penalty : new double[] {1e-3, 1e-2 * gram.getTrace() / WIDTH}) {
      RealMatrix inverse =
          new LUDecomposition(
                  gram.add(MatrixUtils.createRealIdentityMatrix(WIDTH).scalarMultiply(penalty)))
              .getSolver()
              .getInverse();
      RealVector weights = inverse.operate(f.transpose().operate(y)).mapMultiply(1.0 / ROWS);
      RealVector residual = y.subtract(f.operate(weights));
      double free = 1 - gram.multiply(inverse).getTrace() / ROWS;
      double error = residual.dotProduct(residual) / ROWS / (free * free);
      sum -= 0.5 * Math.log(error / variance) / 2;
    }
    return sum;
  }

  private static List<ScoreRow> scores(String source, double[][] features, double[] labels) {
    int[] fold = new int[ROWS];
    Arrays.setAll(fold, i -> i % 5);
    FoldAccumulator rows = new FoldAccumulator(WIDTH, LabelLayout.complete(1), 5);
    double[] flat = Arrays.stream(features).flatMapToDouble(Arrays::stream).toArray();
    rows.add(flat, labels, fold, ROWS);
    FoldMoments folds = rows.finish();
    TargetGroup group = new TargetGroup(0, List.of(new TargetSlice("y", 0, 1, 0, ROWS, null)));
    GroupMoments moments = TestMoments.of(group, SetFolds.ofFolds(folds));
    GroupScoring scoring =
        new GroupScoring(moments, ESTIMATORS, Penalties.DEFAULT, Optional.empty());
    Scoring.leaveOut(SetFolds.ofFolds(folds), ESTIMATORS, List.of(scoring.byMoments()));
    List<ScoreRow> scored = new ArrayList<>();
    scoring.addRows(source, "d", 0.9, scored);
    return scored;
  }

  @Test
  void whatIsWorseThanTheMeanIsNeverClear() {
    SplittableRandom random = new SplittableRandom(3);
    int worse = 0;
    int weak = 0;
    int fine = 0;
    for (int zoo = 0; zoo < 60; zoo++) {
      double offset = new double[] {0, 1, 5, 50}[zoo % 4];
      double mean = new double[] {0, 0.3, 2}[zoo % 3];
      List<ScoreRow> rows = new ArrayList<>();
      Map<String, Double> defined = new HashMap<>();
      for (int s = 0; s < SOURCES; s++) {
        double signal = random.nextDouble();
        double[][] features = new double[ROWS][WIDTH];
        double[] labels = new double[ROWS];
        SplittableRandom shared = new SplittableRandom(zoo); // the labels of all sources
        for (int i = 0; i < ROWS; i++) {
          double label = shared.nextGaussian();
          labels[i] = offset + label;
          for (int j = 0; j < WIDTH; j++) {
            features[i][j] = mean + random.nextGaussian() + (j == 0 ? 2 * signal * label : 0);
          }
        }
        double score = definition(features, labels);
        defined.put("s" + s, score);
        rows.addAll(scores("s" + s, features, labels));
        assertEquals(
            score <= 0,
            Transferability.score(features, labels, "origin-gcv", null)
                .flags()
                .has(Flag.WORSE_THAN_MEAN));
      }
      List<ScoreRow> judged = SourceChances.in(rows, false);
      Map<String, Double> heldOut = new HashMap<>();
      for (ScoreRow row : judged) {
        if (row.score().estimator().equals("cv-r2")) {
          heldOut.put(row.source(), row.score().score());
        }
      }
      for (ScoreRow row : judged) {
        if (row.score().estimator().equals("origin-gcv")) {
          double score = defined.get(row.source());
          assertEquals(score, row.score().score(), 1e-9 * (1 + Math.abs(score)));
          assertEquals(score <= 0, row.score().flags().has(Flag.WORSE_THAN_MEAN));
          boolean far = isFarBelow(score, heldOut.get(row.source()));
          assertEquals(far, row.score().flags().has(Flag.WEAK_THROUGH_ORIGIN));
        }
      }
      String first =
          defined.entrySet().stream()
              .max(Comparator.comparingDouble(Map.Entry::getValue))
              .orElseThrow()
              .getKey();
      boolean isWorse = defined.get(first) <= 0;
      boolean isWeak = isFarBelow(defined.get(first), heldOut.get(first));
      worse += isWorse ? 1 : 0;
      weak += isWeak && !isWorse ? 1 : 0;
      fine += isWeak || isWorse ? 0 : 1;
      assertEquals(!isWeak && !isWorse, hasChances(judged, "origin-gcv"), "zoo " + zoo);
      boolean worstOfLogMe =
          judged.stream()
              .filter(row -> row.score().estimator().equals("logme"))
              .max(Comparator.comparingDouble(row -> row.score().score()))
              .orElseThrow()
              .score()
              .flags()
              .has(Flag.WORSE_THAN_MEAN);
      assertEquals(!worstOfLogMe, hasChances(judged, "logme"), "zoo " + zoo);
      if (isWorse) {
        List<ScoreRow> alone =
            judged.stream().filter(r -> r.score().estimator().equals("origin-gcv")).toList();
        assertTrue(Ranking.all(ScoreTable.of(alone), List.of()).get(0).noneHelps());
      }
    }
    assertTrue(worse > 5 && weak > 2 && fine > 5, worse + " " + weak + " " + fine);
  }

  private static boolean isFarBelow(double score, double heldOut) {
    return heldOut > 0 && 1 - Math.exp(-2 * score) < 0.5 * heldOut;
  }

  private static boolean hasChances(List<ScoreRow> rows, String estimator) {
    return rows.stream()
        .filter(row -> row.score().estimator().equals(estimator))
        .noneMatch(row -> Double.isNaN(row.top1()));
  }
}
