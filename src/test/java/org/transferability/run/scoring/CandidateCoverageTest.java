package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.sample.RowSampler;
import org.transferability.accumulate.sample.SampleLimit;
import org.transferability.candidate.Selection;
import org.transferability.report.ScoreRow;
import org.transferability.run.plan.TargetGroup;
import org.transferability.run.plan.TargetSlice;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * The source whose five fits have the smallest mean error in the population is a candidate in at
 * least 1 - alpha of draws of a linear model, with scores of all rows and errors of some of them.
 */
final class CandidateCoverageTest {
  private static final double LEVEL = 0.9;
  private static final int FOLDS = 5;
  private static final int D = 4;
  private static final double LAMBDA = 0.05;
  private static final List<EstimatorKind> ESTIMATORS = List.of(EstimatorKind.CV_MSE);

  /**
   * Sources see non-negative features of the input through noise of their own.
   *
   * @param noise of each source; equal ones are equal in distribution
   * @param freedom of Student's noise of the labels; 0: normal
   */
  private record Model(double[] noise, int freedom) {
    /** Features of all sources, then the label. */
    double[] row(SplittableRandom random) {
      double[] z = new double[D];
      double label = 0;
      for (int j = 0; j < D; j++) {
        z[j] = random.nextGaussian();
        label += z[j] / (1 + j);
      }
      double[] row = new double[noise.length * D + 1];
      for (int s = 0, at = 0; s < noise.length; s++) {
        for (int j = 0; j < D; j++, at++) {
          row[at] = Math.max(0, 0.5 + z[j] + noise[s] * random.nextGaussian());
        }
      }
      double squares = 0;
      for (int i = 0; i < freedom; i++) {
        double other = random.nextGaussian();
        squares += other * other;
      }
      double normal = 0.7 * random.nextGaussian();
      row[row.length - 1] =
          label + (freedom == 0 ? normal : normal / Math.sqrt(squares / (freedom - 2)));
      return row;
    }
  }

  /** Means and covariances of the features of each source and the label. */
  private static final class Population {
    private final double[][] mean;
    private final double[][][] covariance;

    Population(Model model, int rows) {
      int sources = model.noise().length;
      mean = new double[sources][D + 1];
      covariance = new double[sources][D + 1][D + 1];
      SplittableRandom random = new SplittableRandom(99);
      for (int i = 0; i < rows; i++) {
        double[] row = model.row(random);
        for (int s = 0; s < sources; s++) {
          double[] own = own(row, s);
          for (int j = 0; j <= D; j++) {
            mean[s][j] += own[j] / rows;
            for (int h = 0; h <= D; h++) {
              covariance[s][j][h] += own[j] * own[h] / rows;
            }
          }
        }
      }
      for (int s = 0; s < sources; s++) {
        for (int j = 0; j <= D; j++) {
          for (int h = 0; h <= D; h++) {
            covariance[s][j][h] -= mean[s][j] * mean[s][h];
          }
        }
      }
    }

    static double[] own(double[] row, int source) {
      double[] own = new double[D + 1];
      System.arraycopy(row, source * D, own, 0, D);
      own[D] = row[row.length - 1];
      return own;
    }

    /** The mean squared error of a'f + b, of which the last weight is b. */
    double risk(int s, double[] fit) {
      double bias = mean[s][D] - fit[D];
      double risk = 0;
      double[] signed = new double[D + 1]; // y - a'f
      for (int j = 0; j < D; j++) {
        bias -= fit[j] * mean[s][j];
        signed[j] = -fit[j];
      }
      signed[D] = 1;
      for (int j = 0; j <= D; j++) {
        for (int h = 0; h <= D; h++) {
          risk += signed[j] * covariance[s][j][h] * signed[h];
        }
      }
      return risk + bias * bias;
    }
  }

  /** Ridge weights and intercept by elimination. */
  private static double[] fit(List<double[]> rows) {
    int n = rows.size();
    double[] mean = new double[D + 1];
    for (double[] row : rows) {
      for (int j = 0; j <= D; j++) {
        mean[j] += row[j] / n;
      }
    }
    double[][] a = new double[D][D + 1];
    for (double[] row : rows) {
      for (int j = 0; j < D; j++) {
        for (int h = 0; h <= D; h++) {
          a[j][h] += (row[j] - mean[j]) * (row[h] - mean[h]) / n;
        }
      }
    }
    for (int j = 0; j < D; j++) {
      a[j][j] += LAMBDA;
    }
    for (int i = 0; i < D; i++) {
      for (int r = 0; r < D; r++) {
        double factor = r == i ? 0 : a[r][i] / a[i][i];
        for (int c = 0; c <= D && r != i; c++) {
          a[r][c] -= factor * a[i][c];
        }
      }
    }
    double[] fit = new double[D + 1];
    fit[D] = mean[D];
    for (int j = 0; j < D; j++) {
      fit[j] = a[j][D] / a[j][j];
      fit[D] -= fit[j] * mean[j];
    }
    return fit;
  }

  private record Found(double coverage, double size, double excluded) {}

