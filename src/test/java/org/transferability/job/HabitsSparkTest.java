package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;
import org.transferability.job.cli.Exits;
import org.transferability.study.InputException;
import picocli.CommandLine;

/** What a person, or a script, sees besides the scores: plans, JSON, a finished run, help. */
final class HabitsSparkTest {
  private static final String ZOO = "src/demo/zoo";

  @BeforeAll
  static void start() {
    TestSpark.local(2);
  }

  @Test
  void aDryRunEstimatesTheCostAndWritesNothing(@TempDir Path folder) throws IOException {
    String out = folder.resolve("out").toString();
    TestZoo.Outcome plan =
        TestZoo.score(
            "--features",
            ZOO + "/features",
            "--targets",
            ZOO + "/targets",
            "--out",
            out,
            "--dry-run",
            "--format",
            "json");
    assertEquals(0, plan.exitCode(), plan.err());
    JsonNode json = new ObjectMapper().readTree(plan.out());
    assertEquals(14, json.get("sets").asInt());
    assertEquals(21000, json.get("rows").asLong());
    assertEquals(14 * 8, json.get("pairs").asLong());
    assertEquals(14, json.get("outputs").asInt()); // 5 targets of 1, 2 of 2, 1 of 5
    assertEquals(128, json.get("widest").asInt());
    // n d (d + 2 Q), summed over the widths that the sample zoo has
    double flops = 0;
    for (int width : widths()) {
      flops += 1500.0 * width * (width + 2 * 14);
    }
    assertEquals(flops, json.get("flops").asDouble(), 1);
    assertTrue(json.get("flops_per_second").asDouble() > 1e7);
    assertTrue(json.get("seconds").asDouble() > 0);
    TestZoo.Outcome text =
        TestZoo.score(
            "--features",
            ZOO + "/features",
            "--targets",
            ZOO + "/targets",
            "--out",
            out,
            "--dry-run");
    assertTrue(text.out().contains("of 14 feature sets, up to 128 features"), text.out());
    assertFalse(Files.exists(Path.of(out)));
  }

  private static List<Integer> widths() {
    return TestSpark.local(2)
        .read()
        .parquet(ZOO + "/features")
        .groupBy("source")
        .agg(org.apache.spark.sql.functions.expr("max(size(features))"))
        .collectAsList()
        .stream()
        .map(row -> row.getInt(1))
        .toList();
  }

  @Test
  void aRunCanBePrintedAsJsonAndLookedAtAgain(@TempDir Path folder) throws IOException {
    String out = folder.resolve("out").toString();
    TestZoo.Outcome run =
        TestZoo.score(
            "--features",
            ZOO + "/features",
            "--targets",
            ZOO + "/targets",
            "--out",
            out,
            "--sources",
            "src0[0-4]",
            "--estimators",
            "linear-mse",
            "--format",
            "json");
    assertEquals(0, run.exitCode(), run.err());
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode printed = (ObjectNode) mapper.readTree(run.out());
    JsonNode rankings = printed.remove("rankings");
    JsonNode verdicts = printed.remove("verdicts");
    assertEquals(mapper.readTree(Path.of(out, "run.json").toFile()), printed);
    assertEquals(8, rankings.size());
    assertEquals(5, rankings.get(5).get("sources").size());
    assertEquals("x_y", verdicts.get(5).get("target").asText());
    assertEquals("linear-mse 0", verdicts.get(5).get("ranked_by").asText());

    TestZoo.Outcome text = inspect(out, "--by", "linear-mse 1", "--top", "2");
    assertEquals(0, text.exitCode(), text.err());
    assertTrue(text.out().contains("sprites-noise / x_y  ranked by linear-mse 1"), text.out());
    assertTrue(text.out().contains("and 3 more"), text.out());
    assertTrue(text.out().contains("Read 5 feature sets: 7,500 rows, 7,500 joined"), text.out());
    JsonNode json = mapper.readTree(inspect(out, "--format", "json").out());
    assertEquals(8, json.get("rankings").size());
    JsonNode ranking = json.get("rankings").get("sprites-noise / x_y");
    assertEquals(5, ranking.size());
    assertTrue(ranking.get(0).get("score").asDouble() >= ranking.get(1).get("score").asDouble());
    TestZoo.Outcome unknown = inspect(out, "--by", "linear-mse 2");
    assertEquals(2, unknown.exitCode());
    assertTrue(unknown.err().contains("did you mean 'linear-mse"), unknown.err());
    assertEquals(2, inspect(folder.toString()).exitCode());
  }

