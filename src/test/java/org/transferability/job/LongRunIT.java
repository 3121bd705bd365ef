package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 2,000 feature sets in one application with a heap of 1 GB: what is live after a collection,
 * threads and open files do not grow with the number of sets.
 */
@Tag("stress")
final class LongRunIT {
  private static final int SETS = 2000;
  private static final Pattern COLLECTION = Pattern.compile("Pause Full .* \\d+M->(\\d+)M\\(");

  @Test
  void nothingGrows(@TempDir Path folder) throws IOException, InterruptedException {
    HostileZoo zoo = new HostileZoo(folder).write();
    for (int set = 0; set < SETS; set++) {
      Path directory = Files.createDirectories(zoo.features("s" + set, "d" + set));
      Files.copy(zoo.featureFile(), directory.resolve("part-0.parquet"));
      Path targets = Files.createDirectories(zoo.targets("d" + set));
      Files.copy(zoo.targetFile(), targets.resolve("part-0.parquet"));
    }
    Path log = folder.resolve("gc.log");
    JobProcess job =
        JobProcess.of("score", "--features", folder + "/features", "--targets", folder + "/targets")
            .with("--out", folder + "/out", "--state", folder + "/state", "--quiet", "--")
            .with("--driver-memory", "1g", "--conf")
            .with("spark.driver.defaultJavaOptions=-Xlog:gc:file=" + log)
            .within(Duration.ofMinutes(30));
    List<Integer> threads = new ArrayList<>();
    List<Integer> files = new ArrayList<>();
    try (JobProcess.Running running = job.start()) {
      Path process = Path.of("/proc", "" + running.pid());
      String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      while (Files.exists(process.resolve("fd")) && running.isRunning()) {
        if (Files.exists(folder.resolve("state"))) {
          new ProcessBuilder(jcmd, "" + running.pid(), "GC.run").start().waitFor();
          threads.add(count(process.resolve("task")));
          files.add(count(process.resolve("fd")));
        }
        Thread.sleep(1000);
      }
      JobProcess.Result result = running.await();
      assertEquals(0, result.exitCode(), result::report);
    }
    assertEquals(1 + 3 * (SETS + 1), Files.readAllLines(folder.resolve("out/scores.csv")).size());
    List<Integer> live = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      Matcher collection = COLLECTION.matcher(line);
      if (collection.find()) {
        live.add(Integer.parseInt(collection.group(1)));
      }
    }
    Files.write(
        JobProcess.home().resolve("target/long-run.txt"),
        List.of("live megabytes " + live, "threads " + threads, "open files " + files));
    // rows of scores are kept to the end: 6,000 of them are a few megabytes
    assertFlat("live megabytes", live, 64);
    assertFlat("threads", threads, 20);
    assertFlat("open files", files, 50);
  }

  /** The largest of the second half is at most so much above the largest of the first. */
  private static void assertFlat(String what, List<Integer> samples, int growth) {
    assertTrue(samples.size() >= 6, () -> "too few samples of " + what + ": " + samples);
    int half = samples.size() / 2;
    int before = samples.subList(0, half).stream().max(Integer::compare).orElseThrow();
    int after = samples.subList(half, samples.size()).stream().max(Integer::compare).orElseThrow();
    assertTrue(after <= before + growth, () -> what + " grew: " + samples);
  }

  private static int count(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return (int) entries.count();
    } catch (IOException e) {
      return 0; // it ended just now
    }
  }
}