  private static Found simulate(Model model, int n, int sampled, int draws) {
    Population population = new Population(model, Math.max(20_000, 200 * draws));
    SplittableRandom random = new SplittableRandom(5);
    int sources = model.noise().length;
    int covered = 0;
    double size = 0;
    double worstExcluded = 0;
    for (int draw = 0; draw < draws; draw++) {
      double[][] rows = new double[n][];
      int[] fold = new int[n];
      long[] hash = new long[n];
      byte[] block = new byte[n];
      for (int i = 0; i < n; i++) {
        rows[i] = model.row(random);
        fold[i] = random.nextInt(FOLDS);
        hash[i] = random.nextLong();
        block[i] = (byte) (hash[i] & 63);
      }
      List<ScoreRow> scored = new ArrayList<>();
      int best = 0;
      double least = Double.POSITIVE_INFINITY;
      for (int s = 0; s < sources; s++) {
        score(rows, fold, new RowSampler.Keys(hash, block), s, sampled, scored);
        double risk = meanRisk(population, rows, fold, s);
        best = risk < least ? s : best;
        least = Math.min(least, risk);
      }
      List<ScoreRow> compared =
          SourceCandidates.in(scored, new Selection(1, LEVEL, 0.01), Map.of());
      covered += compared.get(best).candidacy().isCandidate() ? 1 : 0;
      size += compared.stream().filter(row -> row.candidacy().isCandidate()).count();
      worstExcluded += compared.get(sources - 1).candidacy().isCandidate() ? 0 : 1;
    }
    return new Found((double) covered / draws, size / draws, worstExcluded / draws);
  }

  private static double meanRisk(Population population, double[][] rows, int[] fold, int s) {
    double risk = 0;
    for (int k = 0; k < FOLDS; k++) {
      List<double[]> others = new ArrayList<>();
      int held = 0;
      for (int i = 0; i < rows.length; i++) {
        if (fold[i] == k) {
          held++;
        } else {
          others.add(Population.own(rows[i], s));
        }
      }
      risk += held * population.risk(s, fit(others)) / rows.length;
    }
    return risk;
  }

  private static void score(
      double[][] rows,
      int[] fold,
      RowSampler.Keys keys,
      int source,
      int sampled,
      List<ScoreRow> scored) {
    int n = rows.length;
    double[] features = new double[n * D];
    double[] labels = new double[n];
    for (int i = 0; i < n; i++) {
      System.arraycopy(rows[i], source * D, features, i * D, D);
      labels[i] = rows[i][rows[i].length - 1];
    }
    RowSampler sampler = new RowSampler(new SampleLimit(sampled, -1));
    sampler.add(new RowSampler.Rows(features, D, labels, 1, fold, keys), n);
    FoldAccumulator accumulator = new FoldAccumulator(D, LabelLayout.complete(1), FOLDS);
    accumulator.add(features, labels, fold, n);
    FoldMoments folds = accumulator.finish();
    TargetGroup group = new TargetGroup(0, List.of(new TargetSlice("y", 0, 1, 0, n, null)));
    GroupSample.OfSet sample = GroupSample.OfSet.of(sampler.finish(), Optional.empty(), false);
    SetFolds set = SetFolds.ofFolds(folds);
    GroupMoments moments =
        new GroupMoments(
            group,
            set,
            folds.whole().target(0),
            Precision.DOUBLE,
            ScoreMethod.Intercept.FITTED,
            Optional.empty(),
            Optional.of(new GroupSample(sample, new int[] {0}, FOLDS)));
    GroupScoring scoring =
        new GroupScoring(
            moments,
            ESTIMATORS,
            new Penalties(List.of(Penalty.parse(Double.toString(LAMBDA)))),
            Optional.empty());
    Scoring.leaveOut(set, ESTIMATORS, List.of(scoring.byMoments()));
    List<ScoreRow> all = new ArrayList<>();
    scoring.addRows("s" + source, "d", LEVEL, all);
    scored.add(all.get(0));
  }

  private static void assertCovered(
      Model model, int n, int sampled, int draws, double largestSize, double leastExcluded) {
    Found found = simulate(model, n, sampled, draws);
    String where = n + " rows, " + sampled + " sampled, t" + model.freedom() + ": " + found;
    assertTrue(found.coverage() >= LEVEL, where);
    assertTrue(found.size() <= largestSize, where);
    assertTrue(found.excluded() >= leastExcluded, where);
  }

  /** From 0.3 up, or equal ones first. */
  private static double[] noise(int sources, int tied) {
    return IntStream.range(0, sources)
        .mapToDouble(s -> 0.3 + 0.1 * Math.max(0, s - tied + 1))
        .toArray();
  }

  @Test
  void theBestIsACandidate() {
    assertCovered(new Model(noise(5, 1), 0), 400, 200, 60, 4, 0.8);
    assertCovered(new Model(noise(5, 2), 3), 400, 200, 60, 5, 0.1);
  }

  @Test
  @Tag("stress")
  void theBestIsACandidateInManyDraws() {
    for (int freedom : new int[] {0, 3}) {
      for (int tied : new int[] {1, 3, 8}) {
        assertCovered(new Model(noise(8, tied), freedom), 300, 300, 1000, 8, 0);
        assertCovered(new Model(noise(8, tied), freedom), 2000, 512, 1000, 8, 0);
      }
    }
  }
}
