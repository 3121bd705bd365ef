package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.study.InputException;

class OptionsCheckTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private int check(String... arguments) throws Exception {
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return OptionsCheck.check(out, arguments);
  }

  @ParameterizedTest
  @CsvSource({
    "ScoreJob, Usage: jobs/score, ''",
    "EvaluateJob, Usage: jobs/evaluate, ''",
    "ImportJob, Usage: jobs/import, ''",
    "ValidateJob, Usage: jobs/validate, ''",
    "InspectJob, Usage: jobs/inspect, ''",
    "CompletionJob, Usage: jobs/completion, ''",
    "StudyJob, Usage: jobs/study, zoo target",
    "DemoJob, Usage: jobs/demo, zoo target"
  })
  void printsTheHelpOfEveryJob(String job, String usage, String before) throws Exception {
    String[] arguments = ("org.transferability.job." + job + " " + before + " --help").split(" +");
    assertEquals(0, check(arguments));
    String text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains(usage), text);
  }

  @ParameterizedTest
  @CsvSource({
    "ScoreJob, --features x --targets y --outt z",
    "ScoreJob, --features x",
    "EvaluateJob, --score x",
    "EvaluateJob, --resamples 0",
    "ImportJob, --from",
    "ImportJob, --threads 2",
    "ValidateJob, --depth 3",
    "InspectJob, --top x path",
    "StudyJob, zoo target --what"
  })
  void reportsWrongOptions(String job, String options) {
    String[] arguments = ("org.transferability.job." + job + " " + options).split(" +");
    assertThrows(InputException.class, () -> check(arguments));
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "ScoreJob, --features x --targets y --out z",
    "EvaluateJob, --scores x --actual y --error-column e --out z",
    "ImportJob, --from x --features {source}.npy --out z",
    "ValidateJob, --features x",
    "InspectJob, x",
    "StudyJob, zoo target",
    "DemoJob, zoo target --lambda 0",
    "BenchJob, --anything"
  })
  void letsJobsWithRightOptionsRun(String job, String options) throws Exception {
    String[] arguments = ("org.transferability.job." + job + " " + options).split(" +");
    assertEquals(OptionsCheck.GO_ON, check(arguments));
    assertEquals("", printed.toString(StandardCharsets.UTF_8));
  }

  @Test
  void looksAtPathsOfThisMachine(@TempDir Path folder) throws Exception {
    Files.createDirectories(folder.resolve("zoo/features"));
    Files.createDirectories(folder.resolve("out"));
    String[] wrong = {"ScoreJob", "--features", folder + "/zoo/featurs", "--out", folder + "/new"};
    String[] taken = {"ScoreJob", "--features", folder + "/zoo/features", "--out", folder + "/out"};
    String[] remote = {"ScoreJob", "--features", "s3a://x/y", "--out", folder + "/new"};
    assertEquals(OptionsCheck.GO_ON, check(wrong)); // which may be of another file system
    System.setProperty(OptionsCheck.LOCAL, "true");
    try {
      InputException error = assertThrows(InputException.class, () -> check(wrong));
      String expected =
          "Cannot list %s/zoo/featurs: expected a folder or file, found nothing (did you mean %s/zoo/features?)";
      assertEquals(expected.formatted(folder, folder), error.getMessage());
      InputException existing = assertThrows(InputException.class, () -> check(taken));
      assertTrue(existing.getMessage().contains("--overwrite replaces it"));
      assertEquals(OptionsCheck.GO_ON, check(remote));
    } finally {
      System.clearProperty(OptionsCheck.LOCAL);
    }
  }

  @Test
  void readsAStudyOnlyIfItCanBeReadAgain(@TempDir Path folder) throws Exception {
    Path study = Files.writeString(folder.resolve("study.yaml"), "featuress: x\n");
    assertThrows(
        InputException.class, () -> check("ScoreJob", "--study", study.toString(), "--out", "z"));
    for (String once : new String[] {"hdfs://host/study.yaml", "s3a://bucket/study.yaml"}) {
      assertEquals(OptionsCheck.GO_ON, check("ScoreJob", "--study=" + once, "--out", "z"));
    }
    // a pipe or a device; a folder takes its place here
    assertEquals(OptionsCheck.GO_ON, check("ScoreJob", "--study", folder.toString(), "--out", "z"));
  }
}
