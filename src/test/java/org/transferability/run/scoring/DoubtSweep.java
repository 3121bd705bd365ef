package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.Revisit;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Jackknife;
import org.transferability.score.Score;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * Generated data on which double precision loses digits, scored as the job does it, and exactly.
 */
final class DoubtSweep {
  static final int FOLDS = 4;
  static final List<Penalty> PENALTIES =
      List.of(
          Penalty.parse("0"), Penalty.parse("1e-8"), Penalty.parse("0.001r"), Penalty.parse("1"));
  static final List<EstimatorKind> ESTIMATORS =
      List.of(
          EstimatorKind.LINEAR_MSE,
          EstimatorKind.GCV,
          EstimatorKind.CV_MSE,
          EstimatorKind.CV_R2,
          EstimatorKind.CV_PEARSON,
          EstimatorKind.ORIGIN_GCV,
          EstimatorKind.LOGME);

  /** One data set. */
  record Data(String name, double[][] features, double[][] labels, int[] foldOfRow) {
    int[] all() {
      return IntStream.range(0, features.length).toArray();
    }

    int[] without(int k) {
      return IntStream.range(0, features.length).filter(i -> foldOfRow[i] != k).toArray();
    }
  }

  /** A score, what it should be, and the error of its standard error relative to itself. */
  record Judged(Data data, Score score, double exact, double variance, double intervalError) {}

  private DoubtSweep() {}

  /** The data of a seed: every kind comes in turn. */
  static Data data(int seed) {
    Random random = new Random(seed);
    String[] kinds = {
      "plain",
      "scales",
      "ladder",
      "outlier",
      "duplicates",
      "perfect",
      "ladder+scales",
      "scales+outlier",
      "ladder+outlier",
      "relu",
      "offset",
      "label-outlier"
    };
    String kind = kinds[seed % kinds.length];
    int n = 16 + random.nextInt(25);
    int d = 3 + random.nextInt(seed % 3 == 0 ? 40 : 12);
    int q = 1 + seed % 2;
    double[][] f = new double[n][d];
    for (double[] row : f) {
      for (int j = 0; j < d; j++) {
        row[j] = random.nextGaussian();
      }
    }
    double[] along = new double[n]; // what only nearly equal features say
    if (kind.contains("ladder")) {
      int digits = 3 + random.nextInt(7);
      for (int i = 0; i < n; i++) {
        double noise = random.nextGaussian();
        f[i][1] = f[i][0] + Math.pow(10, -digits) * noise;
        along[i] = (f[i][1] - f[i][0]) * Math.pow(10, digits);
      }
      kind += digits;
    }
    if (kind.equals("relu")) {
      for (double[] row : f) {
        for (int j = 0; j < d; j++) {
          row[j] = Math.max(0, (float) row[j]);
        }
        row[1] = row[2];
        row[0] = 0;
      }
    }
    if (kind.equals("duplicates")) {
      for (double[] row : f) {
        row[1] = (float) row[2];
        row[2] = row[1];
        row[0] = 2 * row[1];
      }
    }
    if (kind.equals("offset")) {
      double by = Math.pow(10, 1 + random.nextInt(6));
      for (double[] row : f) {
        for (int j = 0; j < d; j++) {
          row[j] += by;
        }
      }
    }
    double noise = kind.equals("perfect") ? Math.pow(10, -2 - random.nextInt(7)) : 0.7;
    double[][] y = new double[n][q];
    double[][] w = new double[q][d];
    for (double[] row : w) {
      for (int j = 0; j < d; j++) {
        row[j] = random.nextGaussian();
      }
    }
    for (int i = 0; i < n; i++) {
      for (int o = 0; o < q; o++) {
        double sum = 3 * along[i] * (seed % 5 == 0 ? 0 : 1) + noise * random.nextGaussian();
        for (int j = 0; j < d; j++) {
          sum += kind.startsWith("ladder") && j < 2 ? f[i][0] : w[o][j] * f[i][j];
        }
        y[i][o] = sum;
      }
    }
    if (kind.contains("scales")) {
      for (int j = 0; j < d; j++) {
        double scale = Math.pow(10, random.nextInt(17) - 8);
        for (double[] row : f) {
          row[j] *= scale;
        }
      }
    }
    if (kind.contains("outlier")) {
      int row = random.nextInt(n);
      int digits = 6 + random.nextInt(7);
      kind += digits;
      double factor = Math.pow(10, digits);
      for (int j = 0; j < d && !kind.startsWith("label"); j++) {
        f[row][j] *= factor;
      }
      for (int o = 0; o < q && seed % 4 > 1; o++) {
        y[row][o] *= factor;
      }
    }
    int[] folds = new int[n];
    Arrays.setAll(folds, i -> random.nextInt(FOLDS));
    String name = "%d %s n=%d d=%d q=%d".formatted(seed, kind, n, d, q);
    return new Data(name, f, y, folds);
  }