  @Test
  void aStateCanBeLookedAt(@TempDir Path folder) throws IOException {
    String state = folder.resolve("state").toString();
    TestZoo.Outcome run =
        TestZoo.score(
            "--features",
            ZOO + "/features",
            "--targets",
            ZOO + "/targets",
            "--out",
            folder.resolve("out").toString(),
            "--sources",
            "src0[01]",
            "--state",
            state);
    assertEquals(0, run.exitCode(), run.err());
    TestZoo.Outcome text = inspect(state);
    assertEquals(0, text.exitCode(), text.err());
    assertTrue(text.out().startsWith("2 state files\n"), text.out());
    JsonNode json = new ObjectMapper().readTree(inspect(state, "--format", "json").out());
    assertEquals("src00", json.at("/files/0/source").asText());
    assertEquals(1500, json.at("/files/0/counts/read").asLong());
    Path file = Path.of(state, json.at("/files/0/file").asText());
    assertTrue(inspect(file.toString()).out().startsWith("1 state file\n"));
    Files.write(file, new byte[] {1, 2, 3});
    assertEquals(2, inspect(state).exitCode());
  }

  @Test
  void theDemonstrationIsForReaders() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    assertEquals(ExitCode.OK, DemoJob.run(new String[] {"zoo", "out", "--help"}, out, out));
    String[] noFolder = {"zoo", "out", "--out"};
    assertThrows(InputException.class, () -> DemoJob.run(noFolder, out, out));
    String help = bytes.toString(StandardCharsets.UTF_8);
    assertTrue(help.contains("Examples:\n  jobs/demo\n"), help);
    InputException mistake =
        assertThrows(
            InputException.class,
            () -> DemoJob.run(new String[] {"zoo", "out", "--format=json"}, out, out));
    assertTrue(mistake.getMessage().contains("jobs/evaluate print JSON"), mistake.getMessage());
  }

  @Test
  void everyJobHasHelpWithExamplesAndCompletion() throws Exception {
    for (Map.Entry<String, Object> command : CompletionJob.commands().entrySet()) {
      String help = new CommandLine(command.getValue()).getUsageMessage();
      assertTrue(help.contains("Examples:"), command.getKey());
      assertTrue(help.contains("jobs/" + command.getKey()), command.getKey());
    }
    ByteArrayOutputStream script = new ByteArrayOutputStream();
    CompletionJob.run(new String[0], new PrintStream(script, true, StandardCharsets.UTF_8));
    Path file = Files.createTempFile("completion", ".sh");
    Files.write(file, script.toByteArray());
    // bash itself says what it would complete
    String ask =
        "source %s; COMP_WORDS=(score --feat); COMP_CWORD=1; COMP_LINE='score --feat';"
                .formatted(file)
            + " COMP_POINT=12; _complete_score; printf '%s\\n' \"${COMPREPLY[@]}\"";
    Process bash = new ProcessBuilder("bash", "-c", ask).redirectErrorStream(true).start();
    String reply = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, bash.waitFor(), reply);
    assertTrue(reply.contains("--features\n") && reply.contains("--features-column"), reply);
    Files.delete(file);
  }

  private static TestZoo.Outcome inspect(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    int exitCode =
        Exits.of(
            new PrintStream(err, true, StandardCharsets.UTF_8),
            () -> InspectJob.run(arguments, printed));
    return new TestZoo.Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
