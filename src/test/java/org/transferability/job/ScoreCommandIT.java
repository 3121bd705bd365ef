package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command line of {@code jobs/score}, from a folder and through a path as users have them. */
final class ScoreCommandIT {
  @Test
  void helpListsTheOptions() {
    JobProcess.Result result = JobProcess.of("score", "--help").run();
    assertEquals(0, result.exitCode(), result::report);
    assertTrue(result.out().contains("--features"), result::report);
    assertEquals("", result.err(), result::report);
  }

  @Test
  void anUnknownOptionIsTheUsersFault() {
    JobProcess.Result result = JobProcess.of("score", "--featurs", "x").run();
    assertEquals(2, result.exitCode(), result::report);
    assertTrue(result.err().contains("--featurs"), result::report);
    assertFalse(result.err().contains("\tat "), result::report);
  }

  @Test
  void aJarOfAnInterruptedBuildIsNamed(@TempDir Path folder) throws IOException {
    Path part = Files.writeString(folder.resolve("part.jar"), "PK");
    JobProcess.Result result =
        JobProcess.of("score", "--help").env("TRANSFERABILITY_JAR", part.toString()).run();
    assertEquals(2, result.exitCode(), result::report);
    assertTrue(result.err().contains("found a part of one (" + part), result::report);
    assertEquals(1, result.err().lines().count(), result::report);
  }

  @Test
  void worksThroughALinkFromAnotherFolder(@TempDir Path folder) throws IOException {
    Path elsewhere = Files.createDirectory(folder.resolve("with a space"));
    Path link =
        Files.createSymbolicLink(
            elsewhere.resolve("score it"), JobProcess.home().resolve("jobs/score"));
    JobProcess.Result result = JobProcess.through(link, "--help").in(elsewhere).run();
    // JUnit would warn of a link that leads out of its folder.
    Files.delete(link);
    assertEquals(0, result.exitCode(), result::report);
  }
}
