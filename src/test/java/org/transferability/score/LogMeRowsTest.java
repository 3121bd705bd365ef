package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.accumulate.FoldAccumulator;
import org.transferability.accumulate.LabelLayout;
import org.transferability.linear.SymmetricEigen;
import org.transferability.linear.SymmetricMatrix;
import org.transferability.solve.KernelRows;
import org.transferability.solve.OriginRows;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;

/** The evidence from scalar products of rows. */
final class LogMeRowsTest {
  private static final int ROWS = 30;
  private static final int FOLDS = 5;
  private static final int PENALTIES = 6;

  private record Data(RidgeProblem problem, OriginRows rows, double[] x, double[] y) {
    static Data of(int d, double offset, double scale, double signal) {
      Random random = new Random(d);
      double[] x = new double[ROWS * d];
      double[] y = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < d; j++) {
          x[i * d + j] = scale * (offset + random.nextGaussian());
        }
        y[i] = 0.5 + signal * x[i * d] / scale + random.nextGaussian();
      }
      return of(x, y);
    }

    static Data of(double[] x, double[] y) {
      int d = x.length / ROWS;
      FoldAccumulator accumulator = new FoldAccumulator(d, LabelLayout.complete(1), 1);
      accumulator.add(x.clone(), y.clone(), new int[ROWS], ROWS);
      RidgeProblem problem = RidgeProblem.of(accumulator.finish().whole().target(0));
      double[] centred = new double[x.length];
      double[] labels = new double[ROWS];
      int[] fold = new int[ROWS];
      for (int i = 0; i < ROWS; i++) {
        for (int j = 0; j < d; j++) {
          centred[i * d + j] = x[i * d + j] - problem.featureMean()[j];
        }
        labels[i] = y[i] - problem.labelMean()[0];
        fold[i] = i % FOLDS;
      }
      KernelRows kernel =
          new KernelRows(
              RidgeSolver.prepare(problem),
              d,
              centred,
              labels,
              fold,
              IntStream.range(0, ROWS).toArray(),
              FOLDS);
      kernel.reduce(PENALTIES, true);
      return new Data(problem, kernel.origin(problem).orElseThrow(), x, y);
    }
  }

  @ParameterizedTest
  @CsvSource({"40,0,1,1", "40,2,1,0", "200,0.5,1,3", "31,1,0.01,1", "60,1,10,0"})
  void evidenceIsThatOfTheDefinition(int d, double offset, double scale, double signal) {
    Data data = Data.of(d, offset, scale, signal);
    Score found = LogMe.of(LogMe.NAME, data.rows, 0, 1).orElseThrow();
    assertEquals(evidence(data), found.score(), 1e-11);
    Score spectral = LogMe.of(LogMe.NAME, OriginSpectrum.of(data.problem), 0, 1);
    assertEquals(spectral.score(), found.score(), 1e-11);
    assertEquals(spectral.flags().toString(), found.flags().toString());
    assertEquals(spectral.rank(), found.rank());
    assertEquals(spectral.condition(), found.condition());
  }

  /** The published iteration on the eigenvectors of F F', which has rank n. */
  private static double evidence(Data data) {
    int d = data.x.length / ROWS;
    SymmetricMatrix products = SymmetricMatrix.zeros(ROWS);
    for (int j = 0; j < d; j++) {
      double[] column = new double[ROWS];
      for (int i = 0; i < ROWS; i++) {
        column[i] = data.x[i * d + j];
      }
      products.addRankOne(1, column);
    }
    SymmetricEigen eigen = SymmetricEigen.of(products);
    double alpha = 1;
    double beta = 1;
    double m = 0;
    double res = 0;
    for (int step = 0; step < 11; step++) {
      double t = alpha / beta;
      double gamma = 0;
      m = 0;
      res = 0;
      for (int k = 0; k < ROWS; k++) {
        double sigma = eigen.values()[k];
        double along = 0;
        for (int i = 0; i < ROWS; i++) {
          along += eigen.vectors()[k * ROWS + i] * data.y[i];
        }
        gamma += sigma / (sigma + t);
        m += sigma * along * along / (sigma + t) / (sigma + t);
        res += along * along / (1 + sigma / t) / (1 + sigma / t);
      }
      alpha = gamma / (m + 1e-5);
      beta = (ROWS - gamma) / (res + 1e-5);
      if (Math.abs(alpha / beta - t) / t <= 1e-3) {
        break;
      }
    }
    double twice = ROWS * Math.log(alpha) + ROWS * Math.log(beta) - beta * res - alpha * m;
    for (double sigma : eigen.values()) {
      twice -= Math.log(alpha + beta * sigma);
    }
    return (twice - ROWS * Math.log(2 * Math.PI)) / 2 / ROWS;
  }

  @Test
  void constantLabelsAreLeftToTheSpectrum() {
    double[] x = Data.of(40, 1, 1, 1).x;
    double[] y = new double[ROWS];
    Arrays.fill(y, 3);
    assertTrue(LogMe.of(LogMe.NAME, Data.of(x, y).rows, 0, 1).isEmpty());
  }

  @Test
  void rowsThatAreNearlyEqualAreLeftToTheSpectrum() {
    Data data = Data.of(40, 1, 1e4, 1);
    int half = ROWS / 2 * 40;
    for (int i = 0; i < half; i++) {
      data.x[half + i] = data.x[i] + 1e-3 * data.x[half + i];
    }
    assertTrue(LogMe.of(LogMe.NAME, Data.of(data.x, data.y).rows, 0, 1).isEmpty());
  }
}
