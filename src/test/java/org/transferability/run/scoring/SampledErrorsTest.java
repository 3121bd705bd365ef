package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.RowStore;
import org.transferability.accumulate.sample.RowSample;
import org.transferability.accumulate.sample.RowSampler;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.BlockShifts;
import org.transferability.score.Score;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * The effects of blocks of sampled rows against fits that are made again for each fold, by
 * elimination on the rows themselves.
 */
final class SampledErrorsTest {
  private static final List<EstimatorKind> ESTIMATORS =
      List.of(EstimatorKind.CV_R2, EstimatorKind.CV_MSE);

  private static final int FOLDS = 4;
  private static final double[] LAMBDAS = {0.01, 0.5, 20};
  private static final Penalties PENALTIES =
      new Penalties(List.of(Penalty.parse("0.01"), Penalty.parse("0.5"), Penalty.parse("20")));

  /** Rows of one source and one target. */
  private record Data(double[][] x, double[][] y, int[] fold, long[] hash) {
    static Data random(int n, int d, int q, double offset, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      double[][] x = new double[n][d];
      double[][] y = new double[n][q];
      int[] fold = new int[n];
      long[] hash = new long[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < d; j++) {
          x[i][j] = offset + Math.max(0, random.nextGaussian() + 0.3);
        }
        for (int o = 0; o < q; o++) {
          y[i][o] = 3 * offset + x[i][o % d] - x[i][1] + (1 + o) * random.nextGaussian();
        }
        fold[i] = random.nextInt(FOLDS);
        hash[i] = random.nextLong();
      }
      return new Data(x, y, fold, hash);
    }

    int n() {
      return x.length;
    }

    int d() {
      return x[0].length;
    }

    int q() {
      return y[0].length;
    }

    private static double[] flat(double[][] rows) {
      return Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    }

    FoldMoments moments() {
      FoldAccumulator rows = new FoldAccumulator(d(), LabelLayout.complete(q()), FOLDS);
      rows.add(flat(x), flat(y), fold, n());
      return rows.finish();
    }

    ReducedRows reduced() throws ReducedRows.OutOfRange {
      RowStore store = new RowStore(d());
      store.add(flat(x), n());
      return ReducedRows.of(store, q(), flat(y), fold);
    }

    /** All rows with their features, or without. */
    RowSample sample(int most, int width) {
      RowSampler sampler = new RowSampler(new SampleLimit(most, -1));
      byte[] blocks = new byte[n()];
      for (int i = 0; i < n(); i++) {
        blocks[i] = (byte) (hash[i] & 63);
      }
      sampler.add(
          new RowSampler.Rows(
              flat(x), width, flat(y), q(), fold, new RowSampler.Keys(hash, blocks)),
          n());
      return sampler.finish();
    }

