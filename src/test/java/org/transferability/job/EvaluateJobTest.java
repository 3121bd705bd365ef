package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.job.cli.Exits;
import org.transferability.job.judge.EvaluateScores;
import org.transferability.read.table.SmallTable;
import org.transferability.read.table.TableColumn;
import org.transferability.read.table.TableRow;
import org.transferability.report.ScoreRow;

/** The whole job in this process, on tables as users have them. */
final class EvaluateJobTest {
  private static final List<String> FILES =
      List.of(
          "by-target.csv",
          "comparisons.csv",
          "dispersion.csv",
          "evaluation",
          "evaluation.csv",
          "missing.csv",
          "report.html",
          "run.json");

  @TempDir private Path folder;
  private Path scores;
  private Path actual;
  private Path out;
  private String printed;
  private String complaint;

  @BeforeEach
  void names() {
    scores = folder.resolve("scores.csv");
    actual = folder.resolve("actual.csv");
    out = folder.resolve("out");
  }

  @Test
  void equalsScipyOnTheZoo() throws IOException {
    copy("/zoo-expected/regularised-mse.csv", scores);
    copy("/zoo-expected/actual.csv", actual);
    assertEquals(
        0, run("--error-column", "test_mse", "--resamples", "50", "--all"), () -> complaint);
    Map<String, Double> expected = new HashMap<>();
    Path fixture = folder.resolve("expected.csv");
    copy("/zoo-expected/evaluations.csv", fixture);
    for (TableRow row : rows(fixture, "estimator", "transfer", "statistic", "value")) {
      expected.put(String.join("/", row.cells().subList(0, 3)), number(row.cell(3)));
    }
    for (Path table : List.of(out.resolve("evaluation.csv"), out.resolve("evaluation"))) {
      List<TableRow> found = rows(table, "estimator", "transfer", "statistic", "value");
      assertEquals(expected.size(), found.size());
      for (TableRow row : found) {
        String key = String.join("/", row.cells().subList(0, 3));
        assertEquals(expected.get(key), number(row.cell(3)), 1e-12, key);
      }
    }
    assertEquals(6 * 3 * 7 * 16, rows(out.resolve("by-target.csv"), "sources").size());
    assertEquals(4 * 3 * 7, rows(out.resolve("comparisons.csv"), "verdict").size());
    assertEquals(0, rows(out.resolve("missing.csv"), "missing", "of").size());
    assertEquals(FILES, listed(out));
    String page = Files.readString(out.resolve("report.html"));
    assertTrue(page.contains("\"better\":\"smaller\"") && page.contains("pooled-pearson"));
    assertTrue(printed.indexOf("linear-mse 0") < printed.indexOf("baseline:static-ranker"));
    assertTrue(
        printed.contains(
            "\nfull: in ordering the sources of a target (kendall-tau-b), linear-mse 0"
                + " is better than linear-mse 1 by more than noise;"),
        printed);
  }

  @Test
  void oneScreenIsPrinted() throws IOException {
    copy("/zoo-expected/regularised-mse.csv", scores);
    copy("/zoo-expected/actual.csv", actual);
    assertEquals(0, run("--error-column", "test_mse", "--resamples", "50"), () -> complaint);
    assertFitsOnAScreen();
    // two transfers a line each, then many with pairs missing
    small();
    List<String> lines = Files.readAllLines(actual);
    StringBuilder many = new StringBuilder(lines.get(0) + "\n");
    for (int transfer = 0; transfer < 15; transfer++) {
      for (String line : lines.subList(1, lines.size())) {
        many.append(line.replace("head", "head-with-a-long-name-" + transfer)).append('\n');
      }
    }
    Files.writeString(actual, many.append("s9,d,t,head,5\n"));
    assertEquals(0, run("--overwrite", "--resamples", "50"), () -> complaint);
    assertFitsOnAScreen();
    assertTrue(printed.contains("  and 8 more kinds of transfer\n"), printed);
  }

