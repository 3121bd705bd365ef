package org.transferability.linear;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RankOneEigenTest {
  private static final double UNIT = Math.ulp(1.0);

  @Test
  void eigenvaluesAndProjectionsAreThoseOfTheWholeMatrix() {
    Random random = new Random(3);
    for (int k = 1; k <= 40; k++) {
      double[] w = random.doubles(k, 0, 5).sorted().toArray();
      double[] z = random.doubles(k, -2, 2).toArray();
      if (k > 4) {
        w[3] = w[2];
        w[4] = w[2]; // equal eigenvalues
        z[0] = 0; // and one that is not touched
      }
      double[] b = random.doubles(2L * k, -1, 1).toArray();
      SymmetricMatrix whole = SymmetricMatrix.zeros(k);
      whole.addToDiagonal(w);
      whole.addRankOne(1, z);
      SymmetricEigen expected = SymmetricEigen.of(whole);
      double[] update = z.clone();
      double[] turned = b.clone();
      RankOneEigen found = RankOneEigen.of(w, update, turned, 2);
      assertArrayEquals(
          expected.values(), Arrays.stream(found.values()).sorted().toArray(), 1e-12, "k " + k);
      for (double shift : new double[] {0.1, 3}) {
        // b'(A + s I)^-1 b needs no order of eigenvectors
        for (int o = 0; o < 2; o++) {
          double sum = 0;
          double other = 0;
          for (int j = 0; j < k; j++) {
            double along = 0;
            for (int i = 0; i < k; i++) {
              along += expected.vectors()[i + j * k] * b[i + o * k];
            }
            sum += along * along / (expected.values()[j] + shift);
            double mine = turned[j + o * k];
            other += mine * mine / (found.values()[j] + shift);
          }
          assertEquals(sum, other, 1e-12 * Math.abs(sum), "k " + k);
        }
      }
      double squares = Arrays.stream(z).map(x -> x * x).sum();
      double along = Arrays.stream(found.alongUpdate()).map(x -> x * x).sum();
      assertEquals(squares, along, 1e-12 * squares);
    }
  }

  @Test
  void aLargeUpdateCostsTheSmallEigenvaluesNothing() {
    // diag(1, 2) + c c' (1, 1)(1, 1)': for c to infinity the smaller eigenvalue is 3/2 - 1/(8 c^2)
    double c = 1e8;
    double[] b = {1, -1};
    RankOneEigen found = RankOneEigen.of(new double[] {1, 2}, new double[] {c, c}, b, 1);
    assertEquals(1.5, found.values()[0], 4 * UNIT);
    assertEquals(2 * c * c + 1.5, found.values()[1], 4 * UNIT * c * c);
    assertEquals(2, b[0] * b[0], 1e-15);
  }

  @Test
  void aTinyUpdateIsNotLost() {
    double[] b = {1, 1};
    RankOneEigen found = RankOneEigen.of(new double[] {0, 1}, new double[] {1e-20, 1e-3}, b, 1);
    assertEquals(1e-40 / (1 + 1e-6), found.values()[0], 1e-54);
    assertEquals(1 + 1e-6, found.values()[1], UNIT);
  }

  /** diag(w) + z z'. */
  private record Update(String name, double[] w, double[] z) {
    int order() {
      return w.length;
    }

    double diagonal(int i) {
      return w[i] + z[i] * z[i];
    }

    /** Eigenvalues below t, exactly: those of diag(w), and one fewer where f(t) is negative. */
    int below(BigDecimal t) {
      MathContext digits = new MathContext(120);
      int count = 0;
      BigDecimal f = BigDecimal.ONE;
      for (int i = 0; i < w.length; i++) {
        BigDecimal difference = new BigDecimal(w[i]).subtract(t);
        count += difference.signum() < 0 ? 1 : 0;
        BigDecimal square = new BigDecimal(z[i]).pow(2);
        f = f.add(square.divide(difference, digits));
      }
      return f.signum() < 0 ? count - 1 : count;
    }
  }

  private static List<Update> updates() {
    Random random = new Random(17);
    List<Update> all = new ArrayList<>();
    for (int k : new int[] {2, 3, 10, 57}) {
      for (double scale : new double[] {1e-15, 1e-8, 1e-3, 1, 1e3, 1e8}) {
        for (Map.Entry<String, double[]> w : spectra(k, random).entrySet()) {
          for (Map.Entry<String, double[]> z : parts(w.getValue(), random).entrySet()) {
            double[] scaled = Arrays.stream(z.getValue()).map(x -> scale * x).toArray();
            String name = "%s, %s z times %s, k %d".formatted(w.getKey(), z.getKey(), scale, k);
            all.add(new Update(name, w.getValue(), scaled));
          }
        }
      }
    }
    return all;
  }

  private static Map<String, double[]> spectra(int k, Random random) {
    Map<String, double[]> spectra = new LinkedHashMap<>();
    double[] tied = new double[k];
    Arrays.fill(tied, 1, k, 1.0 / 3);
    spectra.put("0 and equal", tied);
    spectra.put("equal but for an ulp", sorted(k, i -> 1.0 / 3 + i % 3 * Math.ulp(1.0 / 3)));
    spectra.put("random", sorted(k, i -> 5 * random.nextDouble()));
    spectra.put("repeated", sorted(k, i -> 1 + Math.floorDiv(i, 3)));
    spectra.put("graded", sorted(k, i -> Math.pow(10, -20 + 40.0 * i / k)));
    spectra.put("graded pairs", sorted(k, i -> Math.pow(10, -20 + 40.0 * Math.floorDiv(i, 2) / k)));
    for (int digits = 8; digits <= 17; digits += 3) {
      double gap = Math.pow(10, -digits);
      spectra.put("gaps of " + gap, sorted(k, i -> 1 + gap * random.nextInt(10)));
      spectra.put("clusters of " + gap, sorted(k, i -> (1 + i % 4) * (1 + i * gap)));
    }
    return spectra;
  }

  private static double[] sorted(int k, IntToDoubleFunction value) {
    return IntStream.range(0, k).mapToDouble(value).sorted().toArray();
  }

  private static Map<String, double[]> parts(double[] w, Random random) {
    int k = w.length;
    Map<String, double[]> parts = new LinkedHashMap<>();
    double[] normal = random.doubles(k, -1, 1).toArray();
    parts.put("random", normal);
    parts.put("one large", IntStream.range(0, k).mapToDouble(i -> i == 0 ? 1 : 3e-17).toArray());
    parts.put(
        "rounding and", IntStream.range(0, k).mapToDouble(i -> i % 2 == 0 ? 1e-16 : 1).toArray());
    parts.put("some", IntStream.range(0, k).mapToDouble(i -> i % 3 == 0 ? 0 : normal[i]).toArray());
    parts.put(
        "graded",
        IntStream.range(0, k)
            .mapToDouble(i -> Math.pow(10, -20.0 * random.nextDouble()) * Math.signum(normal[i]))
            .toArray());
    parts.put(
        "matched", IntStream.range(0, k).mapToDouble(i -> Math.sqrt(w[i]) * normal[i]).toArray());
    return parts;
  }

  /**
   * The rounding of k sums of k products is about k eps; half of that was found at most, and twice
   * in elements relative to the diagonal.
   */
  @Test
  void vectorsAreOrthogonalAndGiveTheMatrixBack() {
    for (Update update : updates()) {
      int k = update.order();
      double[] transposed = new double[k * k];
      for (int i = 0; i < k; i++) {
        transposed[i * (k + 1)] = 1;
      }
      double[] z = update.z();
      double[] t = RankOneEigen.of(update.w(), z.clone(), transposed, k).values();
      double tolerance = 4 * k * UNIT;
      for (int i = 0; i < k; i++) {
        for (int j = 0; j <= i; j++) {
          double product = 0;
          double element = 0;
          for (int m = 0; m < k; m++) {
            product += transposed[i + m * k] * transposed[j + m * k];
            element += transposed[m + i * k] * transposed[m + j * k] * t[m];
          }
          assertEquals(i == j ? 1 : 0, product, tolerance, update.name());
          double expected = z[i] * z[j] + (i == j ? update.w()[i] : 0);
          double scale = Math.sqrt(update.diagonal(i)) * Math.sqrt(update.diagonal(j));
          assertEquals(expected, element, tolerance * scale, update.name());
        }
      }
    }
  }

  /** Counted exactly on both sides of each value; 4 units were found at most. */
  @Test
  void eigenvaluesAreAccurateEachToItself() {
    for (Update update : updates()) {
      if (update.order() > 10) {
        continue; // decimals take their time
      }
      double[] z = update.z().clone();
      double[] t = RankOneEigen.of(update.w(), z, new double[0], 0).values();
      Arrays.sort(t);
      for (int j = 0; j < t.length; j++) {
        if (t[j] > 0) {
          BigDecimal value = new BigDecimal(t[j]);
          BigDecimal error = value.multiply(new BigDecimal(8.3 * UNIT)); // beyond any double
          assertTrue(update.below(value.subtract(error)) <= j, update.name());
          assertTrue(update.below(value.add(error)) > j, update.name());
        }
      }
    }
  }

  @Test
  void manyCloseEigenvalues() {
    int k = 300;
    Random random = new Random(5);
    double[] w = sorted(k, i -> 1 + i % 7 * 1e-13 * random.nextDouble());
    double[] z = random.doubles(k, -1, 1).toArray();
    double[] transposed = new double[k * k];
    for (int i = 0; i < k; i++) {
      transposed[i * (k + 1)] = 1;
    }
    RankOneEigen.of(w, z, transposed, k);
    double[] product = new double[k * k];
    Blas.blas().dgemm("N", "T", k, k, k, 1, transposed, k, transposed, k, 0, product, k);
    for (int i = 0; i < k; i++) {
      for (int j = 0; j < k; j++) {
        assertEquals(i == j ? 1 : 0, product[i + j * k], k * UNIT);
      }
    }
  }

  @Test
  void noUpdateAndDisorder() {
    double[] b = {3, 4};
    RankOneEigen found = RankOneEigen.of(new double[] {1, 1}, new double[2], b, 1);
    assertArrayEquals(new double[] {1, 1}, found.values());
    assertArrayEquals(new double[] {3, 4}, b);
    assertTrue(
        RankOneEigen.of(new double[0], new double[0], new double[0], 0).values().length == 0);
    assertThrows(
        IllegalArgumentException.class,
        () -> RankOneEigen.of(new double[] {2, 1}, new double[2], new double[0], 0));
  }
}
