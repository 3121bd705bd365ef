package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.job.cli.ExitCode;

/** Disks that fail: the same bytes, or an error and no output; and then the same run succeeds. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FaultsSparkTest {
  private Path dir;
  private SparkSession spark;
  private Configuration settings;
  private Path own;
  private String expected;

  @BeforeAll
  void start(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark =
        SparkSession.builder()
            .master("local[2,4]") // four tries for a task
            .appName("test")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.hadoop.fs.faulty.impl", FaultyFileSystem.class.getName())
            .config("spark.hadoop.fs.faulty.impl.disable.cache", "true")
            .getOrCreate();
    spark.sparkContext().setLogLevel("OFF"); // errors are what is asked for
    settings = spark.sparkContext().hadoopConfiguration();
    TestZoo zoo = new TestZoo(spark, 100);
    for (String source : List.of("a", "b", "c")) {
      zoo.writeFeatures(dir.resolve("f"), source, TestZoo.Encoding.DOUBLES, zoo.order(), 2);
    }
    zoo.writeTargets(dir.resolve("t"), zoo.order(), 1);
    own = Files.createDirectory(dir.resolve("right"));
    assertEquals(ExitCode.OK, score().exitCode());
    expected = scores();
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  @BeforeEach
  void makeFolder() throws IOException {
    own = Files.createTempDirectory(dir, "own");
    settings.set("fs.faulty.control", Files.createTempDirectory(dir, "control").toString());
    settings.unset("fs.faulty.failures");
    settings.unset("fs.faulty.space");
  }

  private TestZoo.Outcome score(String... more) {
    String root = FaultyFileSystem.SCHEME + "://" + dir;
    Stream<String> arguments =
        Stream.of(
            "--features",
            root + "/f",
            "--targets",
            root + "/t",
            "--quiet",
            "--out",
            FaultyFileSystem.SCHEME + "://" + own.resolve("out"));
    return TestZoo.score(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  private String scores() throws IOException {
    return Files.readString(own.resolve("out/scores.csv"));
  }

  /** Exit code 1, the reason in the first line, no output, nothing beside it. */
  private void assertFailsWithoutATrace(TestZoo.Outcome outcome, String reason) throws IOException {
    assertEquals(ExitCode.INTERNAL, outcome.exitCode(), outcome.err());
    String first = outcome.err().lines().filter(l -> l.startsWith("error")).findFirst().orElse("");
    assertTrue(first.contains(reason), outcome.err());
    try (Stream<Path> left = Files.list(own)) {
      assertEquals(List.of(), left.filter(file -> !file.endsWith("state")).toList(), outcome.err());
    }
  }

  @Test
  void aTaskThatFailsTwiceIsTriedAgain() throws IOException {
    settings.setInt("fs.faulty.failures", 2);
    TestZoo.Outcome outcome = score();
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    assertEquals(expected, scores());
    assertTrue(Files.exists(Path.of(settings.get("fs.faulty.control"), "failure-1")));
  }

  @Test
  void aTaskThatFailsEachTimeEndsTheRun() throws IOException {
    settings.setInt("fs.faulty.failures", 100);
    assertFailsWithoutATrace(score(), "injected failure");
    settings.unset("fs.faulty.failures");
    assertEquals(ExitCode.OK, score().exitCode());
    assertEquals(expected, scores());
  }

  @Test
  void aFullDiskEndsTheRun() throws IOException {
    for (int space : new int[] {1_000, 4_000, 6_000}) {
      FaultyFileSystem.forgetWhatWasWritten();
      settings.setInt("fs.faulty.space", space);
      assertFailsWithoutATrace(score(), "No space left on device");
    }
    settings.unset("fs.faulty.space");
    assertEquals(ExitCode.OK, score().exitCode());
    assertEquals(expected, scores());
  }

  @Test
  void aStateThatCannotBeWrittenIsAWarning() throws IOException {
    FaultyFileSystem.forgetWhatWasWritten();
    String state = FaultyFileSystem.SCHEME + "://" + own.resolve("state");
    settings.setInt("fs.faulty.space", 500); // enough for the lock
    TestZoo.Outcome outcome =
        TestZoo.score(
            "--features",
            dir.resolve("f").toString(),
            "--targets",
            dir.resolve("t").toString(),
            "--out",
            own.resolve("out").toString(),
            "--state",
            state);
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    assertEquals(expected, scores());
    assertTrue(outcome.err().contains("Cannot store the state of "), outcome.err());
    try (Stream<Path> left = Files.list(own.resolve("state"))) {
      assertEquals(List.of(), left.toList());
    }
  }
}