  private void assertFitsOnAScreen() {
    List<String> lines = printed.lines().toList();
    assertTrue(lines.size() <= 24, printed);
    for (String line : lines) {
      assertTrue(line.length() <= 80 || line.startsWith("Wrote "), line);
    }
  }

  @Test
  void measurementsThatHardlyDifferAreNamed() throws IOException {
    small();
    Files.writeString(
        actual,
        """
        source,dataset,target,transfer,error
        s1,d,t,head,2
        s2,d,t,head,3
        s3,d,t,head,5
        s1,d,u,head,100
        s2,d,u,head,100.5
        s3,d,u,head,100.9
        s1,d,v,head,100
        s2,d,v,head,100.9
        s3,d,v,head,300
        """);
    assertEquals(0, run("--all"), () -> complaint);
    List<List<String>> found =
        rows(
                out.resolve("dispersion.csv"),
                "target",
                "sources",
                "best",
                "median",
                "worst",
                "median_from_best",
                "worst_from_best")
            .stream()
            .map(TableRow::cells)
            .toList();
    assertEquals(List.of("t", "3", "2.0", "3.0", "5.0", "0.5", "1.5"), found.get(0));
    assertEquals(3, found.size());
    assertTrue(
        printed.contains(
            "head: the measured value of the median source of a target differs from the best by"
                + " 0.5 % to 50 %. On 1 of 3 targets (d / u) all sources are within 1 % of the"
                + " best, so they cannot be ranked. On 1 of 3 targets (d / v) half of the sources"
                + " are within 1 % of the best, so their order means little.\n"),
        printed);
    assertTrue(
        printed.contains(
            "head: no estimator is called better, because that takes five targets with four"
                + " sources each.\n"),
        printed);
  }

  @Test
  void theSameSeedGivesTheSameFiles() throws IOException {
    small();
    assertEquals(0, run("--seed", "5"));
    Map<String, String> first = contents();
    assertEquals(0, run("--seed", "5", "--overwrite"), () -> complaint);
    assertEquals(first, contents());
  }

  @Test
  void thePageIsOmittedOnRequest() throws IOException {
    small();
    assertEquals(0, run("--report", "none"), () -> complaint);
    assertEquals(FILES.stream().filter(name -> !name.equals("report.html")).toList(), listed(out));
    List<String> steps = new ArrayList<>();
    for (JsonNode step :
        new ObjectMapper().readTree(out.resolve("run.json").toFile()).at("/steps")) {
      steps.add(step.get("name").asText());
    }
    assertEquals(List.of("read", "evaluate", "report"), steps); // in the order of the flow
  }

  @Test
  void anExistingOutputIsKept() throws IOException {
    small();
    assertEquals(0, run());
    assertFails("--overwrite replaces it");
    assertEquals(FILES, listed(out));
  }

  @Test
  void aScoredRunsDirectoryIsFound() throws IOException {
    small();
    Path run = Files.createDirectory(folder.resolve("run"));
    Files.move(scores, run.resolve("scores.csv"));
    scores = run;
    assertEquals(0, run(), () -> complaint);
  }

  @Test
  void estimatorsAreSelectedByNameOrByPenalty() throws IOException {
    small();
    assertEquals(List.of("a 0", "a 0.5", "b"), evaluated());
    assertEquals(List.of("a 0", "a 0.5"), evaluated("--estimators", "a"));
    assertEquals(List.of("a 0.5", "b"), evaluated("--estimators", "a 0.5,b"));
    assertFails(
        "one of a 0, a 0.5, b, found 'c' (--estimators)", "--estimators", "a,c", "--overwrite");
  }

  @Test
  void comparesTheRequestedEstimators() throws IOException {
    small();
    assertEquals(0, run("--compare", "b", "a 0.5", "--compare", "a 0", "baseline:target-mean"));
    assertEquals(List.of("b-a 0.5", "a 0-baseline:target-mean"), compared());
    assertEquals(0, run("--against", "b", "--overwrite"), () -> complaint);
    assertEquals(List.of("b-a 0", "b-a 0.5", "b-baseline:static-ranker"), sorted(compared()));
    assertFails("did you mean 'a 0'?", "--compare", "a0", "b", "--overwrite");
    assertFails("(--against)", "--against", "nobody", "--overwrite");
  }

