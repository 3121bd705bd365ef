package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged jar on a standalone cluster of processes: the same bytes as in local mode, also when
 * executors and workers are killed on the way.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ClusterIT {
  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");

  private LocalCluster cluster;
  private Path folder;
  private String expected;

  @BeforeAll
  void startBoth(@TempDir Path temporary) throws IOException, InterruptedException {
    folder = temporary;
    cluster = LocalCluster.start(JobProcess.home(), 2, 1);
    JobProcess.Result local = score("local", ZOO.toString()).run();
    assertEquals(0, local.exitCode(), local::report);
    expected = scores("local");
  }

  @AfterAll
  void stop() {
    cluster.close();
  }

  private JobProcess score(String out, String zoo, String... spark) {
    return JobProcess.of("score", "--features", zoo + "/features", "--targets", zoo + "/targets")
        .with("--estimators", zoo.endsWith("zoo") ? "linear-mse,label-mse,logme" : "linear-mse")
        .with("--out")
        .with(folder.resolve(out).toString(), "--quiet", "--")
        .with(spark);
  }

  private String scores(String out) throws IOException {
    return Files.readString(folder.resolve(out).resolve("scores.csv"));
  }

  private JobProcess onCluster(String out, String zoo, String... spark) {
    return score(out, zoo, "--master", cluster.master(), "--executor-memory", "1g").with(spark);
  }

  /** A run on the cluster whose first task waits to be killed. */
  private JobProcess held(String out, Path control, String... spark) {
    String classes = JobProcess.home().resolve("target/test-classes").toString();
    return onCluster(out, FaultyFileSystem.SCHEME + "://" + ZOO)
        .with("--driver-class-path", classes, "--conf", "spark.executor.extraClassPath=" + classes)
        .with("--conf", "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName())
        .with("--conf", "spark.hadoop.fs.faulty.control=" + control)
        .with("--conf", "spark.hadoop.fs.faulty.hold-task=source=")
        .with(spark);
  }

  @Test
  void scoresAreTheSameBytesAsInLocalMode() throws IOException {
    JobProcess.Result result = onCluster("cluster", ZOO.toString()).run();
    assertEquals(0, result.exitCode(), result::report);
    assertEquals(expected, scores("cluster"));
  }

  @Test
  @Tag("stress")
  void aRaceDropsTheSameSourcesAsInLocalMode() throws IOException {
    JobProcess.Result local = race("race-local").run();
    assertEquals(0, local.exitCode(), local::report);
    JobProcess.Result result =
        race("race").with("--", "--master", cluster.master(), "--executor-memory", "1g").run();
    assertEquals(0, result.exitCode(), result::report);
    assertEquals(scores("race-local"), scores("race"));
  }

  private JobProcess race(String out) {
    return JobProcess.of("score", "--features", ZOO + "/features", "--targets", ZOO + "/targets")
        .with("--race", "0.6,0.8", "--quiet", "--out", folder.resolve(out).toString());
  }

  /** About ten chunks within the two row groups of one file. */
  @Test
  void executorsMergeToTheSameBytesAsTheDriver(@TempDir Path small) throws IOException {
    new HostileZoo(small).write();
    String[] chunks = {"--chunk-size", "300", "--tile-limit"};
    JobProcess.Result driver = scoreSmall(small, "by-driver").with(chunks).with("768m").run();
    assertEquals(0, driver.exitCode(), driver::report);
    JobProcess.Result executors =
        scoreSmall(small, "by-executors")
            .with(chunks)
            .with("0", "--", "--master", cluster.master(), "--executor-memory", "1g")
            .run();
    assertEquals(0, executors.exitCode(), executors::report);
    assertEquals(scores("by-driver"), scores("by-executors"));
  }

  private JobProcess scoreSmall(Path zoo, String out) {
    return JobProcess.of("score", "--features", zoo + "/features", "--targets", zoo + "/targets")
        .with("--estimators", "linear-mse,cv-r2", "--quiet")
        .with("--out", folder.resolve(out).toString());
  }

  @Test
  void anExecutorKilledWhileItReadsChangesNothing(@TempDir Path control) throws IOException {
    try (JobProcess.Running running = held("killed", control).start()) {
      long executor = new Hold(control).awaitHeld();
      assertTrue(executor != running.pid());
      assertTrue(ProcessHandle.of(executor).orElseThrow().destroyForcibly());
      JobProcess.Result result = running.await();
      assertEquals(0, result.exitCode(), result::report);
      assertEquals(expected, scores("killed"));
    }
  }

  @Test
  @Tag("stress")
  void aWorkerKilledChangesNothing(@TempDir Path control) throws IOException {
    try (JobProcess.Running running = held("without-worker", control).start()) {
      cluster.killWorkerOf(new Hold(control).awaitHeld());
      cluster.addWorker(1);
      JobProcess.Result result = running.await();
      assertEquals(0, result.exitCode(), result::report);
      assertEquals(expected, scores("without-worker"));
    }
  }

  @Test
  @Tag("stress")
  void aSlowTaskDoneTwiceCountsOnce(@TempDir Path control) throws IOException {
    JobProcess speculating =
        held("speculation", control, "--conf", "spark.speculation=true")
            .with("--conf", "spark.speculation.quantile=0.1")
            .with("--conf", "spark.speculation.multiplier=1.1");
    try (JobProcess.Running running = speculating.start()) {
      new Hold(control).awaitHeld(); // and is never released: only its copy can end the run
      JobProcess.Result result = running.await();
      assertEquals(0, result.exitCode(), result::report);
      assertEquals(expected, scores("speculation"));
    }
  }

  @Test
  @Tag("stress")
  void anExecutorTooSmallForTheSetIsAnErrorWithoutOutput(@TempDir Path wide) throws IOException {
    HostileZoo zoo = new HostileZoo(wide);
    int width = 6000; // 5 folds of 144 MB
    HostileZoo.write(
        zoo.featureFile(),
        HostileZoo.ID + HostileZoo.LIST,
        (row, i) -> {
          Group list = row.append("id", (long) i).addGroup("features");
          for (int j = 0; j < width; j++) {
            list.addGroup("list").append("element", (double) (i * j % 17));
          }
        });
    HostileZoo.writeTargets(zoo.targetFile(), "y");
    JobProcess.Result result =
        score("too-small", wide.toString(), "--master", cluster.master())
            .with("--executor-memory", "512m", "--driver-memory", "4g")
            .run();
    assertEquals(1, result.exitCode(), result::report);
    String error = result.err().lines().filter(l -> l.startsWith("error")).findFirst().orElse("");
    assertTrue(error.contains("nothing was written"), result::report);
    assertFalse(Files.exists(folder.resolve("too-small")));
  }

  @Test
  void aTerminatedRunLeavesNothing(@TempDir Path control) throws IOException {
    try (JobProcess.Running running = held("terminated", control).start()) {
      new Hold(control).awaitHeld();
      running.terminate();
      JobProcess.Result result = running.await();
      assertEquals(130, result.exitCode(), result::report);
      List<String> said = result.err().lines().filter(line -> line.startsWith("error")).toList();
      assertEquals(List.of("error: interrupted, nothing was written"), said, result::report);
      try (var left = Files.list(folder)) {
        assertEquals(
            List.of(), left.filter(file -> file.toString().contains("terminated")).toList());
      }
    }
  }
}
