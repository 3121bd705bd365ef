package org.transferability.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class BootstrapTest {
  @Test
  void theSameSeedRepeatsTheInterval() {
    double[] values = {0.1, 0.5, 0.2, 0.9};
    assertEquals(Bootstrap.DEFAULT.mean(values), Bootstrap.DEFAULT.mean(values));
  }

  @Test
  void undefinedTargetsAreExcluded() {
    Bootstrap bootstrap = new Bootstrap(100, 0.9, 1);
    assertEquals(
        bootstrap.mean(new double[] {1, 2}), bootstrap.mean(new double[] {1, Double.NaN, 2}));
    assertTrue(Double.isNaN(bootstrap.mean(new double[] {Double.NaN}).mean()));
  }

  @Test
  void oneTargetHasNoInterval() {
    assertEquals(
        new Interval(3, Double.NaN, Double.NaN), new Bootstrap(10, 0.9, 1).mean(new double[] {3}));
  }

  @Test
  void ninetyPercentIntervalsCoverTheMeanAboutThatOften() {
    Random random = new Random(17);
    int covered = 0;
    for (int draw = 0; draw < 500; draw++) {
      double[] values = random.doubles(40).map(u -> -Math.log(u)).toArray(); // mean 1, skew
      Interval interval = new Bootstrap(500, 0.9, draw).mean(values);
      covered += interval.lower() <= 1 && 1 <= interval.upper() ? 1 : 0;
    }
    assertTrue(covered > 425 && covered < 475, () -> "85 to 95 % of 500");
  }

  @Test
  void refusesNonsense() {
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(0, 0.9, 1));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(10, 1, 1));
    assertThrows(IllegalArgumentException.class, () -> new Bootstrap(10, Double.NaN, 1));
  }
}