  @Test
  void tablesWithoutTransferAndWithLargerBetter() throws IOException {
    small();
    Files.writeString(actual, "source,dataset,target,error\ns1,d,t,3\ns2,d,t,2\ns3,d,t,1\n");
    assertEquals(0, run("--no-transfer-column", "--better", "larger", "--estimators", "b"));
    TableRow kendall = rows(out.resolve("evaluation.csv"), "transfer", "value").get(0);
    assertEquals(List.of("transfer", "1.0"), kendall.cells());
  }

  @Test
  void measurementsOfOneDatasetNeedNoColumnOfIt() throws IOException {
    small();
    Files.writeString(actual, "source,target,error\ns1,t,1\ns2,t,2\ns3,t,3\n");
    assertFails("--dataset if all rows are of one dataset", "--no-transfer-column");
    assertFails("and a column 'transfer' (--transfer-column sets another name");
    assertEquals(0, run("--no-transfer-column", "--dataset", "d", "--estimators", "b"));
    TableRow kendall = rows(out.resolve("evaluation.csv"), "transfer", "value").get(0);
    // b ranks s1, s2, s3, as these errors do
    assertEquals(List.of("transfer", "1.0"), kendall.cells());
    assertFails("found both", "--dataset", "d", "--dataset-column", "x", "--overwrite");
    assertFails("found an empty name", "--dataset", "", "--overwrite");
  }

  @Test
  void namesThatDoNotMatchAreShownOnBothSides() throws IOException {
    small();
    Files.writeString(
        actual, "source,dataset,target,transfer,error\nS1,d,t,head,1\nS2,d,t,head,2\n");
    assertFails("s3 on d/t, ... (9); measured only: S1 on d/t, S2 on d/t");
  }

  @Test
  void whatIsMissingIsListed() throws IOException {
    Files.writeString(
        scores, "source,dataset,target,estimator,score\ns1,d,t,b,1\ns2,d,t,b,2\ns3,d,t,b,3\n");
    Files.writeString(
        actual,
        """
        source,dataset,target,transfer,error
        s1,d,t,head,1
        s2,d,t,head,2
        s3,d,t,head,
        s4,d,t,head,4
        """);
    assertEquals(0, run("--estimators", "b"), () -> complaint);
    List<List<String>> missing =
        rows(out.resolve("missing.csv"), "source", "missing", "of").stream()
            .map(TableRow::cells)
            .toList();
    assertEquals(
        List.of(List.of("s4", "no score", "b"), List.of("s3", "no measurement", "head")), missing);
    assertTrue(printed.contains("1 time no score for a pair, the first s4 on d/t (b)"), printed);
  }

  @Test
  void interpolatingScoresAreWarnedOf() throws IOException {
    small();
    Files.writeString(
        scores,
        """
        source,dataset,target,estimator,lambda,score,flags
        s1,d,t,a,0.0,0,interpolates
        s2,d,t,a,0.0,0,digits-lost=3;interpolates
        """);
    assertEquals(0, run());
    assertTrue(complaint.startsWith("warning: a 0: 2 scores interpolate"), complaint);
  }

  /** Tables of older versions have notes among the flags. */
  @Test
  void notesOfOlderTablesAreNotFlags() throws IOException {
    for (String row :
        List.of(
            "offset-labels;few-rows,",
            "few-rows;offset-labels,few-rows",
            "offset-labels,few-rows")) {
      Files.writeString(
          scores,
          "source,dataset,target,estimator,score,flags,notes\ns1,d,t,a,1,%s\n".formatted(row));
      ScoreRow read =
          EvaluateScores.read(new Configuration(), scores.toString(), List.of())
              .table()
              .rows()
              .get(0);
      assertEquals("offset-labels", read.flags());
      assertEquals("few-rows", read.notes());
    }
    Files.writeString(
        scores, "source,dataset,target,estimator,score,flags\ns1,d,t,a,1,interpolates;refined\n");
    ScoreRow read =
        EvaluateScores.read(new Configuration(), scores.toString(), List.of())
            .table()
            .rows()
            .get(0);
    assertEquals("interpolates / refined", read.flags() + " / " + read.notes());
  }

