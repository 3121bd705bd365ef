package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.transferability.run.plan.TargetSlice;
import org.transferability.score.Flag;
import org.transferability.score.Gcv;
import org.transferability.score.LogMe;
import org.transferability.score.OriginGcv;
import org.transferability.score.Score;
import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;

/** Estimators on the sample zoo against values computed from its rows by numpy's SVD. */
final class ZooEstimatorsTest {
  private static final String DATASET = "sprites-noise";

  /** Relative. Reached: gcv 4e-14, logme 5e-13, origin-gcv 2e-12 (where the score is near 0). */
  private static final double TOLERANCE = 1e-10;

  @Test
  void allSourcesAndTargets() throws IOException {
    Map<String, Double> expected = expected();
    ZooMoments zoo = new ZooMoments(JobProcess.home().resolve("src/demo/zoo"), DATASET);
    int[] compared = new int[1];
    for (Map.Entry<String, RidgeProblem> source : zoo.problems().entrySet()) {
      RidgeProblem problem = source.getValue();
      OriginSpectrum spectrum = OriginSpectrum.of(problem);
      RidgeSolver solver = RidgeSolver.prepare(problem);
      RidgeFit weak = solver.solve(1e-3 * meanVariance(problem));
      RidgeFit strong = solver.solve(meanVariance(problem));
      for (TargetSlice target : zoo.targets()) {
        int first = target.firstOutput();
        int q = target.width();
        String key = source.getKey() + " " + target.name() + " ";
        check(expected, key + "gcv 1e-3r", Gcv.of(weak, first, q));
        check(expected, key + "gcv 1r", Gcv.of(strong, first, q));
        check(expected, key + "logme ", LogMe.of("logme", spectrum, first, q));
        check(expected, key + "origin-gcv 1e-3;1e-2r", OriginGcv.of(spectrum, first, q));
        compared[0]++;
      }
    }
    assertEquals(14 * 8, compared[0]);
  }

  private static double meanVariance(RidgeProblem problem) {
    double trace = 0;
    for (double squares : problem.scatter().diagonal()) {
      trace += squares / problem.rows();
    }
    return trace / problem.width();
  }

  private static void check(Map<String, Double> expected, String key, Score score) {
    double value = expected.get(key);
    // through the origin: most labels are 3.4 to 5.3 standard deviations from zero, sin_cos is
    // noise
    String others = score.flags().toString().replaceAll("offset-labels|worse-than-mean|;", "");
    assertEquals("", others, key);
    boolean offset = !key.contains(" sin_cos ") && score.estimator().matches("logme|origin-gcv");
    assertEquals(offset, score.flags().has(Flag.OFFSET_LABELS), key);
    assertEquals(value, score.score(), TOLERANCE * Math.abs(value), key);
  }

  private static Map<String, Double> expected() throws IOException {
    Map<String, Double> scores = new HashMap<>();
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                ZooEstimatorsTest.class.getResourceAsStream("/zoo-expected/estimators.csv"),
                StandardCharsets.UTF_8))) {
      reader.readLine();
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        String[] cells = line.split(",", -1);
        if (cells[1].equals(DATASET)) {
          scores.put(
              cells[0] + " " + cells[2] + " " + cells[3] + " " + cells[4],
              Double.parseDouble(cells[5]));
        }
      }
    }
    return scores;
  }
}
