package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/** jobs/score on folders that hold more or less than a tree of Parquet files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OddTreesSparkTest {
  @TempDir Path dir;
  private SparkSession spark;
  private TestZoo zoo;
  private int runs;

  @BeforeAll
  void start() {
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, 40);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private Path write() throws IOException {
    Path own = Files.createTempDirectory(dir, "own");
    zoo.writeFeatures(own.resolve("f"), "s", TestZoo.Encoding.FLOATS, zoo.order(), 1);
    zoo.writeTargets(own.resolve("t"), zoo.order(), 1);
    return own;
  }

  private TestZoo.Outcome score(Path own, String... more) {
    Stream<String> arguments =
        Stream.of("--report", "none", "--out", own.resolve("out" + runs++).toString());
    return TestZoo.score(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  private TestZoo.Outcome scoreTree(Path own) {
    return score(
        own, "--features", own.resolve("f").toString(), "--targets", own.resolve("t").toString());
  }

  private static void assertFails(TestZoo.Outcome outcome, String... parts) {
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertEquals(1, outcome.err().lines().filter(line -> line.startsWith("error: ")).count());
    for (String part : parts) {
      assertTrue(outcome.err().contains(part), () -> "expected " + part + " in " + outcome.err());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"f", "f/source=s", "f/source=s/dataset=d", ".", "t", "t/dataset=d"})
  void tablesOfTableFormatsAreRefused(String folder) throws IOException {
    Path own = write();
    Path log = Files.createDirectories(own.resolve(folder).resolve("_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "{}");
    String table = own.resolve(folder).normalize().toString();
    assertFails(
        scoreTree(own), "the Delta table file:" + table + ", whose", "export its current snapshot");
    Path study = own.resolve("study.yaml");
    Files.writeString(
        study, "features: %s\ntargets: %s\n".formatted(own.resolve("f"), own.resolve("t")));
    assertFails(score(own, "--study", study.toString()), "the Delta table file:" + table);
    assertFalse(Files.exists(own.resolve("out" + (runs - 1))));
  }

  /**
   * Features f = (i, i^2 mod 7, i mod 3), targets a = 3 i + i mod 5 and b = i^2 mod 11, i = 0..19;
   * scores by numpy 1.24.2 from the normal equations, which have a condition of 52.
   */
  @Test
  void namesAndColumnsAsDuckDbWritesThem() throws IOException {
    Path own = Files.createTempDirectory(dir, "own");
    String tree = "src/test/resources/trees/duckdb/";
    TestZoo.Outcome outcome =
        score(
            own,
            "--features",
            tree + "features",
            "--targets",
            tree + "targets",
            "--estimators",
            "linear-mse",
            "--lambda",
            "0,1",
            "--folds",
            "0");
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, Double> scores = new TreeMap<>();
    for (String[] row : TestZoo.csv(own.resolve("out" + (runs - 1)))) {
      assertEquals("müller/v2", row[0]);
      assertEquals("größe 100%", row[1]);
      assertEquals("20", row[14]);
      scores.put(row[2] + " " + row[4], Double.parseDouble(row[5]));
    }
    assertEquals(4, scores.size());
    assertEquals(-1.8719492352749747, scores.get("a 0"), 1e-10);
    assertEquals(-10.94885705666728, scores.get("a 1"), 1e-10);
    assertEquals(-7.645577611454604, scores.get("b 0"), 1e-10);
    assertEquals(-7.761266547528746, scores.get("b 1"), 1e-10);
  }

  @Test
  void whatIsOddButNotWrongIsAWarning() throws IOException {
    Path own = write();
    Path set = own.resolve("f/source=s/dataset=d");
    Files.createDirectories(set.resolve("_temporary/0"));
    Files.writeString(set.resolve("part-9.parquet.inprogress"), "not whole");
    Files.createDirectories(own.resolve("f/source=__HIVE_DEFAULT_PARTITION__"));
    Files.createSymbolicLink(own.resolve("f/source=__HIVE_DEFAULT_PARTITION__/dataset=d"), set);
    TestZoo.Outcome outcome = scoreTree(own);
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    String record = Files.readString(own.resolve("out" + (runs - 1)).resolve("run.json"));
    for (String part :
        new String[] {
          "_temporary looks as if",
          "part-9.parquet.inprogress looks as if",
          "source=__HIVE_DEFAULT_PARTITION__ contains rows that had no source"
        }) {
      assertTrue(outcome.err().contains(part), () -> part + " is not in " + outcome.err());
      assertTrue(record.contains(part), record);
    }
  }

  @Test
  void aFolderLinkedIntoTheTreeCountsOnce() throws IOException {
    Path own = write();
    Path tree = Files.createDirectories(own.resolve("versions"));
    Files.move(own.resolve("f"), tree.resolve("v1"));
    Files.createSymbolicLink(tree.resolve("current"), Path.of("v1"));
    Files.createSymbolicLink(own.resolve("f"), tree);
    TestZoo.Outcome outcome = scoreTree(own);
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("are the same file"), outcome.err());
    for (String[] row : TestZoo.csv(own.resolve("out" + (runs - 1)))) {
      assertEquals(row[2].equals("gaps") ? "32" : "40", row[14]);
    }
  }
}
