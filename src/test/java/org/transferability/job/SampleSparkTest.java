package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;
import org.transferability.read.RowChoice;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;
import org.transferability.run.plan.RowUnits;

/** A sample scores as a tree of features that has only its rows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SampleSparkTest {
  private static final int ROWS = 1500;
  private static final double SHARE = 0.2;

  /** Sums of the same rows in another order, and what becomes of them in fits. */
  private static final double SAME = 1e-11;

  private Path dir;
  private SparkSession spark;
  private TestZoo zoo;
  private int runs;

  @BeforeAll
  void write(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, ROWS);
    writeTree("whole", row -> true);
    writeTree("by-position", SampleSparkTest::isInUnit);
    writeTree("by-id", SampleSparkTest::isByHash);
    zoo.writeTargets(dir.resolve("t"), zoo.order(), 2);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private static boolean isInUnit(int row) {
    return RowUnits.chosen(ROWS, SHARE).has(row);
  }

  private static boolean isByHash(int row) {
    IdStore id = new IdStore(IdKind.LONG, 1, new long[] {row}, new byte[0], new int[0]);
    return new RowChoice.ByHash(SHARE).has(id, 0);
  }

  private void writeTree(String name, IntPredicate kept) {
    List<Integer> rows = zoo.order().stream().filter(kept::test).toList();
    zoo.writeFeatures(dir.resolve(name), "a", TestZoo.Encoding.FLOATS, rows, 3);
    zoo.writeFeatures(dir.resolve(name), "b", TestZoo.Encoding.DOUBLES, rows, 1);
    zoo.writeTogether(dir.resolve(name + "-own"), "a", rows, 2);
  }

  private TestZoo.Outcome run(String features, String... more) {
    return score(features, features.endsWith("-own") ? "" : "t", more);
  }

  private TestZoo.Outcome score(String features, String targets, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                dir.resolve(features).toString(),
                "--out",
                dir.resolve("out" + ++runs).toString(),
                "--report",
                "none"));
    if (!targets.isEmpty()) {
      arguments.addAll(List.of("--targets", dir.resolve(targets).toString()));
    }
    arguments.addAll(List.of(more));
    return TestZoo.score(arguments.toArray(String[]::new));
  }

  private List<String[]> scores() throws IOException {
    return TestZoo.csv(dir.resolve("out" + runs));
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(dir.resolve("out" + runs).resolve("run.json").toFile());
  }

  private static void assertSame(List<String[]> expected, List<String[]> found) {
    assertEquals(expected.size(), found.size());
    for (int row = 0; row < expected.size(); row++) {
      String[] left = expected.get(row);
      String[] right = found.get(row);
      for (int cell = 0; cell < left.length; cell++) {
        String where = String.join(",", left) + " / " + String.join(",", right);
        if (left[cell].matches("-?[0-9.]+(E-?[0-9]+)?")) {
          double number = Double.parseDouble(left[cell]);
          double tolerance = SAME * Math.max(1, Math.abs(number));
          assertEquals(number, Double.parseDouble(right[cell]), tolerance, where);
        } else {
          assertEquals(left[cell], right[cell], where);
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "by-position, whole, position, 256m",
    "by-id, whole, id, 256m",
    "by-id, whole, auto, 256m",
    "by-position, whole, position, 100",
    "by-id, whole, id, 100",
    "by-position-own, whole-own, position, 256m",
    "by-id-own, whole-own, id, 256m"
  })
  void scoresAreThoseOfATreeWithTheseRowsOnly(
      String expected, String features, String by, String limit) throws IOException {
    TestZoo.Outcome tree = run(expected, "--broadcast-limit", limit);
    assertEquals(ExitCode.OK, tree.exitCode(), tree.err());
    List<String[]> scores = scores();
    TestZoo.Outcome sample =
        run(features, "--sample", "20%", "--sample-by", by, "--broadcast-limit", limit);
    assertEquals(ExitCode.OK, sample.exitCode(), sample.err());
    assertSame(scores, scores());
    JsonNode described = json().at("/sample/d");
    int rows = 0;
    for (int row = 0; row < ROWS; row++) {
      rows += (by.equals("position") ? isInUnit(row) : isByHash(row)) ? 1 : 0;
    }
    assertEquals(rows, described.at("/rows").asInt(), described.toString());
    assertEquals(ROWS, described.at("/rows_of_dataset").asInt());
    assertEquals(by.equals("position") ? "position" : "id", described.at("/by").asText());
    assertTrue(sample.err().contains(rows + " of 1,500 rows are scored"), sample.err());
    assertFalse(sample.err().contains("rows are used"), sample.err());
  }

  @Test
  void chunksAreCutAsTheyAreWithoutASample() throws IOException {
    run("whole", "--sample", "0.2", "--sample-by", "position");
    List<String[]> scores = scores();
    String[] small = {"--chunk-size", "1k", "--tile-limit", "0"};
    run("whole", "--sample", "0.2", "--sample-by", "position", small[0], small[1]);
    assertSame(scores, scores());
    run("whole", "--sample", "0.2", "--sample-by", "position", small[0], small[1], small[2], "0");
    assertSame(scores, scores());
    run("whole", "--sample", "300", "--sample-by", "position", "--refine", "always");
    assertEquals(scores.size(), scores().size());
  }

  /** As many rows as features, or fewer: they are reduced to coordinates. */
  @Test
  void fewerRowsThanFeatures() throws IOException {
    String[] method = {"--estimators", "linear-mse", "--lambda", "0,1", "--folds", "0"};
    List<Integer> rows = zoo.order().stream().filter(row -> few(row)).toList();
    assertTrue(rows.size() > 2 && rows.size() <= TestZoo.WIDTH);
    zoo.writeFeatures(dir.resolve("few"), "a", TestZoo.Encoding.FLOATS, rows, 1);
    assertEquals(ExitCode.OK, run("few", method).exitCode());
    List<String[]> scores = scores();
    List<String> sampled = new ArrayList<>(List.of(method));
    sampled.addAll(List.of("--sources", "a", "--sample-by", "id", "--sample", "0.6%"));
    assertEquals(ExitCode.OK, run("whole", sampled.toArray(String[]::new)).exitCode());
    assertSame(scores, scores());
  }

  private static boolean few(int row) {
    IdStore id = new IdStore(IdKind.LONG, 1, new long[] {row}, new byte[0], new int[0]);
    return new RowChoice.ByHash(0.006).has(id, 0);
  }

  @Test
  void anotherOrderOfTheRowsOfASourceIsFlagged() throws IOException {
    zoo.writeFeatures(dir.resolve("order"), "a", TestZoo.Encoding.FLOATS, zoo.order(), 1);
    zoo.writeFeatures(dir.resolve("order"), "b", TestZoo.Encoding.FLOATS, zoo.shuffled(4), 1);
    TestZoo.Outcome mixed = run("order", "--sample", "0.2", "--sample-by", "position");
    assertTrue(mixed.err().contains("the sample has other rows of source 'b'"), mixed.err());
    assertTrue(
        scores().stream().allMatch(row -> String.join(",", row).contains("unpaired-sample")));
    assertFalse(json().at("/sample/d/same_rows_in_all_sources").asBoolean());
    TestZoo.Outcome paired = run("order", "--sample", "0.2", "--sample-by", "id");
    assertFalse(paired.err().contains("other rows"), paired.err());
    assertTrue(scores().stream().noneMatch(row -> String.join(",", row).contains("sample")));
  }

  @Test
  void rowsInTheOrderOfALabelAreFlagged() throws IOException {
    List<Integer> sorted =
        zoo.order().stream().sorted(Comparator.comparingDouble(row -> zoo.single[row])).toList();
    zoo.writeFeatures(dir.resolve("sorted"), "a", TestZoo.Encoding.FLOATS, sorted, 2);
    zoo.writeTargets(dir.resolve("sorted-t"), sorted, 1);
    TestZoo.Outcome flagged =
        score("sorted", "sorted-t", "--sample", "0.2", "--sample-by", "position");
    assertEquals(ExitCode.OK, flagged.exitCode(), flagged.err());
    assertTrue(flagged.err().contains("labels of target 'single' differ"), flagged.err());
    for (String[] row : scores()) {
      if (row[2].equals("single")) {
        assertTrue(String.join(",", row).contains("sorted-sample"), String.join(",", row));
      }
    }
    assertTrue(json().at("/sample/d/labels").toString().contains("\"spread\""));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 'expected a share'",
    "1.0000001, 'expected a share'",
    "abc, 'expected a share'",
    "-1, 'expected a share'"
  })
  void hostileSizesAreErrorsInOneLine(String size, String message) {
    TestZoo.Outcome outcome = run("whole", "--sample", size, "--sample-by", "id");
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertFalse(outcome.err().contains("\tat "), outcome.err());
    assertFalse(Files.exists(dir.resolve("out" + runs)));
  }

  /** By chance the sample has one row; as in a tree with a single row, each score is flagged. */
  @Test
  void twoRowsSayNothing() throws IOException {
    TestZoo.Outcome outcome = run("whole", "--sample", "2", "--sample-by", "id");
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    int flags =
        List.of(
                Files.readAllLines(dir.resolve("out" + runs).resolve("scores.csv"))
                    .get(0)
                    .split(","))
            .indexOf("flags");
    for (String[] row : scores()) {
      assertTrue(!row[flags].isEmpty() || row[5].equals("NaN"), String.join(",", row));
    }
  }

  @Test
  void moreRowsThanThereAreAreAllRows() throws IOException {
    run("whole");
    List<String[]> all = scores();
    TestZoo.Outcome outcome = run("whole", "--sample", "1000000");
    assertSame(all, scores());
    assertTrue(outcome.err().contains("all 1,500 rows are scored"), outcome.err());
    run("whole", "--sample", "1");
    assertSame(all, scores());
  }

  /** With 20 rows in 10 folds a fold is empty, as in a tree of 20 rows. */
  @Test
  void aFoldMayBeEmpty() throws IOException {
    TestZoo.Outcome outcome =
        run("whole", "--sample", "20", "--sample-by", "position", "--folds", "10");
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    List<Integer> rows =
        zoo.order().stream().filter(row -> RowUnits.chosen(ROWS, 20.0 / ROWS).has(row)).toList();
    List<String[]> sampled = scores();
    zoo.writeFeatures(dir.resolve("twenty"), "a", TestZoo.Encoding.FLOATS, rows, 1);
    zoo.writeFeatures(dir.resolve("twenty"), "b", TestZoo.Encoding.DOUBLES, rows, 1);
    run("twenty", "--folds", "10");
    assertSame(scores(), sampled);
  }

  @Test
  void aStateHasAllRows() {
    TestZoo.Outcome outcome =
        run("whole", "--sample", "0.5", "--state", dir.resolve("state").toString());
    assertEquals(ExitCode.USAGE, outcome.exitCode());
    assertTrue(outcome.err().contains("Cannot use --state with --sample"), outcome.err());
    TestZoo.Outcome by = run("whole", "--sample-by", "id");
    assertEquals(ExitCode.USAGE, by.exitCode());
    assertTrue(by.err().contains("(--sample)"), by.err());
  }

  @Test
  void aDryRunStatesWhatASampleReads() {
    String whole = run("whole", "--dry-run", "--format", "json").out();
    String sampled =
        run("whole", "--dry-run", "--format", "json", "--sample", "0.1", "--sample-by", "position")
            .out();
    assertEquals(0.1, number(sampled, "rows") / number(whole, "rows"), 0.001);
    assertEquals(0.1, number(sampled, "bytes_read") / number(whole, "bytes_read"), 0.01);
  }

  private static double number(String json, String key) {
    try {
      return new ObjectMapper().readTree(json).at("/" + key).asDouble();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
