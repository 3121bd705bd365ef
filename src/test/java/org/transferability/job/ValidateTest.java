package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.job.cli.Exits;

/** jobs/validate on trees that jobs/import makes, sound and spoilt. */
final class ValidateTest {
  private record Outcome(int exitCode, String out, String err) {}

  @Test
  void theSampleZooIsSound() {
    Outcome outcome =
        validate("--features", "src/demo/zoo/features", "--targets", "src/demo/zoo/targets");
    assertEquals(0, outcome.exitCode(), outcome.out() + outcome.err());
    assertTrue(
        outcome.out().startsWith("14 feature sets of 14 sources on 1 dataset, 21,000 rows"),
        outcome.out());
    assertTrue(outcome.out().contains("list of float"), outcome.out());
    assertTrue(outcome.out().endsWith("Nothing to fix\n"), outcome.out());
  }

  @Test
  void allProblemsAreReportedAtOnce(@TempDir Path folder) throws IOException {
    Path raw = Files.createDirectories(folder.resolve("raw"));
    csv(raw, "nan", "id,f,g", "1,1,2", "2,,3", "3,1,5", "4,2,2", "5,3,1", "6,8,1");
    csv(raw, "strangers", "id,f,g", "1,1,2", "2,3,3", "30,1,5", "40,1,1", "5,2,2", "6,6,6");
    csv(raw, "twice", "id,f,g", "1,1,2", "2,3,3", "2,1,5", "3,3,3", "4,1,1");
    csv(raw, "text", "id,f,g", "a,1,2", "b,3,3");
    csv(raw, "nowhere", "id,f,g", "100,1,2", "101,3,3", "102,3,3", "103,4,3");
    csv(raw, "few", "id,f,g", "1,1,2", "2,3,3", "3,1,1");
    Files.writeString(
        Files.createDirectories(raw.resolve("labels")).resolve("d.csv"),
        "id,x,y,z\n1,1,,\n2,2,5,\n3,4,6,\n4,1,2,\n5,6,7,\n6,1,2,\n");
    Path zoo = folder.resolve("zoo");
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    int imported =
        Exits.of(
            out,
            () ->
                ImportJob.run(
                    new String[] {
                      "--from",
                      raw.toString(),
                      "--features",
                      "sources/{source}.csv",
                      "--dataset",
                      "d",
                      "--targets",
                      "labels/{dataset}.csv",
                      "--id-column",
                      "id",
                      "--out",
                      zoo.toString()
                    },
                    out,
                    out));
    assertEquals(0, imported, printed.toString(StandardCharsets.UTF_8));
    Path more = Files.createDirectories(zoo.resolve("features/source=cut/dataset=e"));
    Files.writeString(more.resolve("part.parquet"), "PAR1 and no more");

    Outcome outcome =
        validate(
            "--features", zoo + "/features", "--targets", zoo + "/targets", "--format", "json");
    assertEquals(2, outcome.exitCode(), outcome.err());
    JsonNode report = new ObjectMapper().readTree(outcome.out());
    List<String> findings = new ArrayList<>();
    for (JsonNode finding : report.get("findings")) {
      findings.add(
          finding.get("severity").asText()
              + " "
              + finding.get("where").asText()
              + ": "
              + finding.get("what").asText());
      assertTrue(finding.get("fix").asText().length() > 5);
    }
    String all = String.join("\n", findings);
    for (String expected :
        List.of(
            "ERROR source 'nan', dataset 'd': 1 rows whose features are null, NaN or infinite",
            "ERROR source 'twice', dataset 'd': 1 rows with a duplicated id, the first 2",
            "ERROR source 'nowhere', dataset 'd': no id has labels (ids with features such as 100,",
            "ERROR source 'text', dataset 'd': no id has labels (ids with features such as a,",
            "ERROR source 'cut', dataset 'e': Cannot read",
            "ERROR labels of dataset 'e': no folder dataset=e",
            "ERROR labels of dataset 'd': target 'z' is missing in all rows",
            "WARNING source 'strangers', dataset 'd': 2 rows whose id has no labels, the first 30",
            "WARNING source 'few', dataset 'd': 3 rows for 2 features",
            "WARNING source 'few', dataset 'd': 3 of the 6 labelled rows that other sources have"
                + " are missing, with the ids 4, 5, 6",
            "WARNING dataset 'd': 4 of 4 sources lack rows that others have, so their scores compare"
                + " different rows; all sources have 1 labelled rows in common",
            "WARNING labels of dataset 'd': target 'y' is missing in 1 of 6 rows")) {
      assertTrue(all.contains(expected), () -> expected + "\nis not in\n" + all);
    }
    assertEquals(7, report.get("sets").size());
    Outcome quick =
        validate("--features", zoo + "/features", "--targets", zoo + "/targets", "--quick");
    assertTrue(quick.out().contains("source 'cut'"), quick.out());
    assertTrue(!quick.out().contains("was there already"), quick.out());
  }

