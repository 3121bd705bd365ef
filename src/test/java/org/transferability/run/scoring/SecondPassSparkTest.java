package org.transferability.run.scoring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.job.TestZoo;
import org.transferability.job.cli.ExitCode;

/**
 * Digits restored by a second pass, and scores by classes of labels, through the whole job.
 *
 * <p>The labels of {@code single} and {@code gaps} are a linear function of the features and noise
 * of 1e-6: what a fit leaves of them is what it leaves of the noise alone, which needs no care.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SecondPassSparkTest {
  private static final int ROWS = 300;
  private static final double NOISE = 1e-5;

  private Path dir;
  private SparkSession spark;

  @BeforeAll
  void write(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    TestZoo nearly = zoo(1);
    nearly.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.FLOATS, nearly.order(), 3);
    nearly.writeTargets(dir.resolve("t"), nearly.shuffled(4), 2);
    zoo(0).writeTargets(dir.resolve("t-noise"), nearly.order(), 1);
  }

  /** Labels are {@code factor} times the sum of the features, and noise. */
  private TestZoo zoo(int factor) {
    TestZoo zoo = new TestZoo(spark, ROWS);
    Random random = new Random(17);
    for (int i = 0; i < ROWS; i++) {
      double sum = 0;
      for (double feature : zoo.features[i]) {
        sum += factor * feature;
      }
      // multiples of 2^-40 that the sum of floats leaves room for: labels are exact
      double noise = Math.rint(NOISE * random.nextGaussian() * 0x1p44) * 0x1p-44;
      zoo.single[i] = sum + noise;
      zoo.gaps[i] = i % 5 == 0 ? null : (Double) (sum + noise);
    }
    return zoo;
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private Map<String, String[]> score(String targets, String... more) throws IOException {
    return scoreOf("f", targets, more);
  }

  private Map<String, String[]> scoreOf(String features, String targets, String... more)
      throws IOException {
    Path out = dir.resolve("out");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                dir.resolve(features).toString(),
                "--targets",
                dir.resolve(targets).toString(),
                "--out",
                out.toString(),
                "--quiet",
                "--overwrite"));
    arguments.addAll(List.of(more));
    TestZoo.Outcome outcome = TestZoo.score(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, String[]> rows = new TreeMap<>();
    for (String[] row : TestZoo.csv(out)) {
      rows.put(String.join(" ", row[2], row[3], row[4]), row);
    }
    return rows;
  }

  private static double number(String[] row) {
    return Double.parseDouble(row[5]);
  }

  private static String flags(String[] row) {
    return row[20];
  }

  private static String notes(String[] row) {
    return row[22];
  }

  @Test
  void refinedWhereDigitsWereLost() throws IOException {
    Map<String, String[]> noise = score("t-noise", "--lambda", "0");
    for (String chunks : new String[] {"1g", "1k"}) {
      Map<String, String[]> refined = score("t", "--lambda", "0", "--chunk-size", chunks);
      for (String key : new String[] {"single linear-mse 0", "gaps linear-mse 0"}) {
        double expected = number(noise.get(key));
        assertEquals("", flags(refined.get(key)), key);
        assertEquals("refined", notes(refined.get(key)), key);
        assertEquals(expected, number(refined.get(key)), 1e-7 * Math.abs(expected), key);
        assertTrue(Double.parseDouble(refined.get(key)[9]) > 0, "the interval stays");
      }
      assertEquals("", flags(refined.get("pair linear-mse 0")), "nothing was lost here");
    }
  }

  @Test
  void neverAndAlways() throws IOException {
    Map<String, String[]> never = score("t", "--estimators", "linear-mse", "--refine", "never");
    assertTrue(flags(never.get("single linear-mse 0")).startsWith("digits-lost="));
    Map<String, String[]> always = score("t", "--estimators", "linear-mse", "--refine", "always");
    for (String key : never.keySet()) {
      assertTrue(notes(always.get(key)).contains("refined"), key);
      double score = number(never.get(key));
      boolean lost = flags(never.get(key)).contains("digits-lost");
      assertEquals(score, number(always.get(key)), (lost ? 0.1 : 1e-10) * Math.abs(score), key);
    }
  }

  @Test
  void nearlyEqualFeaturesGoThroughQr() throws IOException {
    TestZoo zoo = zoo(1);
    for (int i = 0; i < ROWS; i++) {
      // floats, so that what is stored is what is meant: condition 1e8, singular when squared
      zoo.features[i][1] = (float) (zoo.features[i][0] * (1 + 1e-7));
    }
    zoo.writeFeatures(dir.resolve("f-near"), "s", TestZoo.Encoding.FLOATS, zoo.order(), 2);
    for (int i = 0; i < ROWS; i++) {
      double difference = zoo.features[i][1] - zoo.features[i][0];
      zoo.single[i] = zoo.features[i][2] + 1e7 * difference;
    }
    zoo.writeTargets(dir.resolve("t-near"), zoo.order(), 1);
    Map<String, String[]> moments = scoreOf("f-near", "t-near", "--refine", "never");
    Map<String, String[]> rows = scoreOf("f-near", "t-near");
    String key = "single linear-mse 0";
    assertTrue(flags(moments.get(key)).contains("digits-lost"));
    assertTrue(notes(rows.get(key)).contains("refined"), notes(rows.get(key)));
    // an exact fit, to the rounding of the labels
    assertTrue(-number(rows.get(key)) < 1e-12, "" + number(rows.get(key)));
    assertEquals("" + TestZoo.WIDTH, rows.get(key)[17]);
  }

  @Test
  void classesNeitherDependOnChunksNorOnRowsWithoutLabels() throws IOException {
    String[] estimators = {"--estimators", "transrate,h-score,lab-transrate,lab-h-score"};
    Map<String, String[]> one = score("t", estimators);
    assertEquals(12, one.size());
    Map<String, String[]> many =
        score("t", estimators[0], estimators[1], "--chunk-size", "1k", "--folds", "0");
    for (String key : one.keySet()) {
      assertTrue(number(one.get(key)) > 0, key);
      assertEquals(number(one.get(key)), number(many.get(key)), 1e-11, key);
      assertEquals("NaN", one.get(key)[9], "no interval");
    }
    TestZoo zoo = zoo(1);
    List<Integer> present = new ArrayList<>(zoo.order());
    present.removeIf(i -> zoo.gaps[i] == null);
    zoo.writeTargets(dir.resolve("t-present"), present, 1);
    Map<String, String[]> filtered = score("t-present", estimators);
    for (String estimator : estimators[1].split(",", -1)) {
      String key = "gaps " + estimator + " ";
      assertEquals(number(filtered.get(key)), number(one.get(key)), 1e-11, key);
    }
    Map<String, String[]> equal =
        score("t", estimators[0], estimators[1], "--transrate-weights", "equal", "--bins", "3");
    assertTrue(number(equal.get("pair transrate ")) != number(one.get("pair transrate ")));
  }
}