  @Test
  void jsonHasEveryRowAndQuietNone() throws IOException {
    small();
    assertEquals(0, run("--format", "json"));
    JsonNode json = new ObjectMapper().readTree(printed);
    assertEquals(
        rows(out.resolve("evaluation.csv"), "value").size(), json.get("evaluation").size());
    assertEquals(rows(out.resolve("by-target.csv"), "value").size(), json.get("by_target").size());
    assertEquals(
        rows(out.resolve("comparisons.csv"), "verdict").size(), json.get("comparisons").size());
    assertEquals(1, json.get("verdicts").size());
    JsonNode first = json.get("evaluation").get(0);
    assertEquals("kendall-tau-b", first.get("statistic").asText());
    assertTrue(first.get("value").isNumber() && first.get("targets").isInt());
    JsonNode pooled = json.get("evaluation").get(7);
    assertEquals("pooled", pooled.get("scope").asText());
    assertTrue(pooled.get("lower").isNull());
    assertEquals(0, run("--quiet", "--overwrite"));
    assertEquals("", printed + complaint);
  }

  @Test
  void errorsInTablesNameFileRowAndColumn() throws IOException {
    small();
    assertFails(
        "expected a column 'test' (--error-column sets another name), found the columns"
            + " source, dataset, target, transfer, error (file:"
            + actual
            + ")",
        "--error-column",
        "test");
    assertFails("--no-transfer-column if there is none", "--transfer-column", "how");

    Files.writeString(
        actual, "source,dataset,target,transfer,error\ns1,d,t,head,1\ns2,d,t,head,x\n");
    assertFails("expected a number, found 'x' (file:" + actual + ", row 2, line 3, column error)");
    Files.writeString(actual, "source,dataset,target,transfer,error\ns1,d,,head,1\n");
    assertFails(
        "expected a name, found an empty cell (file:" + actual + ", row 1, line 2, column target)");
    Files.writeString(
        actual, "source,dataset,target,transfer,error\ns1,d,t,head,1\n\ns1,d,t,head,1\n");
    assertFails(
        "found two for s1 on d/t, head (file:" + actual + ", row 2, line 4 and row 1, line 2)");
    Files.writeString(actual, "source,dataset,target,transfer,error\nS1,d,t,head,1\n");
    assertFails("a target with two sources that are both scored");
    Files.writeString(actual, "source,dataset,target,transfer,error\n");
    assertFails("expected a table with rows, found none");

    small();
    Files.writeString(scores, "source,dataset,target,score\ns1,d,t,1\n");
    assertFails("expected a column 'estimator', found the columns source, dataset, target, score");
    Files.writeString(scores, "source,dataset,target,estimator,score\ns1,d,t,a,0x1p3\n");
    assertFails("found '0x1p3' (file:" + scores + ", row 1, line 2, column score)");
    scores = folder.resolve("nowhere");
    assertFails("expected a folder or file, found nothing");
    scores = Files.createDirectory(folder.resolve("empty"));
    assertFails("expected files named *.parquet or *.csv, found none");
  }