  @Test
  void aMissingFolderIsOneLine() {
    Outcome outcome = validate("--features", "src/demo/nothing");
    assertEquals(2, outcome.exitCode());
    assertTrue(outcome.err().startsWith("error: Cannot list"), outcome.err());
    assertEquals(1, outcome.err().lines().count());
  }

  @Test
  void duplicatedRowsAreFoundWithoutAJoin(@TempDir Path folder) throws IOException {
    Path zoo = Path.of("src/demo/zoo/features");
    Path first;
    try (Stream<Path> files = Files.walk(zoo)) {
      first = files.filter(f -> f.toString().endsWith(".parquet")).sorted().findFirst().get();
    }
    Path set = Files.createDirectories(folder.resolve("f/source=s/dataset=d"));
    Files.copy(first, set.resolve("a.parquet"));
    Outcome once = validate("--features", folder + "/f");
    assertEquals(0, once.exitCode(), once.out() + once.err());
    Files.copy(first, set.resolve("b.parquet"));
    Outcome twice = validate("--features", folder + "/f");
    assertEquals(2, twice.exitCode(), twice.out() + twice.err());
    assertTrue(twice.out().contains("expected every id once, found id"), twice.out());
    assertTrue(twice.out().contains("a.parquet and row"), twice.out());
    Files.delete(set.resolve("b.parquet"));
    Files.createSymbolicLink(set.resolve("b.parquet"), Path.of("a.parquet"));
    Outcome linked = validate("--features", folder + "/f");
    assertEquals(0, linked.exitCode(), linked.out() + linked.err());
    assertTrue(linked.out().contains("b.parquet are the same file"), linked.out());
    Files.delete(set.resolve("a.parquet"));
    Outcome dangling = validate("--features", folder + "/f");
    assertEquals(2, dangling.exitCode(), dangling.out());
    assertTrue(dangling.err().contains("b.parquet -> a.parquet"), dangling.err());
  }

  @Test
  void aTableOfATableFormatIsOneLine(@TempDir Path folder) throws IOException {
    Path log = Files.createDirectories(folder.resolve("_delta_log"));
    Files.writeString(log.resolve("00000000000000000000.json"), "{}");
    Files.createDirectories(folder.resolve("source=s/dataset=d"));
    Outcome outcome = validate("--features", folder.toString());
    assertEquals(2, outcome.exitCode(), outcome.out());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains("the Delta table"), outcome.err());
  }

  private static void csv(Path raw, String source, String... lines) throws IOException {
    Path sources = Files.createDirectories(raw.resolve("sources"));
    Files.writeString(sources.resolve(source + ".csv"), String.join("\n", lines) + "\n");
  }

  private static Outcome validate(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(out, true, StandardCharsets.UTF_8);
    PrintStream warned = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exitCode = Exits.of(warned, () -> ValidateJob.run(arguments, printed, warned));
    return new Outcome(
        exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }
}