    List<Integer> sampled(int most) {
      return IntStream.range(0, n())
          .boxed()
          .sorted(Comparator.comparing(i -> hash[i], Long::compareUnsigned))
          .limit(most)
          .toList();
    }
  }

  private static List<Score> scores(
      Data data,
      FoldMoments folds,
      Optional<ReducedRows> reduced,
      RowSample sample,
      ScoreMethod.Intercept intercept) {
    return scores(data, SetFolds.ofFolds(folds), reduced, sample, intercept);
  }

  private static List<Score> scores(
      Data data,
      SetFolds set,
      Optional<ReducedRows> reduced,
      RowSample sample,
      ScoreMethod.Intercept intercept) {
    TargetGroup group =
        new TargetGroup(0, List.of(new TargetSlice("y", 0, data.q(), 0, data.n(), null)));
    GroupSample.OfSet ofSet = GroupSample.OfSet.of(sample, reduced, false);
    GroupMoments moments =
        new GroupMoments(
            group,
            set,
            set.folds().whole().target(0),
            Precision.DOUBLE,
            intercept,
            reduced,
            Optional.of(new GroupSample(ofSet, IntStream.range(0, data.q()).toArray(), FOLDS)));
    GroupScoring scoring = new GroupScoring(moments, ESTIMATORS, PENALTIES, Optional.empty());
    Scoring.leaveOut(set, ESTIMATORS, List.of(scoring.byMoments()));
    List<ScoreRow> rows = new ArrayList<>();
    scoring.addRows("s", "d", 0.9, rows);
    return rows.stream().map(ScoreRow::score).toList();
  }

  /** Solves a x = b by elimination; a is symmetric and positive definite. */
  private static double[] solve(double[][] a, double[] b) {
    int d = b.length;
    for (int i = 0; i < d; i++) {
      for (int r = i + 1; r < d; r++) {
        double factor = a[r][i] / a[i][i];
        for (int c = i; c < d; c++) {
          a[r][c] -= factor * a[i][c];
        }
        b[r] -= factor * b[i];
      }
    }
    double[] x = new double[d];
    for (int i = d - 1; i >= 0; i--) {
      double sum = b[i];
      for (int c = i + 1; c < d; c++) {
        sum -= a[i][c] * x[c];
      }
      x[i] = sum / a[i][i];
    }
    return x;
  }

  /** Squared error of each row and output by the ridge fit to the rows outside its fold. */
  private static double[][] squares(Data data, double lambda, boolean intercept) {
    double[][] squares = new double[data.n()][data.q()];
    for (int k = 0; k < FOLDS; k++) {
      int left = k;
      int[] rows = IntStream.range(0, data.n()).filter(i -> data.fold()[i] != left).toArray();
      double[] mean = new double[data.d()];
      for (int i : rows) {
        for (int j = 0; j < data.d() && intercept; j++) {
          mean[j] += data.x()[i][j] / rows.length;
        }
      }
      for (int o = 0; o < data.q(); o++) {
        double labelMean = 0;
        for (int i : rows) {
          labelMean += intercept ? data.y()[i][o] / rows.length : 0;
        }
        double[][] s = new double[data.d()][data.d()];
        double[] c = new double[data.d()];
        for (int i : rows) {
          for (int j = 0; j < data.d(); j++) {
            double value = data.x()[i][j] - mean[j];
            c[j] += value * (data.y()[i][o] - labelMean) / rows.length;
            for (int h = 0; h < data.d(); h++) {
              s[j][h] += value * (data.x()[i][h] - mean[h]) / rows.length;
            }
          }
        }
        for (int j = 0; j < data.d(); j++) {
          s[j][j] += lambda;
        }
        double[] a = solve(s, c);
        for (int i = 0; i < data.n(); i++) {
          if (data.fold()[i] == k) {
            double error = data.y()[i][o] - labelMean;
            for (int j = 0; j < data.d(); j++) {
              error -= a[j] * (data.x()[i][j] - mean[j]);
            }
            squares[i][o] = error * error;
          }
        }
      }
    }
    return squares;
  }

  /** Errors of the mean of the labels outside the fold, summed over all rows. */
  private static double ofMean(Data data, int o) {
    double sum = 0;
    for (int i = 0; i < data.n(); i++) {
      double mean = 0;
      int count = 0;
      for (int h = 0; h < data.n(); h++) {
        if (data.fold()[h] != data.fold()[i]) {
          mean += data.y()[h][o];
          count++;
        }
      }
      sum += Math.pow(data.y()[i][o] - mean / count, 2);
    }
    return sum;
  }

  /** The least error on the other folds, summed over some outputs. */
  private static int least(Data data, List<double[][]> squares, int fold, int[] outputs) {
    double[] sums = new double[squares.size()];
    for (int p = 0; p < sums.length; p++) {
      for (int i = 0; i < data.n(); i++) {
        for (int o : outputs) {
          sums[p] += data.fold()[i] == fold ? 0 : squares.get(p)[i][o];
        }
      }
    }
    return IntStream.range(0, sums.length)
        .boxed()
        .min(Comparator.comparingDouble(p -> sums[p]))
        .orElseThrow();
  }

  /** By their definition. */
  private static double[] shifts(Data data, List<Integer> sampled, double[] loss) {
    int m = sampled.size();
    double mean = sampled.stream().mapToDouble(i -> loss[i]).average().orElseThrow();
    long blocks = sampled.stream().map(i -> data.hash()[i] & 63).distinct().count();
    double[] shifts = new double[BlockShifts.BLOCKS];
    for (int i : sampled) {
      shifts[(int) (data.hash()[i] & 63)] -=
          Math.sqrt(blocks / (blocks - 1.0) * m / data.n()) * (loss[i] - mean) / m;
    }
    return shifts;
  }

  private static void assertErrors(
      Data data, List<Score> found, List<Integer> sampled, boolean intercept) {
    List<double[][]> squares = new ArrayList<>();
    for (double lambda : LAMBDAS) {
      squares.add(squares(data, lambda, intercept));
    }
    int[] outputs = IntStream.range(0, data.q()).toArray();
    int compared = 0;
    for (Score score : found) {
      boolean isR2 = score.estimator().equals("cv-r2");
      double[] loss = new double[data.n()];
      for (int i = 0; i < data.n(); i++) {
        for (int o : outputs) {
          int[] judged = isR2 ? new int[] {o} : outputs;
          int p =
              score.lambda().equals("best")
                  ? least(data, squares, data.fold()[i], judged)
                  : Arrays.asList("0.01", "0.5", "20").indexOf(score.lambda());
          double weight = isR2 ? data.n() / ofMean(data, o) / data.q() : 1;
          loss[i] += weight * squares.get(p)[i][o];
        }
      }
      // the losses of all rows give the score itself
      double mean = Arrays.stream(loss).average().orElseThrow();
      assertEquals(score.score(), isR2 ? 1 - mean : -mean, 1e-9 * Math.max(1, mean));
      double[] expected = shifts(data, sampled, loss);
      double size = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
      assertTrue(size > 0);
      // elimination on raw rows: an offset of 1000 takes 6 of 16 digits
      assertArrayEquals(expected, score.fit().byBlock().shifts(), 1e-8 * size, score.estimator());
      double variance = 0;
      for (int o : outputs) {
        variance += ofMean(data, o) / data.n();
      }
      assertEquals(isR2 ? 1 : variance, score.fit().byBlock().unit(), 1e-10 * variance);
      compared++;
    }
    assertEquals(8, compared); // three penalties and the best, of two estimators
  }

  @ParameterizedTest
  @CsvSource({"90,5,1,0,90", "90,5,3,0,40", "200,8,2,1000,64"})
  void fitsByMoments(int n, int d, int q, double offset, int most) {
    Data data = Data.random(n, d, q, offset, n + d);
    List<Score> found =
        scores(
            data,
            data.moments(),
            Optional.empty(),
            data.sample(most, d),
            ScoreMethod.Intercept.FITTED);
    assertErrors(data, found, data.sampled(most), true);
  }

  @ParameterizedTest
  @CsvSource({"40,60,1,0,40", "40,60,2,50,25"})
  void fitsByScalarProductsOfReducedRows(int n, int d, int q, double offset, int most)
      throws ReducedRows.OutOfRange {
    Data data = Data.random(n, d, q, offset, n + d + q);
    ReducedRows reduced = data.reduced();
    FoldMoments folds = reduced.moments(LabelLayout.complete(q), FOLDS);
    List<Score> found =
        scores(
            data, folds, Optional.of(reduced), data.sample(most, 0), ScoreMethod.Intercept.FITTED);
    assertErrors(data, found, data.sampled(most), true);
  }

  @Test
  void fitsThroughTheOrigin() throws ReducedRows.OutOfRange {
    Data data = Data.random(80, 4, 1, 2, 3);
    List<Score> found =
        scores(
            data, data.moments(), Optional.empty(), data.sample(80, 4), ScoreMethod.Intercept.NONE);
    assertErrors(data, found, data.sampled(80), false);
    Data few = Data.random(30, 50, 1, 2, 3);
    ReducedRows reduced = few.reduced();
    FoldMoments folds = reduced.moments(LabelLayout.complete(1), FOLDS);
    assertErrors(
        few,
        scores(few, folds, Optional.of(reduced), few.sample(30, 0), ScoreMethod.Intercept.NONE),
        few.sampled(30),
        false);
  }

  /** Folds 0 and 1 are fitted, 2 and 3 are test rows. */
  @Test
  void fitsOfASplitAreJudgedByItsTestRows() {
    Data data = Data.random(150, 4, 1, 0, 11);
    int[] split = Arrays.stream(data.fold()).map(k -> k < 2 ? -1 : 0).toArray();
    double[][] squares =
        squares(new Data(data.x(), data.y(), split, data.hash()), LAMBDAS[1], true);
    double[] loss = Arrays.stream(squares).mapToDouble(e -> e[0]).toArray();
    int[] test = IntStream.range(0, 150).filter(i -> split[i] == 0).toArray();
    RowSample sample = data.sample(150, 4);
    Score score =
        scores(
                data,
                SetFolds.ofSplit(List.of("test"), data.moments()),
                Optional.empty(),
                sample,
                ScoreMethod.Intercept.FITTED)
            .stream()
            .filter(s -> s.estimator().equals("cv-mse") && s.lambda().equals("0.5"))
            .findFirst()
            .orElseThrow();
    double mean = Arrays.stream(test).mapToDouble(i -> loss[i]).average().orElseThrow();
    assertEquals(-mean, score.score(), 1e-10 * mean);
    double[] expected = new double[BlockShifts.BLOCKS];
    long blocks = Arrays.stream(test).mapToLong(i -> data.hash()[i] & 63).distinct().count();
    for (int i : test) {
      expected[(int) (data.hash()[i] & 63)] -=
          Math.sqrt(blocks / (blocks - 1.0)) * (loss[i] - mean) / test.length;
    }
    assertArrayEquals(expected, score.fit().byBlock().shifts(), 1e-10 * mean);
  }

  @Test
  void rowsWithoutALabelOfTheGroupAreNotSampled() {
    Data data = Data.random(120, 4, 2, 0, 5);
    for (int i = 0; i < 120; i += 3) {
      data.y()[i][1] = Double.NaN;
    }
    int[] second = {1};
    GroupSample.OfSet all = GroupSample.OfSet.of(data.sample(60, 4), Optional.empty(), false);
    GroupSample found = new GroupSample(all, second, FOLDS);
    long expected = data.sampled(60).stream().filter(i -> i % 3 != 0).count();
    assertEquals(expected, IntStream.range(0, FOLDS).map(found::count).sum());
  }
}