  @Test
  void tablesOfOtherProgramsAreReadOrRefused() throws IOException {
    small();
    assertEquals(0, run(), () -> complaint);
    String expected = Files.readString(out.resolve("evaluation.csv"));
    String measured = Files.readString(actual);
    for (String separator : List.of(";", "\t", "|")) {
      Files.writeString(
          actual, "\uFEFF" + measured.replace(",", separator).replace("target", " target "));
      assertEquals(0, run("--overwrite"), () -> complaint);
      assertEquals(expected, Files.readString(out.resolve("evaluation.csv")));
    }
    Files.writeString(actual, measured.replace(",1\n", ",1e400\n"));
    assertFails("expected a number within the range of a double, found '1e400'", "--overwrite");
    Files.writeString(actual, measured.replace(",", ";").replace(";1\n", ";1,5\n"));
    assertFails("expected a number, found '1,5'", "--overwrite");
    Files.writeString(actual, "1,2,3\n4,5,6\n");
    assertFails("found numbers only, 1 2 3 (file:" + actual + ", line 1)", "--overwrite");
    Files.write(actual, ("\uFEFF" + measured).getBytes(StandardCharsets.UTF_16BE));
    assertFails("expected text in UTF-8, found UTF-16 (big endian)", "--overwrite");
  }

  private void small() throws IOException {
    StringBuilder scored = new StringBuilder("source,dataset,target,estimator,lambda,score\n");
    StringBuilder measured = new StringBuilder("source,dataset,target,transfer,error\n");
    for (String target : List.of("t", "u", "v")) {
      for (int i = 1; i <= 3; i++) {
        String pair = "s" + i + ",d," + target;
        scored.append(pair).append(",a,0.0,").append(i * i).append('\n');
        scored.append(pair).append(",a,0.5,").append(i % 3).append('\n');
        scored.append(pair).append(",b,,").append(-i).append('\n');
        int error = target.equals("v") ? 4 - i : i;
        measured.append(pair).append(",head,").append(error).append('\n');
      }
    }
    Files.writeString(scores, scored);
    Files.writeString(actual, measured);
  }

  private int run(String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("--scores", scores.toString(), "--actual", actual.toString(), "--out"));
    arguments.add(out.toString());
    arguments.addAll(Arrays.asList(more));
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    ByteArrayOutputStream complained = new ByteArrayOutputStream();
    PrintStream to = new PrintStream(said, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(complained, true, StandardCharsets.UTF_8);
    int code = Exits.of(err, () -> EvaluateJob.run(arguments.toArray(new String[0]), to, err));
    printed = said.toString(StandardCharsets.UTF_8);
    complaint = complained.toString(StandardCharsets.UTF_8);
    return code;
  }

  private void assertFails(String part, String... more) throws IOException {
    List<String> before = listed(folder);
    assertEquals(2, run(more), () -> complaint);
    assertTrue(complaint.startsWith("error: ") && complaint.contains(part), complaint);
    assertEquals(1, complaint.lines().count(), complaint);
    assertEquals("", printed);
    assertEquals(before, listed(folder), "nothing is left behind");
  }

  private List<String> evaluated(String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--overwrite"));
    arguments.addAll(Arrays.asList(more));
    assertEquals(0, run(arguments.toArray(new String[0])), () -> complaint);
    return rows(out.resolve("evaluation.csv"), "estimator").stream()
        .map(row -> row.cell(0))
        .filter(name -> !name.startsWith("baseline:"))
        .distinct()
        .toList();
  }

  private List<String> compared() throws IOException {
    return rows(out.resolve("comparisons.csv"), "first", "second").stream()
        .map(row -> String.join("-", row.cells()))
        .distinct()
        .toList();
  }

  private static List<String> sorted(List<String> names) {
    return names.stream().sorted().toList();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new HashMap<>();
    for (String name : FILES) {
      if (name.endsWith(".csv")) {
        contents.put(name, Files.readString(out.resolve(name)));
      }
    }
    return contents;
  }

  private static List<TableRow> rows(Path table, String... columns) throws IOException {
    List<TableColumn> wanted =
        Stream.of(columns).map(name -> TableColumn.required(name, "")).toList();
    return SmallTable.read(new Configuration(), table.toString(), wanted).rows();
  }

  /** As Java or Python writes it. */
  private static double number(String text) {
    return switch (text) {
      case "nan" -> Double.NaN;
      case "inf" -> Double.POSITIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  private static List<String> listed(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static void copy(String resource, Path to) throws IOException {
    try (InputStream in = EvaluateJobTest.class.getResourceAsStream(resource)) {
      Files.copy(in, to);
    }
  }
}
