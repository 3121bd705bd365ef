package org.transferability.accumulate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Moments in mixed precision beside those in float64. */
final class PrecisionTest {
  private static final int ROWS = 5000;
  private static final int OUTPUTS = 2;

  /** Odd and even widths, and rows that do not fill the last float32 block. */
  @ParameterizedTest
  @CsvSource({"1,0", "2,0", "7,0", "40,0", "1,65536", "2,65536", "7,65536", "40,65536"})
  void onlyTheScatterDiffersAndOnlyByFloatRounding(int d, long squareBytes) {
    Moments exact = accumulate(d, Precision.DOUBLE, squareBytes);
    Moments mixed = accumulate(d, Precision.MIXED, squareBytes);
    TargetMoments a = exact.target(0);
    TargetMoments b = mixed.target(0);
    assertEquals(a.rows(), b.rows());
    assertArrayEquals(a.featureMean(), b.featureMean());
    assertArrayEquals(a.cross(), b.cross());
    assertArrayEquals(a.squares(), b.squares());
    double largest = 0;
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < d; j++) {
        double scale = Math.sqrt(a.scatter().get(i, i) * a.scatter().get(j, j));
        double error = Math.abs(a.scatter().get(i, j) - b.scatter().get(i, j)) / scale;
        largest = Math.max(largest, error);
      }
    }
    double allowed = Precision.MIXED.roundingUnits() * Math.ulp(1.0);
    assertTrue(largest > 0, "float32 was not used");
    assertTrue(largest < allowed, largest + " of " + allowed);
  }

  /** Features far from zero, which float32 could not hold before they are centred. */
  private static Moments accumulate(int d, Precision precision, long squareBytes) {
    Random random = new Random(4);
    MomentsAccumulator accumulator =
        new MomentsAccumulator(d, LabelLayout.complete(OUTPUTS), 384, precision, squareBytes);
    for (int done = 0; done < ROWS; done += 500) {
      double[] features = new double[500 * d];
      double[] labels = new double[500 * OUTPUTS];
      for (int i = 0; i < features.length; i++) {
        features[i] = 1e6 + random.nextGaussian() * (1 + i % d);
      }
      for (int i = 0; i < labels.length; i++) {
        labels[i] = random.nextGaussian();
      }
      accumulator.add(features, labels, 500);
    }
    return accumulator.finish();
  }
}
