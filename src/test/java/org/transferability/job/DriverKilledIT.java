package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver killed with SIGKILL, which nothing can catch: between feature sets, and while the
 * output appears. The output is whole or absent, and the same command then goes on.
 */
@Tag("stress")
final class DriverKilledIT {
  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");

  @TempDir Path folder;
  private int runs;

  /** Large labels, so that each feature set is a Spark job of its own. */
  private JobProcess score(String out, String... more) {
    String zoo = FaultyFileSystem.SCHEME + "://" + ZOO;
    return JobProcess.of("score", "--features", zoo + "/features", "--targets", zoo + "/targets")
        .with("--sources", "src0*", "--broadcast-limit", "0", "--in-flight", "1", "--quiet")
        .with("--out", FaultyFileSystem.SCHEME + "://" + folder.resolve(out))
        .with(more);
  }

  private JobProcess withFaults(JobProcess job, Path control, String... faults) {
    String classes = JobProcess.home().resolve("target/test-classes").toString();
    JobProcess faulty =
        job.with("--", "--driver-class-path", classes)
            .with("--conf", "spark.hadoop.fs.faulty.impl=" + FaultyFileSystem.class.getName())
            .with("--conf", "spark.hadoop.fs.faulty.control=" + control);
    for (String fault : faults) {
      faulty.with("--conf", "spark.hadoop.fs.faulty." + fault);
    }
    return faulty;
  }

  private JobProcess.Result run(JobProcess job) throws IOException {
    return withFaults(job, control()).run();
  }

  private Path control() throws IOException {
    return Files.createDirectory(folder.resolve("control-" + runs++));
  }

  private void killed(JobProcess job, String fault) throws IOException {
    Path control = control();
    try (JobProcess.Running running = withFaults(job, control, fault).start()) {
      assertEquals(running.pid(), new Hold(control).awaitHeld());
      running.kill();
      assertTrue(running.await().exitCode() > 128);
    }
  }

  private List<String> named(Path where, String part) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.map(f -> f.getFileName().toString()).filter(n -> n.contains(part)).toList();
    }
  }

  private int complete(String out) throws IOException {
    Path file = folder.resolve(out).resolve("run.json");
    return new ObjectMapper().readTree(file.toFile()).at("/state/passes_complete").asInt();
  }

  @Test
  void theSameCommandGoesOn() throws IOException {
    JobProcess.Result fresh = run(score("fresh"));
    assertEquals(0, fresh.exitCode(), fresh::report);
    Path state = folder.resolve("state");

    killed(score("out", "--state", state.toString()), "hold-task=source=src07");
    assertFalse(Files.exists(folder.resolve("out")));
    int kept = named(state, ".moments").size();
    assertTrue(kept >= 1, "sets before the eighth are kept");
    assertEquals(List.of("lock"), named(state, "lock"));

    killed(score("out", "--state", state.toString()), "hold-rename=/out");
    assertFalse(Files.exists(folder.resolve("out")));

    JobProcess.Result resumed = run(score("out", "--state", state.toString()));
    assertEquals(0, resumed.exitCode(), resumed::report);
    assertEquals(10, complete("out"), resumed::report);
    assertEquals(scores("fresh"), scores("out"));
    assertEquals(List.of("out"), named(folder, "out"), resumed::report);

    killed(score("out", "--state", state.toString(), "--overwrite"), "hold-rename=/out");
    JobProcess.Result refused = run(score("out", "--state", state.toString()));
    assertEquals(2, refused.exitCode(), refused::report);
    assertEquals(scores("fresh"), scores("out")); // put back
    assertEquals(List.of("out"), named(folder, "out"), refused::report);
  }

  /** Killed in the first round: what it had read is not read again, and the result is the same. */
  @Test
  void aRaceGoesOn() throws IOException {
    String[] race = {"--race", "0.6,0.8"};
    JobProcess.Result fresh = run(score("fresh", race));
    assertEquals(0, fresh.exitCode(), fresh::report);
    long whole = rowsOfFirstRound("fresh");
    String[] kept = {"--race", "0.6,0.8", "--state", folder.resolve("state").toString()};

    killed(score("out", kept), "hold-task=source=src07");
    assertFalse(Files.exists(folder.resolve("out")));
    assertTrue(named(folder.resolve("state"), ".moments").size() >= 1);

    JobProcess.Result resumed = run(score("out", kept));
    assertEquals(0, resumed.exitCode(), resumed::report);
    assertEquals(scores("fresh"), scores("out"));
    long again = rowsOfFirstRound("out");
    assertTrue(again > 0 && again < whole, again + " of " + whole + " rows");
  }

  private long rowsOfFirstRound(String out) throws IOException {
    Path file = folder.resolve(out).resolve("run.json");
    return new ObjectMapper().readTree(file.toFile()).at("/race/rounds/0/rows_read").asLong();
  }

  private String scores(String out) throws IOException {
    return Files.readString(folder.resolve(out).resolve("scores.csv"));
  }
}
