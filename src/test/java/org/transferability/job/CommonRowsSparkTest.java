package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * Sources that lack rows, different ones: with --common-rows all score as in a tree from which the
 * rows that one of them lacks were deleted.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CommonRowsSparkTest {
  private static final int ROWS = 400;
  private static final IntPredicate IN_A = i -> i % 5 != 0;
  private static final IntPredicate IN_B = i -> i < 350;

  private Path dir;
  private SparkSession spark;
  private TestZoo zoo;
  private int runs;

  @BeforeAll
  void write(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, ROWS);
    writeTree("whole", IN_A, IN_B);
    writeTree("common", IN_A.and(IN_B), IN_A.and(IN_B));
    zoo.writeTargets(dir.resolve("t"), zoo.order(), 2);
    zoo.writeTargets(
        dir.resolve("t-common"),
        zoo.order().stream().filter(i -> IN_A.and(IN_B).test(i)).toList(),
        2);
  }

  private void writeTree(String name, IntPredicate inA, IntPredicate inB) {
    Path features = dir.resolve(name);
    zoo.writeFeatures(features, "a", TestZoo.Encoding.FLOATS, rows(inA), 3);
    zoo.writeFeatures(features, "b", TestZoo.Encoding.DOUBLES, rows(inB), 2);
  }

  private List<Integer> rows(IntPredicate kept) {
    return zoo.order().stream().filter(kept::test).toList();
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private TestZoo.Outcome run(String features, String targets, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                dir.resolve(features).toString(),
                "--out",
                dir.resolve("out" + ++runs).toString(),
                "--report",
                "none",
                "--estimators",
                "cv-r2,linear-mse,logme"));
    if (!targets.isEmpty()) {
      arguments.addAll(List.of("--targets", dir.resolve(targets).toString()));
    }
    arguments.addAll(List.of(more));
    return TestZoo.score(arguments.toArray(String[]::new));
  }

  private String scores() throws IOException {
    return Files.readString(dir.resolve("out" + runs).resolve("scores.csv"));
  }

  @Test
  void scoresAreThoseOfATreeWithTheseRowsOnly() throws IOException {
    TestZoo.Outcome expected = run("common", "t-common");
    assertEquals(ExitCode.OK, expected.exitCode(), expected.err());
    String scores = scores();
    TestZoo.Outcome outcome = run("whole", "t", "--common-rows");
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    assertEquals(scores, scores());
    int common = rows(IN_A.and(IN_B)).size();
    assertTrue(
        outcome.err().contains("scored on the " + common + " of 400 labelled rows"), outcome.err());
    // without the option the sources are scored on rows of their own
    run("whole", "t");
    assertTrue(!scores.equals(scores()));
  }

  @Test
  void aStateOfOtherRowsIsNotUsed() throws IOException {
    Path state = dir.resolve("state");
    run("whole", "t", "--state", state.toString());
    String all = scores();
    run("whole", "t", "--state", state.toString(), "--common-rows");
    String common = scores();
    assertTrue(!all.equals(common));
    TestZoo.Outcome again = run("whole", "t", "--state", state.toString(), "--common-rows");
    assertEquals(common, scores());
    assertTrue(again.out().contains("2 from it\n"), again.out());
  }

  @Test
  void sourcesWithoutACommonRowAreAnError() {
    writeTree("disjoint", i -> i < 200, i -> i >= 200);
    TestZoo.Outcome outcome = run("disjoint", "t", "--common-rows");
    assertEquals(ExitCode.USAGE, outcome.exitCode());
    assertTrue(
        outcome.err().contains("for which all 2 sources have features, found none"), outcome.err());
  }

  @Test
  void labelsMustBeJoinedInMemory() {
    TestZoo.Outcome beside = run("whole", "", "--common-rows");
    assertEquals(ExitCode.USAGE, beside.exitCode());
    assertTrue(beside.err().contains("(--targets)"), beside.err());
    TestZoo.Outcome large = run("whole", "t", "--common-rows", "--broadcast-limit", "100");
    assertEquals(ExitCode.USAGE, large.exitCode());
    assertTrue(large.err().contains("raise --broadcast-limit"), large.err());
  }
}
