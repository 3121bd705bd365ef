package org.transferability.solve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Errors on rows that are left out, against fits to the other rows by elimination. */
final class LeftOutRowsTest {
  private static final int OUTPUTS = 2;

  /** What rows look like. */
  private enum Kind {
    NORMAL,
    /** Variances that fall as j^-2. */
    DECAYING,
    /** Every third row is a copy of the one before, with other labels. */
    REPEATED,
    /** The origin of the products is not the mean of the rows. */
    OFFSET,
    /** Labels whose mean is far from that of the fitted rows. */
    SHIFTED
  }

  private record Data(int n, double[] x, double[] y) {
    static Data of(Kind kind, int n, int r) {
      Random random = new Random(17 * n + r);
      double[] x = new double[n * r];
      double[] y = new double[n * OUTPUTS];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < r; j++) {
          double value = random.nextGaussian() / (kind == Kind.DECAYING ? 1 + j : 1);
          x[i * r + j] = kind == Kind.OFFSET ? value + 0.3 : value;
        }
        if (kind == Kind.REPEATED && i % 3 == 2) {
          System.arraycopy(x, (i - 1) * r, x, i * r, r);
        }
        double offset = kind == Kind.SHIFTED ? 5 : 0;
        y[i * OUTPUTS] = offset + random.nextGaussian();
        y[i * OUTPUTS + 1] = offset + x[i * r] - x[i * r + 1] + 0.1 * random.nextGaussian();
      }
      return new Data(n, x, y);
    }

    /** K, rounded. */
    double[] products() {
      return Arrays.stream(ExactRidge.products(x, n))
          .flatMapToDouble(row -> Arrays.stream(row).mapToDouble(BigDecimal::doubleValue))
          .toArray();
    }

    TridiagonalRows rows() {
      return TridiagonalRows.of(products(), n, y);
    }

    double[] label(int output) {
      return IntStream.range(0, n).mapToDouble(i -> y[i * OUTPUTS + output]).toArray();
    }

    int[] kept(int[] left) {
      return IntStream.range(0, n)
          .filter(i -> Arrays.stream(left).noneMatch(k -> k == i))
          .toArray();
    }

    /** Labels minus their mean over the other rows. */
    double[] centred(int[] left) {
      double[] centred = new double[left.length * OUTPUTS];
      for (int o = 0, at = 0; o < OUTPUTS; o++) {
        double[] label = label(o);
        double mean = Arrays.stream(kept(left)).mapToDouble(i -> label[i]).average().orElseThrow();
        for (int row : left) {
          centred[at++] = label[row] - mean;
        }
      }
      return centred;
    }

    Optional<LeftOutRows.Errors> errors(int[] left, double rho) {
      return new LeftOutRows(rows(), left, centred(left)).errors(rho);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NORMAL,14,20",
    "NORMAL,12,12",
    "NORMAL,12,5",
    "NORMAL,3,4",
    "DECAYING,14,20",
    "REPEATED,12,20",
    "OFFSET,14,20",
    "SHIFTED,14,20"
  })
  void errorsAreThoseOfFitsToTheOtherRows(Kind kind, int n, int r) {
    Data data = Data.of(kind, n, r);
    BigDecimal[][] products = ExactRidge.products(data.x, n);
    for (int[] left : n == 3 ? new int[][] {{1}} : new int[][] {{0}, {5}, {1, 2, 7, 11}}) {
      for (double rho : new double[] {100, 1, 1e-2, 1e-3}) {
        LeftOutRows.Errors found = data.errors(left, rho).orElseThrow();
        double bar = 1e-15 * (10 + r / rho); // products of up to r have an error of rounding
        for (int o = 0; o < OUTPUTS; o++) {
          double[] expected = ExactRidge.errors(products, data.label(o), data.kept(left), rho);
          for (int i = 0; i < left.length; i++) {
            String what = "row " + left[i] + " at " + rho;
            assertEquals(expected[left[i]], found.residuals()[o * left.length + i], 10 * bar, what);
          }
          assertEquals(1, found.duals()[o] / expected[n], 10 * bar, "dual at " + rho);
        }
      }
    }
  }

  @Test
  void aPenaltyThatIsSmallRelativeToTheProductsIsRefused() {
    Data data = Data.of(Kind.NORMAL, 12, 5); // 7 eigenvalues are 0
    int[] left = {3, 4};
    double largest = data.rows().form().largest();
    assertTrue(data.errors(left, 2e-6 * largest).isPresent());
    assertFalse(data.errors(left, 0.5e-6 * largest).isPresent());
    // of more coordinates than rows, the smallest eigenvalue counts
    assertTrue(Data.of(Kind.NORMAL, 12, 20).errors(left, 1e-9).isPresent());
  }

  @Test
  void predictionsThatAreRoundingOfLabelsAreRefused() {
    Data data = Data.of(Kind.NORMAL, 12, 20);
    assertTrue(data.errors(new int[] {3, 4}, 1e3).isPresent());
    assertFalse(data.errors(new int[] {3, 4}, 1e7).isPresent());
  }

  @Test
  void anObjectiveThatIsASmallDifferenceIsRefused() {
    Data data = Data.of(Kind.NORMAL, 12, 20);
    data.y[4 * OUTPUTS] = 1e3; // nearly all of y'G y is of this row
    assertFalse(data.errors(new int[] {3, 4}, 1).isPresent());
    assertTrue(data.errors(new int[] {3, 5}, 1).isPresent());
  }

  @Test
  void labelsThatAreConstantOnTheFittedRowsAreRefused() {
    Data data = Data.of(Kind.NORMAL, 12, 20);
    Arrays.fill(data.y, 0);
    assertTrue(data.errors(new int[] {3, 4}, 1).isPresent());
    data.y[3 * OUTPUTS] = 1;
    assertFalse(data.errors(new int[] {3, 4}, 1).isPresent());
  }

  @Test
  void aSmallPartIsCheaperToLeaveOutThanTheRestToFit() {
    assertTrue(LeftOutRows.isCheaper(500, 100));
    assertTrue(LeftOutRows.isCheaper(500, 1));
    assertFalse(LeftOutRows.isCheaper(500, 250));
  }
}
