package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * Types of ids, features and labels that Spark does not write: their scores in exact arithmetic,
 * and the reason why a column is no target.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForeignTypesSparkTest {
  private static final Path FOLDER = JobProcess.home().resolve("src/test/resources/types");

  private static final List<String> TREES =
      List.of("ids-int64", "ids-text", "unsigned-labels", "unsigned-features", "labels");

  /** Rounding of sums of squares of 60 rows, in units of the labels' variance. */
  private static final double SAME = 1e-12;

  /**
   * Residuals of unsigned-labels are about 430, differences of numbers of 1e15 whose last digit is
   * worth 1/8: the score is uncertain by about 2e-4 of itself.
   */
  private static final double SAME_RESIDUALS = 1e-3;

  private Path dir;
  private SparkSession spark;
  private String printed;

  /** Score by dataset and target. */
  private final Map<String, Double> found = new TreeMap<>();

  /** All trees are datasets of one run, since a run takes longer than to read a tree. */
  @BeforeAll
  void scoreAllTrees(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark = TestSpark.local(2);
    for (String tree : TREES) {
      copy(FOLDER.resolve(tree).resolve("features"), dir.resolve("features"), tree);
      copy(FOLDER.resolve(tree).resolve("targets"), dir.resolve("targets"), tree);
    }
    Path out = dir.resolve("out");
    TestZoo.Outcome outcome =
        TestZoo.score(
            "--features",
            dir.resolve("features").toString(),
            "--targets",
            dir.resolve("targets").toString(),
            "--out",
            out.toString(),
            "--estimators",
            "linear-mse",
            "--lambda",
            "0",
            "--report",
            "none");
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    printed = outcome.out() + outcome.err();
    for (String[] row : TestZoo.csv(out)) {
      found.put(row[1] + " " + row[2], Double.parseDouble(row[5]));
    }
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** Copies a tree of dataset d into another tree, under another name of the dataset. */
  private static void copy(Path from, Path to, String dataset) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = from.relativize(file).toString().replace("dataset=d", "dataset=" + dataset);
        Path copy = to.resolve(path);
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private static Map<String, String[]> expected(String tree) throws IOException {
    Map<String, String[]> rows = new TreeMap<>();
    for (String line : Files.readAllLines(FOLDER.resolve("expected.csv"))) {
      String[] cells = line.split(",", -1);
      if (cells[0].equals(tree)) {
        rows.put(cells[0] + " " + cells[1], cells);
      }
    }
    return rows;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ids-int64", "ids-text", "unsigned-labels", "unsigned-features", "labels"})
  void everyNumberIsATargetWithItsExactScore(String tree) throws IOException {
    Map<String, String[]> expected = expected(tree);
    assertEquals(
        expected.keySet().stream().toList(),
        found.keySet().stream().filter(key -> key.startsWith(tree + " ")).toList());
    expected.forEach(
        (key, row) -> {
          double variance = Double.parseDouble(row[3]);
          double score = Double.parseDouble(row[4]);
          double tolerance =
              tree.equals("unsigned-labels") ? SAME_RESIDUALS * Math.abs(score) : SAME * variance;
          assertEquals(score, found.get(key), tolerance, key);
        });
  }

  @ParameterizedTest
  @CsvSource({"dt,date", "txt,text", "tm,time", "ts,timestamp"})
  void whatIsNoTargetIsNamedWithTheReason(String column, String reason) {
    assertTrue(printed.contains("'" + column + "' (" + reason + ")"), printed);
    TestZoo.Outcome outcome =
        TestZoo.score(
            "--features",
            FOLDER.resolve("labels/features").toString(),
            "--targets",
            FOLDER.resolve("labels/targets").toString(),
            "--target-names",
            column,
            "--out",
            dir.resolve("none").toString());
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains(column) && outcome.err().contains(reason), outcome.err());
  }
}
