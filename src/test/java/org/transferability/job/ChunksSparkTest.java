package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * A set whose files have one row group each, cut into chunks within the row groups; and sets of
 * many chunks, whose moments executors merge.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ChunksSparkTest {
  private static final int ROWS = 400;

  /** Chunks of other rows, merged in another order. */
  private static final double SAME = 1e-12;

  /** About ten chunks of each file; without an index they would be eight. */
  private static final String[] RANGES = {"--chunk-size", "1k"};

  private static final String[] EXECUTORS = {"--chunk-size", "1k", "--tile-limit", "0"};

  private Path dir;
  private SparkSession spark;
  private int runs;

  @BeforeAll
  void start(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    TestZoo zoo = new TestZoo(spark, ROWS);
    zoo.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
    zoo.writeFeatures(dir.resolve("f"), "mixed", TestZoo.Encoding.FLOATS, zoo.shuffled(2), 3);
    zoo.writeTargets(dir.resolve("t"), zoo.order(), 1);
    zoo.writeTogether(dir.resolve("own"), "s", zoo.order(), 1);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private TestZoo.Outcome score(List<String> inputs, String... more) {
    List<String> arguments = new ArrayList<>(inputs);
    arguments.addAll(List.of("--out", out(++runs).toString(), "--report", "none"));
    arguments.addAll(List.of(more));
    return TestZoo.score(arguments.toArray(String[]::new));
  }

  private Path out(int run) {
    return dir.resolve("out" + run);
  }

  private List<String> joined() {
    return List.of("--features", dir + "/f", "--targets", dir + "/t");
  }

  /** scores.csv of a run that must succeed. */
  private List<String> scores(List<String> inputs, String... more) throws IOException {
    TestZoo.Outcome outcome = score(inputs, more);
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    return Files.readAllLines(out(runs).resolve("scores.csv"));
  }

  private static void assertSame(List<String> expected, List<String> found) {
    assertEquals(expected.size(), found.size());
    for (int i = 1; i < expected.size(); i++) {
      String[] one = expected.get(i).split(",", -1);
      String[] other = found.get(i).split(",", -1);
      assertEquals(one[3] + one[4], other[3] + other[4]);
      double score = Double.parseDouble(one[5]);
      assertEquals(score, Double.parseDouble(other[5]), SAME * Math.max(1, Math.abs(score)));
    }
  }

  private int tasks(Runnable run) throws TimeoutException {
    AtomicInteger tasks = new AtomicInteger();
    SparkListener listener =
        new SparkListener() {
          @Override
          public void onTaskEnd(SparkListenerTaskEnd end) {
            tasks.incrementAndGet();
          }
        };
    spark.sparkContext().addSparkListener(listener);
    run.run();
    spark.sparkContext().listenerBus().waitUntilEmpty();
    spark.sparkContext().removeSparkListener(listener);
    return tasks.get();
  }

  /** What run.json states of the feature sets of the last run. */
  private List<JsonNode> sets() throws IOException {
    List<JsonNode> sets = new ArrayList<>();
    JsonNode run = new ObjectMapper().readTree(out(runs).resolve("run.json").toFile());
    for (JsonNode input : run.get("inputs")) {
      if (input.get("kind").asText().equals("features")) {
        sets.add(input);
      }
    }
    return sets;
  }

  @Test
  void oneRowGroupInRangesGivesTheSameScores() throws IOException {
    List<String> expected = scores(joined());
    assertSame(expected, scores(joined(), RANGES));
    for (JsonNode set : sets()) {
      assertEquals(ROWS, set.get("rows").asInt(), set::toString);
      assertEquals(ROWS, set.get("rows_joined").asInt(), set::toString);
    }
    // read beside the features, and joined by a shuffle
    assertSame(expected, scores(joined(), "--chunk-size", "1k", "--broadcast-limit", "0"));
    List<String> own = List.of("--features", dir + "/own");
    assertSame(scores(own), scores(own, RANGES));
  }

  @Test
  void aRowGroupIsReadByManyTasks() throws TimeoutException {
    List<String> own = List.of("--features", dir + "/own");
    String[] alone = {"--chunk-size", "4k", "--tile-limit", "0", "--estimators", "linear-mse"};
    int tasks = tasks(() -> score(own, alone));
    assertTrue(tasks >= 10, "tasks: " + tasks);
  }

  /** Chunks of one file, several to a task; and one a task where executors merge. */
  @Test
  void aDryRunCountsTheTasksOfTheRun() throws IOException, TimeoutException {
    List<String> own = List.of("--features", dir + "/own");
    for (String chunkSize : new String[] {"1k", "100", "1g"}) {
      String[] options = {"--chunk-size", chunkSize, "--estimators", "linear-mse"};
      int tasks = tasks(() -> score(own, options));
      List<String> planned = new ArrayList<>(List.of(options));
      planned.addAll(List.of("--dry-run", "--format", "json"));
      TestZoo.Outcome plan = score(own, planned.toArray(String[]::new));
      JsonNode json = new ObjectMapper().readTree(plan.out());
      assertEquals(tasks, json.get("tasks").asInt(), plan.out());
      double moved = json.get("bytes_moved").asDouble();
      assertEquals(moved, json.get("bytes_to_driver").asDouble());
      assertTrue(json.get("seconds").asDouble() > json.get("start_seconds").asDouble());
    }
  }

  /** Of two rows that cannot be used the first is reported, by its number in the file. */
  @Test
  void theFirstErrorInTheOrderOfRowsIsReported() throws IOException {
    TestZoo bad = new TestZoo(spark, ROWS);
    bad.features[283][5] = Double.NaN;
    bad.features[350][2] = Double.POSITIVE_INFINITY;
    bad.writeFeatures(dir.resolve("bad"), "s", TestZoo.Encoding.DOUBLES, bad.order(), 1);
    List<String> inputs = List.of("--features", dir + "/bad", "--targets", dir + "/t");
    String expected = score(inputs).err();
    assertTrue(expected.contains("row 283, id 283"), expected);
    assertEquals(expected, score(inputs, RANGES).err());
    assertEquals(expected, score(inputs, EXECUTORS).err());
    assertEquals(
        expected,
        score(inputs, "--chunk-size", "1k", "--tile-limit", "0", "--broadcast-limit", "0").err());
    List<String> dropped = scores(inputs, "--invalid-rows", "drop");
    assertSame(dropped, scores(inputs, "--invalid-rows", "drop", "--chunk-size", "1k"));
    assertEquals(2, sets().get(0).get("rows_dropped").get("features not finite").asInt());
    assertEquals(ROWS, sets().get(0).get("rows").asInt());
  }

  /** All estimators, with predictions and classes of labels. */
  @Test
  void executorsMergeToTheSameBitsAsTheDriver() throws IOException {
    String[] kinds = {
      "linear-mse,label-mse,cv-r2,logme", "h-score,lab-h-score,transrate,lab-transrate"
    };
    List<List<String>> expected = new ArrayList<>();
    for (String estimators : kinds) {
      List<String> driver = scores(joined(), "--chunk-size", "1k", "--estimators", estimators);
      expected.add(driver);
      assertEquals(driver, executors(estimators));
      assertEquals(driver, executors(estimators, "--broadcast-limit", "0"));
    }
    for (int cores : new int[] {1, 4}) {
      spark.stop();
      spark = TestSpark.local(cores);
      for (int i = 0; i < kinds.length; i++) {
        assertEquals(expected.get(i), executors(kinds[i]));
      }
    }
    spark.stop();
    spark = TestSpark.local(2);
  }

  private List<String> executors(String estimators, String... more) throws IOException {
    List<String> options = new ArrayList<>(List.of(EXECUTORS));
    options.addAll(List.of("--estimators", estimators));
    options.addAll(List.of(more));
    return scores(joined(), options.toArray(String[]::new));
  }

  @Test
  void rowsOfAnotherWidthAreAnErrorWhoeverMerges() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    zoo.writeFeatures(dir.resolve("narrow"), "s", TestZoo.Encoding.FLOATS, zoo.order(), 1);
    TestZoo other = new TestZoo(spark, ROWS);
    for (int i = 0; i < ROWS; i++) {
      other.features[i] = Arrays.copyOf(other.features[i], TestZoo.WIDTH - 2);
    }
    other.writeFeatures(dir.resolve("wide"), "s", TestZoo.Encoding.FLOATS, List.of(1, 2, 3), 1);
    Path set = dir.resolve("narrow/source=s/dataset=d");
    try (var files = Files.list(dir.resolve("wide/source=s/dataset=d"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".parquet")).toList()) {
        Files.copy(file, set.resolve("z-" + file.getFileName()));
      }
    }
    List<String> inputs = List.of("--features", dir + "/narrow", "--targets", dir + "/t");
    TestZoo.Outcome driver = score(inputs, RANGES);
    assertEquals(ExitCode.USAGE, driver.exitCode(), driver.err());
    assertEquals(driver.err(), score(inputs, EXECUTORS).err());
    for (String estimator : List.of("h-score", "linear-mse")) {
      assertEquals(
          score(inputs, "--chunk-size", "1k", "--estimators", estimator).err(),
          score(inputs, "--chunk-size", "1k", "--tile-limit", "0", "--estimators", estimator)
              .err());
    }
  }
}
