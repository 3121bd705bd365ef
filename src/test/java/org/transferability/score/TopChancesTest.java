package org.transferability.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TopChancesTest {
  private static Score score(double value, double... shifts) {
    return new Score(
            "e",
            "",
            value,
            new Score.Fit(0, 0, 0),
            new Score.Shape(9, 1, 1, 1, 1),
            Uncertainty.UNKNOWN,
            Scope.SOURCES,
            Flags.none())
        .withUncertainty(Jackknife.ofShifts(value, shifts, shifts.length, 0.9));
  }

  @Test
  void equalSourcesShareTheChance() {
    List<Score> scores = new ArrayList<>();
    for (int s = 0; s < 4; s++) {
      scores.add(score(-1 * (1 + s * 1e-15), 0.1, -0.2, 0.1, 0.05, -0.05));
    }
    scores.add(score(-9, 0.1, -0.2, 0.1, 0.05, -0.05));
    assertArrayEquals(new double[] {.25, .25, .25, .25, 0}, TopChances.of(scores, 1), 1e-12);
    assertArrayEquals(new double[] {.75, .75, .75, .75, 0}, TopChances.of(scores, 3), 1e-12);
  }

  /** Whatever moves both alike says nothing about which is better. */
  @Test
  void sharedFoldsCancel() {
    double[] shifts = {1, -2, 1, 0.5, -0.5};
    double[] chances = TopChances.of(List.of(score(-1, shifts), score(-1.1, shifts)), 1);
    assertArrayEquals(new double[] {1, 0}, chances, 0);
  }

  /** The difference of two has Student's distribution: |t| below 0.74070 in half of all cases. */
  @Test
  void twoSourcesByTheirDifference() {
    double[] shifts = {1, -2, 1, 0.5, -0.5};
    double error = Math.sqrt(Arrays.stream(shifts).map(s -> s * s).sum());
    double t = StudentT.quantile(0.5, 4);
    double[] chances = TopChances.of(List.of(score(0, shifts), score(t * error, 0, 0, 0, 0, 0)), 1);
    assertEquals(0.25, chances[0], 0.02); // of 4000 draws: three standard deviations
    assertEquals(0.75, chances[1], 0.02);
  }

  @Test
  void chancesSumToThePlacesWhateverTheOrder() {
    List<Score> scores = new ArrayList<>();
    for (int s = 0; s < 7; s++) {
      scores.add(score(Math.sin(s), Math.cos(s), Math.sin(3 * s), -Math.cos(s), 0.1, -0.1));
    }
    double[] chances = TopChances.of(scores, 3);
    assertEquals(3, Arrays.stream(chances).sum(), 1e-9);
    List<Score> reversed = new ArrayList<>(scores);
    java.util.Collections.reverse(reversed);
    double[] again = TopChances.of(reversed, 3);
    for (int s = 0; s < 7; s++) {
      assertEquals(chances[s], again[6 - s]);
      assertTrue(chances[s] >= TopChances.of(scores, 1)[s]);
    }
  }

  @Test
  void whatIsNoNumberDoesNotCompete() {
    double[] chances =
        TopChances.of(List.of(score(Double.NaN, 0, 0), score(-1, 1, -1), score(-5, 0, 0)), 1);
    assertTrue(Double.isNaN(chances[0]));
    assertEquals(1, chances[1] + chances[2], 1e-12);
    Score unknown = score(-2);
    assertTrue(Double.isNaN(TopChances.of(List.of(unknown, score(-1, 1, -1)), 1)[1]));
  }
}
