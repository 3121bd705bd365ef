package org.transferability.accumulate.reduced;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.LabelLayout.Side;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.TargetMoments;

/** Scalar products of the coordinates are those of the rows, computed in 40 decimal digits. */
final class ReducedRowsTest {
  private static final MathContext DIGITS = new MathContext(40);

  /** What rows look like. */
  private enum Kind {
    NORMAL,
    /** All features far from zero. */
    OFFSET,
    /** Features of units from 1e-8 to 1e8. */
    UNITS,
    /** Singular values that fall from 1 to 1e-7. */
    DECAYING,
    /** Every third row is a copy of the one before. */
    REPEATED,
    /** Half of the features are constant. */
    CONSTANT,
    EQUAL_ROWS,
    ZERO
  }

  private static double[] rows(Kind kind, int n, int d, long seed) {
    Random random = new Random(seed);
    double[] x = new double[n * d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        double value = random.nextGaussian();
        x[i * d + j] =
            switch (kind) {
              case NORMAL, REPEATED -> value;
              case OFFSET -> 1e6 + (float) value;
              case UNITS -> value * Math.pow(10, (j * 7 % 17) - 8);
              case DECAYING -> value * Math.pow(10, -7.0 * j / d);
              case CONSTANT -> j % 2 == 0 ? value : 0.1 * j;
              case EQUAL_ROWS -> 0.1 * j - 1;
              case ZERO -> 0;
            };
      }
      if (kind == Kind.REPEATED && i % 3 == 2) {
        System.arraycopy(x, (i - 1) * d, x, i * d, d);
      }
    }
    return x;
  }

  private static ReducedRows reduce(double[] x, int n, int d) throws ReducedRows.OutOfRange {
    RowStore store = new RowStore(d);
    int half = n / 2;
    store.add(java.util.Arrays.copyOfRange(x, 0, half * d), half);
    store.add(java.util.Arrays.copyOfRange(x, half * d, n * d), n - half);
    return ReducedRows.of(store, 0, new double[0], new int[0]);
  }

  /** The same from blocks of three features, and slices of few sums. */
  private static ReducedRows reduceInSlices(double[] x, int n, int d, long sliceBytes) {
    RowStore store = new RowStore(d);
    store.add(x, n);
    List<RowStore> blocks = new ArrayList<>();
    for (int from = 0; from < d; from += 3) {
      int to = Math.min(d, from + 3);
      RowStore block = new RowStore(to - from);
      block.addBytes(store.toBytes(from, to));
      blocks.add(block);
    }
    SpanSums sums =
        new SpanSums() {
          @Override
          public double[] cross(Residuals residuals) {
            return sum(SpanSlices.of(residuals, SpanSlices.Kind.CROSS, sliceBytes));
          }

          @Override
          public double[] gram(Residuals residuals) {
            return sum(SpanSlices.of(residuals, SpanSlices.Kind.GRAM, sliceBytes));
          }

          private double[] sum(SpanSlices slices) {
            double[] all = slices.zeros();
            for (int s = 0; s < slices.count(); s++) {
              SpanSlices.Adder adder = slices.adder(s);
              blocks.forEach(adder::add);
              for (int i = 0; i < adder.sum().length; i++) {
                slices.copy(s, i, new double[] {adder.sum()[i]}, all);
              }
            }
            return all;
          }
        };
    ReducedRows labels = ReducedRows.withoutCoordinates(d, n - n / 3, 0, new double[0], new int[0]);
    ReducedRows others = ReducedRows.withoutCoordinates(d, n / 3, 0, new double[0], new int[0]);
    return ReducedRows.of(List.of(labels, others), sums);
  }

  private static double[] coordinates(ReducedRows reduced) {
    int r = reduced.width();
    double[] all = new double[reduced.rows() * r];
    int[] at = new int[1];
    reduced.forEachBlock(
        (values, labels, folds, count) -> {
          System.arraycopy(values, 0, all, at[0], count * r);
          at[0] += count * r;
        });
    return all;
  }

  @ParameterizedTest
  @CsvSource({
    "NORMAL,6,40",
    "NORMAL,12,12",
    "NORMAL,1,5",
    "NORMAL,2,2",
    "NORMAL,3,300",
    "OFFSET,9,20",
    "UNITS,8,30",
    "UNITS,14,14",
    "DECAYING,10,24",
    "REPEATED,12,30",
    "CONSTANT,7,16",
    "EQUAL_ROWS,5,9",
    "ZERO,4,6"
  })
  void scalarProductsOfDifferencesAreThoseOfTheRows(Kind kind, int n, int d) throws Exception {
    double[] x = rows(kind, n, d, 7);
    requireProducts(x, n, d, reduce(x, n, d));
    assertArrayEquals(coordinates(reduce(x, n, d)), coordinates(reduce(x, n, d).mixed()));
    requireProducts(x, n, d, reduceInSlices(x, n, d, 1));
    requireProducts(x, n, d, reduceInSlices(x, n, d, 8L * 3 * n));
  }

  private static void requireProducts(double[] x, int n, int d, ReducedRows reduced) {
    int r = reduced.width();
    assertTrue(r <= n, "coordinates");
    assertEquals(d, reduced.featureCount());
    double[] l = coordinates(reduced);
    double[][] exact = new double[n][n];
    double largest = 0;
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < a; b++) {
        BigDecimal sum = BigDecimal.ZERO;
        for (int j = 0; j < d; j++) {
          BigDecimal difference =
              new BigDecimal(x[a * d + j]).subtract(new BigDecimal(x[b * d + j]));
          sum = sum.add(difference.multiply(difference), DIGITS);
        }
        exact[a][b] = sum.doubleValue();
        largest = Math.max(largest, exact[a][b]);
      }
    }
    for (int a = 0; a < n; a++) {
      for (int b = 0; b < a; b++) {
        double found = 0;
        for (int j = 0; j < r; j++) {
          found += (l[a * r + j] - l[b * r + j]) * (l[a * r + j] - l[b * r + j]);
        }
        // sums of d products, each rounded relative to the largest
        assertEquals(exact[a][b], found, 4e-15 * d * largest);
      }
    }
  }

  /** Moments by fold are sums over the coordinates of the rows of the folds. */
  @ParameterizedTest
  @CsvSource({"NORMAL,40,60,5,false", "NORMAL,30,30,3,true", "OFFSET,25,40,4,false"})
  void momentsByFoldAreSumsOverTheirRows(Kind kind, int n, int d, int count, boolean missing)
      throws Exception {
    double[] labels = new double[n];
    int[] folds = new int[n];
    for (int i = 0; i < n; i++) {
      labels[i] = missing && i % 5 == 2 ? Double.NaN : Math.cos(i);
      folds[i] = i * 7 % (count - 1); // the last fold is empty
    }
    RowStore store = new RowStore(d);
    store.add(rows(kind, n, d, 11), n);
    ReducedRows reduced = ReducedRows.of(store, 1, labels, folds);
    Side[] sides = {missing ? Side.MISSING : Side.NONE};
    LabelLayout layout = new LabelLayout(1, new int[] {0}, sides);
    requireMoments(reduced.moments(layout, count), reduced, labels, folds);
    FoldMoments deferred = reduced.moved(reduced.deferredMoments(layout, count));
    requireMoments(deferred, reduced, labels, folds);
  }

  private static void requireMoments(
      FoldMoments moments, ReducedRows reduced, double[] labels, int[] folds) {
    double[] l = coordinates(reduced);
    requireMoments(moments.whole(), reduced, l, labels, i -> true);
    for (int k = 0; k < moments.count(); k++) {
      int fold = k;
      requireMoments(moments.fold(k), reduced, l, labels, i -> folds[i] == fold);
      requireMoments(moments.without(k), reduced, l, labels, i -> folds[i] != fold);
    }
  }

  private static void requireMoments(
      Moments found, ReducedRows reduced, double[] l, double[] labels, IntPredicate of) {
    int r = reduced.width();
    int[] some =
        IntStream.range(0, labels.length)
            .filter(i -> of.test(i) && !Double.isNaN(labels[i]))
            .toArray();
    TargetMoments target = found.target(0);
    assertEquals(some.length, target.rows());
    assertEquals(reduced.featureCount(), target.featureCount());
    if (some.length == 0) {
      return;
    }
    double[] mean = new double[r];
    double labelMean = 0;
    for (int i : some) {
      labelMean += labels[i] / some.length;
      for (int j = 0; j < r; j++) {
        mean[j] += l[i * r + j] / some.length;
      }
    }
    for (int j = 0; j < r; j++) {
      double cross = 0;
      for (int i : some) {
        cross += (l[i * r + j] - mean[j]) * (labels[i] - labelMean);
      }
      assertEquals(cross, target.cross()[j], 1e-11);
      assertEquals(target.scatter().get(j, j), target.featureSquares()[j], 1e-12);
      double moved = mean[j] + reduced.origin()[j];
      assertEquals(moved, target.featureMean()[j], 1e-14 * Math.max(1, Math.abs(moved)));
      for (int k = 0; k <= j; k++) {
        double product = 0;
        for (int i : some) {
          product += (l[i * r + j] - mean[j]) * (l[i * r + k] - mean[k]);
        }
        assertEquals(product, target.scatter().get(j, k), 1e-11);
      }
    }
  }

  /** Weights of coordinates and those of the features predict the same, in 40 decimal digits. */
  @ParameterizedTest
  @CsvSource({
    "NORMAL,6,40",
    "NORMAL,12,12",
    "NORMAL,1,5",
    "NORMAL,3,300",
    "OFFSET,9,20",
    "UNITS,8,30",
    "UNITS,14,14",
    "DECAYING,10,24",
    "DECAYING,40,44",
    "REPEATED,12,30",
    "CONSTANT,7,16",
    "EQUAL_ROWS,5,9"
  })
  void weightsOfFeaturesPredictTheSame(Kind kind, int n, int d) throws Exception {
    double[] x = rows(kind, n, d, 7);
    RowStore store = new RowStore(d);
    store.add(x, n);
    RowBasis basis = RowBasis.of(store, 0, new double[0], new int[0]);
    int r = basis.reduced().width();
    double[] l = coordinates(basis.reduced());
    Random random = new Random(3);
    for (int c = 0; c < r; c++) {
      // as a fit has them: as large as numbers of the size of this coordinate allow
      double size = 0;
      for (int i = 0; i < n; i++) {
        size = Math.max(size, Math.abs(l[i * r + c]));
      }
      double[] weights = new double[2 * r];
      weights[c] = size == 0 ? 0 : 1 / size;
      weights[r + c] = size == 0 ? 0 : random.nextGaussian() / size;
      double[] found = basis.weights(weights, 2);
      for (int o = 0; o < 2; o++) {
        double scale = Math.abs(weights[o * r + c]) * size;
        for (int i = 1; i < n; i++) {
          BigDecimal sum = BigDecimal.ZERO;
          for (int j = 0; j < d; j++) {
            BigDecimal difference = new BigDecimal(x[i * d + j]).subtract(new BigDecimal(x[j]));
            sum = sum.add(difference.multiply(new BigDecimal(found[o * d + j])), DIGITS);
          }
          double expected = weights[o * r + c] * (l[i * r + c] - l[c]);
          // a direction 1e-7 of the largest is known to eps / 1e-7; units span 1e16
          double relative = kind == Kind.DECAYING ? 1e-9 : kind == Kind.UNITS ? 1e-11 : 1e-13;
          assertEquals(expected, sum.doubleValue(), relative * d * scale, kind + " " + c);
        }
      }
    }
  }

  /** Scalar products with the mean, and its square: what regressions through the origin need. */
  @ParameterizedTest
  @CsvSource({
    "NORMAL,6,40",
    "NORMAL,12,12",
    "NORMAL,1,5",
    "OFFSET,9,20",
    "DECAYING,40,44",
    "DECAYING,40,90",
    "REPEATED,12,30",
    "EQUAL_ROWS,5,9",
    "CONSTANT,7,16"
  })
  void scalarProductsWithTheMeanAreThoseOfTheRows(Kind kind, int n, int d) throws Exception {
    double[] x = rows(kind, n, d, 7);
    ReducedRows reduced = reduce(x, n, d);
    int r = reduced.width();
    double[] l = coordinates(reduced);
    double[] mean = reduced.moments(LabelLayout.complete(0), 1).fold(0).features().mean();
    BigDecimal[] exact = new BigDecimal[d];
    for (int j = 0; j < d; j++) {
      exact[j] = BigDecimal.ZERO;
      for (int i = 0; i < n; i++) {
        exact[j] = exact[j].add(new BigDecimal(x[i * d + j]));
      }
      exact[j] = exact[j].divide(new BigDecimal(n), DIGITS);
    }
    double ofMean = product(exact, exact);
    double found = 0;
    for (int j = 0; j < r; j++) {
      found += mean[j] * mean[j];
    }
    // a direction of size 1e-7 is known to eps / 1e-7 relative to itself
    double relative = kind == Kind.DECAYING ? 1e-10 : 1e-14 * d;
    assertEquals(ofMean, found, relative * ofMean);
    for (int i = 0; i < n; i++) {
      BigDecimal[] row = new BigDecimal[d];
      for (int j = 0; j < d; j++) {
        row[j] = new BigDecimal(x[i * d + j]).subtract(exact[j]);
      }
      double product = 0;
      for (int j = 0; j < r; j++) {
        product += l[i * r + j] * mean[j];
      }
      double size = Math.sqrt(ofMean * product(row, row));
      assertEquals(product(row, exact), product, relative * size + 1e-14 * ofMean);
    }
  }

  private static double product(BigDecimal[] a, BigDecimal[] b) {
    BigDecimal sum = BigDecimal.ZERO;
    for (int j = 0; j < a.length; j++) {
      sum = sum.add(a[j].multiply(b[j]), DIGITS);
    }
    return sum.doubleValue();
  }
}
