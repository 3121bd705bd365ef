package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.job.cli.ExitCode;

/** {@code jobs/score --actual}: one command in place of {@code jobs/score} and {@code evaluate}. */
final class ActualSparkTest {
  private static final Path ZOO = Path.of("src", "demo", "zoo");
  private static final Path MEASURED = ZOO.resolve("actual.csv");

  @TempDir Path folder;

  @Test
  void judgesAsEvaluateDoes() throws IOException {
    TestZoo.Outcome outcome =
        score("both", "--actual", MEASURED.toString(), "--error-column", "test_mse");
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    assertTrue(outcome.out().contains("Kendall tau-b within a target"), outcome.out());
    try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream())) {
      EvaluateJob.run(
          new String[] {
            "--scores", folder.resolve("both").toString(),
            "--actual", MEASURED.toString(),
            "--error-column", "test_mse",
            "--out", folder.resolve("judged").toString()
          },
          silent,
          silent);
    }
    for (String name :
        List.of("evaluation.csv", "by-target.csv", "comparisons.csv", "missing.csv")) {
      assertEquals(
          Files.readString(folder.resolve("judged").resolve(name)),
          Files.readString(folder.resolve("both").resolve(name)),
          name);
    }
    String page = Files.readString(folder.resolve("both").resolve("report.html"));
    assertTrue(page.contains("\"measured\":{\"better\":\"smaller\""), "measurements in the page");
  }

  @Test
  void pairsWithoutMeasurementAreScored() throws IOException {
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "source,dataset,target,transfer,error\nnone,none,none,head,1\n");
    TestZoo.Outcome outcome = score("apart", "--actual", other.toString());
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    assertTrue(
        outcome.err().contains("warning: no target has two sources that are both scored and"),
        outcome.err());
    assertTrue(Files.exists(folder.resolve("apart").resolve("scores.csv")));
    assertFalse(Files.exists(folder.resolve("apart").resolve("evaluation.csv")));
  }

  @Test
  void anErrorInTheMeasurementsIsReportedBeforeScoring() throws IOException {
    TestZoo.Outcome outcome = score("wrong", "--actual", MEASURED.toString());
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("--error-column sets another name"), outcome.err());
    assertFalse(outcome.out().contains("Scoring"), outcome.out());
  }

  private TestZoo.Outcome score(String out, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features", ZOO.resolve("features").toString(),
                "--targets", ZOO.resolve("targets").toString(),
                "--out", folder.resolve(out).toString(),
                "--folds", "0"));
    arguments.addAll(List.of(more));
    return TestZoo.score(arguments.toArray(String[]::new));
  }
}
