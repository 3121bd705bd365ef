package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code jobs/score} with the packaged jar on the sample zoo, in each way that it can be started.
 */
final class ScoreIT {
  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");

  private static JobProcess job(Path out) {
    return JobProcess.of(
        "score",
        "--features",
        ZOO.resolve("features").toString(),
        "--targets",
        ZOO.resolve("targets").toString(),
        "--out",
        out.toString());
  }

  private static byte[] scores(Path out) throws IOException {
    return Files.readAllBytes(out.resolve("scores.csv"));
  }

  @Test
  void scoresAreTheSameBytesHoweverItIsStarted(@TempDir Path folder) throws IOException {
    Path embedded = folder.resolve("embedded");
    JobProcess.Result first = job(embedded).run();
    assertEquals(0, first.exitCode(), first::report);
    assertTrue(first.out().contains("src05"), first::report);
    assertTrue(Files.isRegularFile(embedded.resolve("run.json")), first::report);
    // cv-r2, logme, linear-mse and label-mse at 0 and 1
    assertEquals(1 + 14 * 8 * 6, Files.readAllLines(embedded.resolve("scores.csv")).size());

    Path oneCore = folder.resolve("one core");
    JobProcess.Result second = job(oneCore).with("--quiet", "--", "--master", "local[1]").run();
    assertEquals(0, second.exitCode(), second::report);
    assertEquals("", second.out(), second::report);
    assertArrayEquals(scores(embedded), scores(oneCore));

    Path submitted = folder.resolve("submitted");
    String sparkHome = JobProcess.home().resolve("target/spark").toString();
    JobProcess.Result third =
        job(submitted)
            .env("SPARK_HOME", sparkHome)
            .with("--quiet", "--", "--master", "local[2]")
            .run();
    assertEquals(0, third.exitCode(), third::report);
    assertArrayEquals(scores(embedded), scores(submitted));
  }

  @Test
  void aPathThatIsMissingIsOneLineAndExitCodeTwo(@TempDir Path folder) throws IOException {
    Path out = folder.resolve("out");
    JobProcess.Result result =
        JobProcess.of("score", "--features", "/no/such/zoo", "--out", out.toString()).run();
    assertEquals(2, result.exitCode(), result::report);
    List<String> lines = result.err().lines().toList();
    assertEquals(1, lines.size(), result::report);
    assertTrue(lines.get(0).contains("/no/such/zoo"), result::report);
    try (var left = Files.list(folder)) {
      assertEquals(0, left.count(), result::report);
    }
  }

  @Test
  void anOlderSparkIsOneLineAndExitCodeTwo(@TempDir Path folder) throws IOException {
    Path jars = Files.createDirectories(folder.resolve("jars"));
    Files.createFile(jars.resolve("spark-core_2.12-3.5.1-amzn-0.jar"));
    Path submit = Files.createDirectories(folder.resolve("bin")).resolve("spark-submit");
    Files.writeString(submit, "#!/bin/sh\nexit 1\n");
    assertTrue(submit.toFile().setExecutable(true));
    JobProcess.Result result =
        JobProcess.of("score", "--features", "f", "--targets", "t", "--out", "o")
            .env("SPARK_HOME", folder.toString())
            .run();
    assertEquals(2, result.exitCode(), result::report);
    assertEquals(
        "Cannot run org.transferability.job.ScoreJob: expected Spark 4.1 or later, found 3.5.1-amzn-0 (SPARK_HOME=%s)"
            .formatted(folder),
        result.err().strip());
  }
}
