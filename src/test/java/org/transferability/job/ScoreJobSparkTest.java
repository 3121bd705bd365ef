package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/** What may not change a score does not change it: the same rows, however they are stored. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ScoreJobSparkTest {
  private static final int ROWS = 400;

  /** Beyond rounding of sums in another order nothing may differ. */
  private static final double SAME = 1e-12;

  private Path dir;
  private SparkSession spark;
  private Map<String, Double> expected;

  @BeforeAll
  void scoreTheReference(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark = TestSpark.local(2);
    TestZoo zoo = new TestZoo(spark, ROWS);
    zoo.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
    zoo.writeTargets(dir.resolve("t"), zoo.order(), 1);
    expected = scores("reference", dir.resolve("f"), dir.resolve("t"));
    assertEquals(12, expected.size());
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private Map<String, Double> scores(String name, Path features, Path targets, String... more)
      throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                features.toString(),
                "--out",
                dir.resolve("out-" + name).toString(),
                "--quiet",
                "--overwrite"));
    if (!List.of(more).contains("--estimators")) {
      arguments.addAll(List.of("--estimators", "linear-mse,label-mse"));
    }
    if (targets != null) {
      arguments.addAll(List.of("--targets", targets.toString()));
    }
    arguments.addAll(List.of(more));
    TestZoo.Outcome outcome = TestZoo.score(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, Double> scores = new TreeMap<>();
    for (String[] row : TestZoo.csv(dir.resolve("out-" + name))) {
      scores.put(String.join(" ", row[2], row[3], row[4]), Double.parseDouble(row[5]));
    }
    return scores;
  }

  private static void assertSame(
      Map<String, Double> expected, Map<String, Double> actual, double tolerance) {
    assertEquals(expected.keySet(), actual.keySet());
    expected.forEach(
        (key, value) ->
            assertEquals(value, actual.get(key), tolerance * Math.abs(value), () -> key));
  }

  @ParameterizedTest
  @EnumSource(TestZoo.Encoding.class)
  void encodingDoesNotMatter(TestZoo.Encoding encoding) throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    Path features = dir.resolve("f-" + encoding);
    zoo.writeFeatures(features, "s", encoding, zoo.order(), 2);
    assertSame(expected, scores("encoding-" + encoding, features, dir.resolve("t")), SAME);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 64})
  void neitherOrderNorFilesNorChunksMatter(int files) throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    Path features = dir.resolve("f-files" + files);
    Path targets = dir.resolve("t-files" + files);
    zoo.writeFeatures(features, "s", TestZoo.Encoding.FLOATS, zoo.shuffled(files), files);
    zoo.writeTargets(targets, zoo.shuffled(files + 1), files);
    assertSame(expected, scores("files" + files, features, targets), SAME);
    assertSame(expected, scores("chunks" + files, features, targets, "--chunk-size", "1k"), SAME);
  }

  @Test
  void aShiftOfFeaturesOrLabelsDoesNotMatter() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS).shiftFeatures(1e6).shiftLabels(-1e6);
    zoo.writeFeatures(dir.resolve("f-shift"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 3);
    zoo.writeTargets(dir.resolve("t-shift"), zoo.order(), 1);
    Map<String, Double> shifted = scores("shift", dir.resolve("f-shift"), dir.resolve("t-shift"));
    // the values themselves round to 1e-10 when 1e6 is added
    assertSame(selected(expected, "linear-mse"), selected(shifted, "linear-mse"), 1e-9);
  }

  private static Map<String, Double> selected(Map<String, Double> scores, String part) {
    Map<String, Double> selected = new TreeMap<>(scores);
    selected.keySet().removeIf(key -> !key.contains(part));
    return selected;
  }

  @Test
  void estimatorsWithoutAPenaltyHaveOneRowEach() throws IOException {
    Map<String, Double> found =
        scores(
            "estimators",
            dir.resolve("f"),
            dir.resolve("t"),
            "--estimators",
            "linear-mse,gcv,origin-gcv,logme,lab-logme");
    assertEquals(3 * (2 + 1 + 1 + 1 + 1), found.size()); // gcv at its best penalty
    found.forEach((key, score) -> assertTrue(Double.isFinite(score), () -> key + " " + score));
    assertTrue(found.containsKey("single logme "), found::toString); // an empty lambda
    Map<String, Double> linear = selected(found, "linear-mse");
    assertSame(selected(expected, "linear-mse"), linear, SAME);
  }

  @Test
  void labelsInTheSameTableGiveTheSameScores() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    zoo.writeTogether(dir.resolve("f-own"), "s", zoo.order(), 3);
    assertSame(expected, scores("own", dir.resolve("f-own"), null), SAME);
  }

  /** Whatever the labels come from; the targets lack some, so that there are sides. */
  @Test
  void tilesMergedByKeyGiveTheSameBits() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    Path features = dir.resolve("f-tiles");
    zoo.writeFeatures(features, "s", TestZoo.Encoding.FLOATS, zoo.shuffled(4), 5);
    Path targets = dir.resolve("t");
    Map<String, Double> whole = scores("whole", features, targets, "--chunk-size", "1k");
    assertSame(
        whole, scores("tiles", features, targets, "--chunk-size", "1k", "--tile-limit", "0"), 0);
    assertSame(
        whole,
        scores(
            "tiles-shuffle",
            features,
            targets,
            "--chunk-size",
            "1k",
            "--tile-limit",
            "0",
            "--broadcast-limit",
            "0"),
        0);
  }

  /** In the features' order, with rows of features left out, and several files on either side. */
  @Test
  void labelsReadWithTheFeaturesGiveTheSameScores() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    Path features = dir.resolve("f-beside");
    Path targets = dir.resolve("t-beside");
    zoo.writeFeatures(features, "s", TestZoo.Encoding.DOUBLES, zoo.order(), 3);
    zoo.writeTargets(targets, zoo.order(), 2);
    assertSame(
        expected,
        scores("beside", features, targets, "--broadcast-limit", "0", "--chunk-size", "1k"),
        SAME);
  }

  /** Whether the shuffle is used or not: it must not matter in which order the labels are. */
  @Test
  void labelsInAnotherOrderAreJoinedByShuffle() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    Path targets = dir.resolve("t-unordered");
    List<Integer> order = new ArrayList<>(zoo.order());
    // only the last two rows change places: reading beside fails at the very end
    order.add(ROWS - 2, order.remove(ROWS - 1));
    zoo.writeTargets(targets, order, 1);
    assertSame(
        expected, scores("unordered", dir.resolve("f"), targets, "--broadcast-limit", "0"), SAME);
  }

  @Test
  void mixedPrecisionAgreesToSixDigitsAndIsFlagged() throws IOException {
    Map<String, Double> mixed =
        scores("mixed", dir.resolve("f"), dir.resolve("t"), "--precision", "mixed");
    assertSame(expected, mixed, 1e-6);
    for (String[] row : TestZoo.csv(dir.resolve("out-mixed"))) {
      assertTrue(row[22].contains("mixed-precision"), () -> row[22]);
    }
  }

  @Test
  void labelsJoinedByShuffleGiveTheSameScores() throws IOException {
    Path targets = dir.resolve("t-shuffle");
    new TestZoo(spark, ROWS).writeTargets(targets, new TestZoo(spark, ROWS).shuffled(9), 2);
    assertSame(
        expected, scores("shuffle", dir.resolve("f"), targets, "--broadcast-limit", "0"), SAME);
    assertSame(
        expected,
        scores(
            "shuffle-chunks",
            dir.resolve("f"),
            targets,
            "--broadcast-limit",
            "0",
            "--chunk-size",
            "1k"),
        SAME);
  }

  @ParameterizedTest
  @ValueSource(strings = {"single", "pair", "gaps"})
  void aTargetAloneScoresAsAmongOthers(String target) throws IOException {
    Map<String, Double> alone =
        scores("alone-" + target, dir.resolve("f"), dir.resolve("t"), "--target-names", target);
    assertEquals(4, alone.size());
    assertSame(selected(expected, target + " "), alone, SAME);
  }

  @Test
  void missingLabelsScoreAsTheRowsFilteredByHand() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    List<Integer> present = zoo.order().stream().filter(i -> zoo.gaps[i] != null).toList();
    zoo.writeFeatures(dir.resolve("f-present"), "s", TestZoo.Encoding.FLOATS, present, 2);
    Map<String, Double> filtered =
        scores("present", dir.resolve("f-present"), dir.resolve("t"), "--target-names", "gaps");
    assertSame(selected(expected, "gaps"), filtered, SAME);
  }

  @Test
  void theOutputIsTheSameByteForByteOnAnyNumberOfCores() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    Path features = dir.resolve("f-cores");
    zoo.writeFeatures(features, "s", TestZoo.Encoding.FLOATS, zoo.order(), 9);
    zoo.writeFeatures(features, "r", TestZoo.Encoding.DOUBLES, zoo.shuffled(3), 5);
    scores("two", features, dir.resolve("t"), "--chunk-size", "4k");
    scores("again", features, dir.resolve("t"), "--chunk-size", "4k");
    spark.stop();
    spark = TestSpark.local(1);
    scores("one", features, dir.resolve("t"), "--chunk-size", "4k", "--in-flight", "1");
    spark.stop();
    spark = TestSpark.local(2);
    String two = Files.readString(dir.resolve("out-two/scores.csv"));
    assertEquals(two, Files.readString(dir.resolve("out-again/scores.csv")));
    assertEquals(two, Files.readString(dir.resolve("out-one/scores.csv")));
    assertTrue(two.lines().count() == 25, two);
  }

  @Test
  void sharedLabelsScoreColumnsAgainstEachOther() throws IOException {
    Map<String, Double> shared =
        scores(
            "shared",
            dir.resolve("f"),
            dir.resolve("t"),
            "--estimators",
            "shared-label-mse",
            "--source-labels",
            "pair,gaps");
    assertEquals(
        List.of("gaps", "pair", "single"),
        shared.keySet().stream()
            .map(key -> key.substring(0, key.indexOf(" ")))
            .distinct()
            .sorted()
            .toList());
  }
}
