package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code jobs/score} and then {@code jobs/evaluate} on the zoo that comes with the sources. */
final class EvaluateIT {
  @Test
  void judgesWhatWasScored(@TempDir Path folder) throws IOException {
    Path zoo = JobProcess.home().resolve("src/demo/zoo");
    String scored = folder.resolve("scored").toString();
    String judged = folder.resolve("judged").toString();
    JobProcess.Result score =
        JobProcess.of("score", "--features", zoo + "/features", "--targets", zoo + "/targets")
            .with("--estimators", "linear-mse,label-mse", "--out", scored, "--quiet")
            .run();
    assertEquals(0, score.exitCode(), score::report);

    JobProcess evaluate =
        JobProcess.of("evaluate", "--scores", scored, "--actual", zoo + "/actual.csv")
            .with("--error-column", "test_mse", "--out", judged, "--format", "json");
    JobProcess.Result result = evaluate.run();
    assertEquals(0, result.exitCode(), result::report);
    assertEquals("", result.err(), result::report);
    JsonNode json = new ObjectMapper().readTree(result.out());
    JsonNode first = json.get("evaluation").get(0);
    assertEquals("label-mse 0", first.get("estimator").asText());
    assertEquals("kendall-tau-b", first.get("statistic").asText());
    assertTrue(first.get("targets").asInt() > 1, result::report);
    assertTrue(first.get("lower").asDouble() <= first.get("value").asDouble());
    JsonNode run = new ObjectMapper().readTree(Files.readString(Path.of(judged, "run.json")));
    assertTrue(run.at("/inputs/0/paths/0").asText().endsWith(".parquet"), run::toString);
    assertTrue(Files.isDirectory(Path.of(judged, "evaluation")));

    JobProcess.Result again = evaluate.run();
    assertEquals(2, again.exitCode(), again::report);
    assertTrue(again.err().contains("--overwrite"), again::report);
    assertFalse(again.err().contains("\tat "), again::report);
  }
}