  private static FoldMoments moments(Data data) {
    int d = data.features()[0].length;
    int q = data.labels()[0].length;
    FoldAccumulator rows = new FoldAccumulator(d, LabelLayout.complete(q), FOLDS);
    rows.add(flat(data.features()), flat(data.labels()), data.foldOfRow(), data.features().length);
    return rows.finish();
  }

  private static double[] flat(double[][] rows) {
    return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
  }

  /** The scores of the job. */
  static List<Score> scores(Data data, ScoreMethod.Refine refine) {
    FoldMoments folds = moments(data);
    int q = data.labels()[0].length;
    TargetGroup group =
        new TargetGroup(0, List.of(new TargetSlice("y", 0, q, 0, data.features().length, null)));
    GroupMoments moments = TestMoments.of(group, SetFolds.ofFolds(folds));
    GroupScoring scoring =
        new GroupScoring(moments, ESTIMATORS, new Penalties(PENALTIES), Optional.empty());
    Scoring.leaveOut(SetFolds.ofFolds(folds), ESTIMATORS, List.of(scoring.byMoments()));
    if (refine != ScoreMethod.Refine.NEVER) {
      Optional<Revisit> revisit = scoring.revisit(refine, IntStream.range(0, q).toArray());
      if (revisit.isPresent()) {
        Revisit again = revisit.orElseThrow();
        Revisit.Accumulator rows = again.accumulator();
        rows.add(
            flat(data.features()),
            flat(data.labels()),
            q,
            data.foldOfRow(),
            data.features().length);
        Optional<FoldedScores> factorised = scoring.refine(again, rows.finish());
        Scoring.leaveOut(SetFolds.ofFolds(folds), ESTIMATORS, factorised.stream().toList());
      }
    }
    List<ScoreRow> found = new ArrayList<>();
    scoring.addRows("s", "d", 0.9, found);
    return found.stream().map(ScoreRow::score).toList();
  }

  /** The same with what they should be; scores at a penalty chosen by the score are left out. */
  static List<Judged> judged(Data data, ScoreMethod.Refine refine) {
    ExactScores exact = new ExactScores(data.features(), data.labels());
    FoldMoments folds = moments(data);
    double variance = exact.variance(data.all());
    List<Judged> judged = new ArrayList<>();
    for (Score score : scores(data, refine)) {
      if (score.lambda().equals("best")) {
        continue;
      }
      double value = value(exact, folds, data, score, -1);
      double[] without = new double[FOLDS];
      long[] rows = new long[FOLDS];
      boolean cv = score.estimator().startsWith("cv-");
      for (int k = 0; k < FOLDS; k++) {
        rows[k] = folds.fold(k).rows();
        without[k] = cv || rows[k] == 0 ? 0 : value(exact, folds, data, score, k);
      }
      double expected = Jackknife.of(value, without, rows, 0.9).standardError();
      double interval =
          cv ? 0 : Math.abs(score.uncertainty().standardError() - expected) / expected;
      judged.add(new Judged(data, score, value, variance, interval));
    }
    return judged;
  }

  private static double value(
      ExactScores exact, FoldMoments folds, Data data, Score score, int left) {
    int[] rows = left < 0 ? data.all() : data.without(left);
    return switch (score.estimator()) {
      case "linear-mse" -> exact.linearMse(rows, penalty(score, folds.without(left)));
      case "gcv" -> exact.gcv(rows, penalty(score, folds.without(left)));
      case "origin-gcv" -> exact.originGcv(rows);
      case "logme" -> exact.logMe(rows);
      default -> {
        double[] penalties = new double[FOLDS];
        Arrays.setAll(penalties, k -> penalty(score, folds.without(k)));
        yield switch (score.estimator()) {
          case "cv-r2" -> exact.cvR2(data.foldOfRow(), FOLDS, penalties);
          case "cv-pearson" -> exact.cvPearson(data.foldOfRow(), FOLDS, penalties);
          default -> exact.cvMse(data.foldOfRow(), FOLDS, penalties);
        };
      }
    };
  }

  private static double penalty(Score score, Moments rows) {
    double trace = 0;
    double[] squares = rows.target(0).scatter().diagonal();
    for (double square : squares) {
      trace += square / rows.rows();
    }
    return Penalty.parse(score.lambda()).lambda(trace / squares.length);
  }
}
