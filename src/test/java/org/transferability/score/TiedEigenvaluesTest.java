package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.MomentsAccumulator;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RidgeProblem;

/**
 * Features whose second moments have equal eigenvalues, which rounding makes nearly equal ones:
 * one-hot classes, indicators, copies, blocks.
 *
 * <p>The expected values are those of the formulas on the rows in 60 digits (mpmath 1.3.0: the
 * eigenvalues of F'F by eigsy, those below 1e-40 of the largest left out).
 */
final class TiedEigenvaluesTest {
  /** origin-gcv and logme. */
  private static final Map<String, double[]> EXPECTED =
      Map.ofEntries(
          Map.entry("balanced", new double[] {-0.19297753209958876, -3.3431564764896176}),
          Map.entry("eight of 64", new double[] {-0.10754807648792546, -3.1630840779052054}),
          Map.entry("unbalanced", new double[] {-0.048157189686183266, -3.053163952791265}),
          Map.entry("one of each but one", new double[] {-0.1041198901204181, -3.10504805702295}),
          Map.entry(
              "argmax, ten classes, 200 rows",
              new double[] {-0.02991703543464318, -3.0261982922397093}),
          Map.entry("duplicated", new double[] {-0.07889547720878881, -3.124865379824602}),
          Map.entry("scaled copies", new double[] {-0.07901362208655657, -3.124865379960159}),
          Map.entry("two factors", new double[] {-0.07642054347964963, -3.086085259025938}),
          Map.entry("indicators of bits", new double[] {-0.27141921662535656, -3.2211162902172727}),
          Map.entry("signs of bits", new double[] {-0.7936529414790122, -3.6267985606201103}),
          Map.entry("blocks", new double[] {-0.08754615444164403, -3.1314322227354783}),
          Map.entry("block with a ramp", new double[] {-0.11994470376972735, -3.182855958578254}));

  private static Map<String, double[][]> features() {
    double[][] four = oneHot(48, 4, i -> i % 4);
    Map<String, double[][]> all = new LinkedHashMap<>();
    all.put("balanced", oneHot(9, 3, i -> i % 3));
    all.put("eight of 64", oneHot(64, 8, i -> i / 8));
    all.put("unbalanced", oneHot(60, 5, i -> i % 2 == 1 ? i * i % 5 : 4));
    all.put("one of each but one", oneHot(40, 6, i -> Math.min(i, 5)));
    all.put("argmax, ten classes, 200 rows", oneHot(200, 10, i -> (i * 37 + i / 7) % 10));
    all.put("duplicated", beside(four, four));
    all.put("scaled copies", beside(beside(four, times(four, 2)), times(four, 0.5)));
    all.put("two factors", beside(oneHot(72, 3, i -> i % 3), oneHot(72, 4, i -> i / 3 % 4)));
    all.put("indicators of bits", rows(64, 6, (i, j) -> (i >> j) & 1));
    all.put("signs of bits", rows(64, 6, (i, j) -> 2 * ((i >> j) & 1) - 1));
    all.put("blocks", rows(50, 10, (i, j) -> j / 2 == i % 5 ? 3 : 0));
    all.put("block with a ramp", beside(oneHot(50, 5, i -> i % 5), rows(50, 1, (i, j) -> i / 8.0)));
    return all;
  }

  @Test
  void originGcvAndLogMe() {
    features()
        .forEach(
            (name, rows) -> {
              OriginSpectrum spectrum = OriginSpectrum.of(problem(rows));
              double[] expected = EXPECTED.get(name);
              assertClose(expected[0], OriginGcv.of(spectrum, 0, 2), name);
              assertClose(expected[1], LogMe.of(LogMe.NAME, spectrum, 0, 2), name);
            });
    assertEquals(EXPECTED.keySet(), features().keySet());
  }

  /** Rounding of sums of up to 200 rows of labels up to 16. */
  private static void assertClose(double expected, Score score, String name) {
    assertEquals(expected, score.score(), 1e-13, name + " " + score.estimator());
  }

  private static RidgeProblem problem(double[][] rows) {
    int n = rows.length;
    double[] features = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    double[] labels = new double[2 * n];
    for (int i = 0; i < n; i++) {
      for (int o = 0; o < 2; o++) {
        labels[2 * i + o] = (i * 7919 + o * 104729 + 13) % 1009 / 64.0;
      }
    }
    MomentsAccumulator moments = new MomentsAccumulator(rows[0].length, LabelLayout.complete(2));
    moments.add(features, labels, n);
    return RidgeProblem.of(moments.finish().target(0));
  }

  private static double[][] oneHot(int n, int classes, IntUnaryOperator classOfRow) {
    return rows(n, classes, (i, j) -> classOfRow.applyAsInt(i) == j ? 1 : 0);
  }

  /** A feature of a row. */
  @FunctionalInterface
  private interface Element {
    double of(int row, int feature);
  }

  private static double[][] rows(int n, int d, Element element) {
    double[][] rows = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < d; j++) {
        rows[i][j] = element.of(i, j);
      }
    }
    return rows;
  }

  private static double[][] times(double[][] rows, double factor) {
    return rows(rows.length, rows[0].length, (i, j) -> factor * rows[i][j]);
  }

  private static double[][] beside(double[][] left, double[][] right) {
    int d = left[0].length;
    return rows(left.length, d + right[0].length, (i, j) -> j < d ? left[i][j] : right[i][j - d]);
  }
}
