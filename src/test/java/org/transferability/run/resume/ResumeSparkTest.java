package org.transferability.run.resume;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.job.TestZoo;
import org.transferability.job.cli.ExitCode;
import org.transferability.report.RunOwner;

/** Runs with {@code --state}: what is read again and what not, and that the scores are the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ResumeSparkTest {
  private static final int ROWS = 200;

  @TempDir Path dir;
  private SparkSession spark;
  private TestZoo zoo;
  private Path own;
  private int runs;

  @BeforeAll
  void start() {
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, ROWS);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  @BeforeEach
  void writeZoo() throws IOException {
    own = Files.createTempDirectory(dir, "own");
    for (String source : List.of("a", "b")) {
      zoo.writeFeatures(features(), source, TestZoo.Encoding.FLOATS, zoo.order(), 3);
    }
    zoo.writeTargets(targets(), zoo.order(), 1);
  }

  private Path features() {
    return own.resolve("f");
  }

  private Path targets() {
    return own.resolve("t");
  }

  private Path state() {
    return own.resolve("state");
  }

  /** One run of jobs/score and where it wrote. */
  private record Run(TestZoo.Outcome outcome, Path out) {
    String scores() throws IOException {
      assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
      return Files.readString(out.resolve("scores.csv"));
    }

    /** Passes of which so much was found. */
    int passes(String found) throws IOException {
      scores();
      JsonNode json = new ObjectMapper().readTree(out.resolve("run.json").toFile());
      return json.at("/state/passes_" + found).asInt(0);
    }
  }

  private Run run(boolean withState, String... more) {
    Path out = own.resolve("out" + runs++);
    List<String> arguments = new ArrayList<>(List.of("--features", features().toString()));
    arguments.addAll(List.of("--targets", targets().toString(), "--out", out.toString()));
    if (withState) {
      arguments.addAll(List.of("--state", state().toString()));
    }
    arguments.addAll(List.of(more));
    return new Run(TestZoo.score(arguments.toArray(String[]::new)), out);
  }

  private List<Path> files(Path folder, String end) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(end)).sorted().toList();
    }
  }

  /** Scores of two runs are as near as another order of merging allows. */
  private static void assertNear(String expected, String actual) {
    List<String> left = expected.lines().toList();
    List<String> right = actual.lines().toList();
    assertEquals(left.size(), right.size());
    int score = List.of(left.get(0).split(",")).indexOf("score");
    for (int row = 1; row < left.size(); row++) {
      double one = Double.parseDouble(left.get(row).split(",", -1)[score]);
      double other = Double.parseDouble(right.get(row).split(",", -1)[score]);
      assertEquals(one, other, 1e-12 * Math.abs(one), left.get(row));
    }
  }

  @Test
  void theSameRunReadsNothingAndGivesTheSameBytes() throws IOException {
    String without = run(false).scores();
    Run first = run(true);
    assertEquals(without, first.scores());
    assertEquals(2, first.passes("none"));
    assertEquals(2, files(state(), ".moments").size());
    Run second = run(true);
    assertEquals(without, second.scores());
    assertEquals(2, second.passes("complete"));
    assertTrue(second.outcome().out().contains("state: 2 from it\n"), second.outcome().out());
    assertFalse(second.outcome().err().contains("warning"), second.outcome().err());
  }

  @Test
  void whatIsReadNeedNotBeThereAnyMore() throws IOException {
    run(true).scores();
    // same length, same time, other bytes: only who reads rows can tell
    for (Path file : files(features(), ".parquet")) {
      byte[] bytes = Files.readAllBytes(file);
      FileTime modified = Files.getLastModifiedTime(file);
      bytes[20] ^= 0x55;
      Files.write(file, bytes);
      Files.setLastModifiedTime(file, modified);
    }
    String[] others = {"--lambda", "0,1e-3", "--estimators", "linear-mse,logme,gcv"};
    assertEquals(2, run(true, others).passes("complete"));
    assertEquals(2, run(true, "--folds", "0").passes("complete"));
    assertEquals(ExitCode.USAGE, run(false, others).outcome().exitCode());
  }

  @Test
  void otherPenaltiesEstimatorsAndNoFoldsGiveTheScoresOfAFreshRun() throws IOException {
    run(true, "--estimators", "linear-mse,label-mse").scores();
    String[] others = {"--lambda", "0.5", "--estimators", "logme,gcv"};
    Run resumed = run(true, others);
    assertEquals(2, resumed.passes("complete"));
    assertEquals(run(false, others).scores(), resumed.scores());
    Run unfolded = run(true, "--folds", "0", "--estimators", "label-mse");
    assertEquals(2, unfolded.passes("complete"));
    assertNear(run(false, "--folds", "0", "--estimators", "label-mse").scores(), unfolded.scores());
  }

  @Test
  void ofAGrownSetOnlyNewFilesAreRead() throws IOException {
    Path late = files(features(), ".parquet").get(1);
    Path aside = own.resolve("aside");
    Files.move(late, aside);
    run(true).scores();
    Files.move(aside, late);
    Run grown = run(true);
    assertEquals(1, grown.passes("grown"));
    assertEquals(1, grown.passes("complete"));
    String printed = grown.outcome().out();
    assertTrue(printed.contains("state: 1 from it, 1 from it and new files\n"), printed);
    assertNear(run(false).scores(), grown.scores());
    assertEquals(2, run(true).passes("complete"));
    assertEquals(2, files(state(), ".moments").size());
    assertEquals(grown.scores(), run(true).scores());
  }

  @Test
  void anIdInANewFileAndInAnEarlierOneIsFound() throws IOException {
    run(true).scores();
    Path file = files(features(), ".parquet").get(0);
    Files.copy(file, file.resolveSibling("copy.parquet"));
    Run again = run(true);
    assertEquals(ExitCode.USAGE, again.outcome().exitCode());
    assertTrue(again.outcome().err().contains("twice"), again.outcome().err());
    assertTrue(again.outcome().err().contains("copy.parquet"), again.outcome().err());
  }

  @Test
  void removedAndChangedFilesAreReported() throws IOException {
    run(true).scores();
    Path removed = files(features().resolve("source=a"), ".parquet").get(2);
    Path changed = files(features().resolve("source=b"), ".parquet").get(0);
    Files.delete(removed);
    Files.setLastModifiedTime(changed, FileTime.fromMillis(1_000_000_000_000L));
    Run again = run(true);
    assertEquals(2, again.passes("stale"));
    assertEquals(run(false).scores(), again.scores());
    String err = again.outcome().err();
    assertTrue(err.contains("Reading source 'a', dataset 'd' again: source=a/dataset=d/"), err);
    assertTrue(err.contains(removed.getFileName() + " was removed"), err);
    assertTrue(err.contains(changed.getFileName() + " was modified at another time"), err);
    assertEquals(2, run(true).passes("complete"));
  }

  @Test
  void changedLabelsAreReported() throws IOException {
    run(true).scores();
    zoo.writeTargets(targets(), zoo.order(), 2);
    Run again = run(true);
    assertEquals(2, again.passes("stale"));
    assertEquals(run(false).scores(), again.scores());
    String err = again.outcome().err();
    assertTrue(err.contains("Reading 2 sets (the first: source 'a', dataset 'd') again: "), err);
    assertEquals(1, err.lines().filter(line -> line.contains("again: ")).count(), err);
  }

  @Test
  void aDamagedStateFileIsRefusedByName() throws IOException {
    run(true).scores();
    Path file = files(state(), ".moments").get(0);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Run again = run(true);
    assertEquals(ExitCode.USAGE, again.outcome().exitCode());
    assertTrue(again.outcome().err().contains(file.getFileName().toString()));
    assertTrue(again.outcome().err().contains("Cannot resume from"), again.outcome().err());
    Run skipping = run(true, "--on-error", "skip");
    assertEquals(ExitCode.PARTIAL, skipping.outcome().exitCode(), skipping.outcome().err());
    Files.delete(file);
    assertEquals(1, run(true).passes("complete"));
  }

  @Test
  void aFolderOfOtherFilesIsNoState() throws IOException {
    Files.createDirectories(state());
    Files.writeString(state().resolve("thesis.tex"), "mine");
    Run run = run(true);
    assertEquals(ExitCode.USAGE, run.outcome().exitCode());
    assertTrue(run.outcome().err().contains("thesis.tex"), run.outcome().err());
    assertEquals(List.of("thesis.tex"), names(state()));
  }

  @Test
  void oneRunAtATime() throws IOException {
    Files.createDirectories(state());
    lock(RunOwner.current());
    Run second = run(true);
    assertEquals(ExitCode.USAGE, second.outcome().exitCode());
    String err = second.outcome().err();
    assertTrue(err.contains("process " + ProcessHandle.current().pid()), err);
    assertTrue(err.contains("lock"), err);
    assertFalse(Files.exists(second.out()));
    RunOwner self = RunOwner.current();
    lock(new RunOwner("elsewhere", self.space(), 1, ""));
    assertTrue(run(true).outcome().err().contains("process 1 on elsewhere"));
    lock(new RunOwner(self.host(), "another boot pid:[1]", 999_999_999L, ""));
    assertEquals(ExitCode.USAGE, run(true).outcome().exitCode()); // it may live in a container
    lock(new RunOwner(self.host(), self.space(), 999_999_999L, ""));
    run(true).scores(); // that one is dead
    assertFalse(names(state()).contains("lock"));
  }

  @Test
  void whatADeadRunWroteInPartIsRemoved() throws IOException {
    run(true).scores();
    Path unfinished = Files.writeString(state().resolve(".unfinished-1"), "TSPSTATE");
    assertEquals(2, run(true).passes("complete"));
    assertFalse(Files.exists(unfinished));
  }

  private void lock(RunOwner owner) throws IOException {
    try (OutputStream out = Files.newOutputStream(state().resolve("lock"))) {
      owner.write(out);
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
