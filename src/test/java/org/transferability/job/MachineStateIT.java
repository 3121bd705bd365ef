package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.job.cli.ExitCode;

/**
 * Jobs on machines that are set up in unusual ways. Namespaces of one's own need root and
 * util-linux; without them these tests are skipped.
 */
final class MachineStateIT {
  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");
  private static final Path UNSHARE = Path.of("/usr/bin/unshare");
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  @TempDir private Path folder;

  private static String validate() {
    return "exec '%s/jobs/validate' --features '%s/features' --targets '%s/targets'"
        .formatted(JobProcess.home(), ZOO, ZOO);
  }

  private static List<String> score(Path out) {
    return List.of(
        "--features",
        ZOO.resolve("features").toString(),
        "--targets",
        ZOO.resolve("targets").toString(),
        "--sources",
        "src02",
        "--report",
        "none",
        "--quiet",
        "--out",
        out.toString());
  }

  private static JobProcess.Result unshared(String kind, String script)
      throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(UNSHARE)
            && new ProcessBuilder(UNSHARE.toString(), kind, "true").start().waitFor() == 0,
        "unshare " + kind + " is not permitted");
    return JobProcess.through(UNSHARE, kind, "bash", "-c", script).run();
  }

  @Test
  void aHostNameWithoutAnAddressIsNotNeeded() throws IOException, InterruptedException {
    JobProcess.Result result = unshared("-u", "hostname no-such-host-xyz; " + validate());
    assertEquals(ExitCode.OK, result.exitCode(), result.report());
  }

  @Test
  void aTemporaryFolderMountedNoexecIsLeftForAnother() throws IOException, InterruptedException {
    String other = Files.createDirectory(folder.resolve("tmp")).toString();
    JobProcess.Result result =
        unshared(
            "-m",
            "mkdir '%1$s/no'; mount -t tmpfs -o noexec none '%1$s/no' && export TMPDIR='%2$s' SPARK_SUBMIT_OPTS=-Djava.io.tmpdir='%1$s/no'; %3$s"
                .formatted(folder, other, validate()));
    assertEquals(ExitCode.OK, result.exitCode(), result.report());
    assertTrue(result.err().contains("so " + other + " is used"), result.report());
  }

  @Test
  void aUserWithoutANameScores() throws IOException, InterruptedException {
    List<String> command = List.of("--reuid", "12345", "--regid", "12345", "--clear-groups", "--");
    Path home = Files.createDirectory(folder.resolve("home"));
    assumeTrue(Files.isExecutable(SETPRIV), "no setpriv");
    new ProcessBuilder("chmod", "777", folder.toString(), home.toString()).start().waitFor();
    List<String> canRead = new ArrayList<>(List.of(SETPRIV.toString()));
    canRead.addAll(command);
    canRead.addAll(List.of("test", "-r", ZOO.toString(), "-a", "-w", home.toString()));
    assumeTrue(
        new ProcessBuilder(canRead).start().waitFor() == 0,
        "another user cannot read the project or write to the test's folder");
    List<String> arguments = new ArrayList<>(command);
    arguments.add(JobProcess.home().resolve("jobs/score").toString());
    arguments.addAll(score(home.resolve("out")));
    JobProcess.Result result =
        JobProcess.through(SETPRIV, arguments.toArray(String[]::new))
            .env("HOME", home.toString())
            .run();
    assertEquals(ExitCode.OK, result.exitCode(), result.report());
    assertTrue(Files.exists(home.resolve("out/scores.csv")), result.report());
  }

  @Test
  void kryoInTheUsersSettingsIsReplaced() {
    JobProcess.Result result =
        JobProcess.of("score", score(folder.resolve("out")).toArray(String[]::new))
            .with("--", "--conf", "spark.serializer=org.apache.spark.serializer.KryoSerializer")
            .run();
    assertEquals(ExitCode.OK, result.exitCode(), result.report());
    assertTrue(result.err().contains("is replaced by"), result.report());
  }

  @Test
  void aFolderForBlocksThatCannotBeMadeIsOneLineWithTheSetting() {
    JobProcess.Result result =
        JobProcess.of("score", score(folder.resolve("out")).toArray(String[]::new))
            .with("--", "--conf", "spark.local.dir=/proc/nowhere")
            .run();
    assertEquals(ExitCode.USAGE, result.exitCode(), result.report());
    assertEquals(1, result.err().lines().count(), result.report());
    assertTrue(result.err().contains("spark.local.dir=DIR"), result.report());
  }
}
