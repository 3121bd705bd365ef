package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/** A race drops sources that are clearly behind; the others score as without it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RaceSparkTest {
  private static final int ROWS = 8192;
  private static final int WIDTH = 6;

  /** Standard deviations of the noise in the first feature: held-out R2 from about .8 to .1. */
  private static final double[] NOISE = {0.45, 0.46, 0.6, 0.8, 1, 1.5, 2, 3};

  private Path dir;
  private SparkSession spark;
  private int runs;

  @BeforeAll
  void write(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    Random random = new Random(77);
    double[] y = random.doubles(ROWS).map(u -> 4 * u - 2).toArray();
    TestZoo writer = new TestZoo(spark, 1);
    StructType features =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType));
    for (int s = 0; s < NOISE.length; s++) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        double[] values = random.doubles(WIDTH).toArray();
        values[0] = y[i] + NOISE[s] * random.nextGaussian();
        rows.add(RowFactory.create((long) i, values));
      }
      writer.write(rows, features, dir.resolve("f/source=s" + s + "/dataset=d"), 2);
    }
    StructType both = features.add("y", DataTypes.DoubleType);
    for (int s : new int[] {0, 5, 7}) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < ROWS; i++) {
        double[] values = random.doubles(WIDTH).toArray();
        values[0] = y[i] + NOISE[s] * random.nextGaussian();
        rows.add(RowFactory.create((long) i, values, y[i]));
      }
      writer.write(rows, both, dir.resolve("own/source=s" + s + "/dataset=d"), 1);
    }
    List<Row> labels = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      labels.add(RowFactory.create((long) i, y[i]));
    }
    StructType schema =
        new StructType().add("id", DataTypes.LongType).add("y", DataTypes.DoubleType);
    writer.write(labels, schema, dir.resolve("t/dataset=d"), 1);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private TestZoo.Outcome run(String... more) {
    return score("f", "t", more);
  }

  private TestZoo.Outcome score(String features, String targets, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                dir.resolve(features).toString(),
                "--out",
                out().toString(),
                "--report",
                "none"));
    if (!targets.isEmpty()) {
      arguments.addAll(List.of("--targets", dir.resolve(targets).toString()));
    }
    arguments.addAll(List.of(more));
    return TestZoo.score(arguments.toArray(String[]::new));
  }

  private Path out() {
    return dir.resolve("out" + runs);
  }

  private TestZoo.Outcome next(String... more) {
    runs++;
    TestZoo.Outcome outcome = run(more);
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    return outcome;
  }

  private JsonNode json() throws IOException {
    return new ObjectMapper().readTree(out().resolve("run.json").toFile());
  }

  /** Rows by source, estimator and penalty, without what compares sources with each other. */
  private Map<List<String>, List<String>> scores() throws IOException {
    List<String> lines = Files.readAllLines(out().resolve("scores.csv"));
    List<String> header = List.of(lines.get(0).split(",", -1));
    Map<List<String>, List<String>> rows = new TreeMap<>(Comparator.comparing(List::toString));
    for (String line : lines.subList(1, lines.size())) {
      List<String> cells = new ArrayList<>(List.of(line.split(",", -1)));
      for (String compared : List.of("p_top1", "p_top3", "candidate")) {
        cells.set(header.indexOf(compared), "");
      }
      rows.put(List.of(cells.get(0), cells.get(3), cells.get(4)), cells);
    }
    return rows;
  }

  private static boolean isDropped(List<String> cells) {
    return cells.stream().anyMatch(cell -> List.of(cell.split(";")).contains("dropped"));
  }

  private static Set<String> sources(Map<List<String>, List<String>> scores, boolean dropped) {
    return scores.values().stream()
        .filter(cells -> isDropped(cells) == dropped)
        .map(cells -> cells.get(0))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static void assertFinalists(
      Map<List<String>, List<String>> whole, Map<List<String>, List<String>> race) {
    race.forEach(
        (key, cells) -> {
          if (!isDropped(cells)) {
            assertEquals(whole.get(key), cells);
          }
        });
    Set<String> finalists = sources(race, false);
    whole.keySet().stream()
        .filter(key -> finalists.contains(key.get(0)))
        .forEach(key -> assertTrue(race.containsKey(key), key.toString()));
  }

  @Test
  void finalistsScoreAsWithoutARaceAndOthersAreDropped() throws IOException {
    String[] small = {"--chunk-size", "20k"};
    next(small);
    Map<List<String>, List<String>> whole = scores();
    TestZoo.Outcome outcome = next("--race", small[0], small[1]);
    Map<List<String>, List<String>> race = scores();
    assertFinalists(whole, race);
    Set<String> dropped = sources(race, true);
    assertTrue(dropped.containsAll(Set.of("s4", "s5", "s6", "s7")), dropped.toString());
    assertTrue(sources(race, false).containsAll(Set.of("s0", "s1")), dropped.toString());
    for (List<String> cells : race.values()) {
      if (isDropped(cells)) {
        assertEquals("cv-r2", cells.get(3));
        assertTrue(
            cells.contains("512")
                || cells.contains("1024")
                || cells.contains("2048")
                || cells.contains("4096")
                || cells.contains("256"),
            cells.toString());
      }
    }
    JsonNode described = json().at("/race");
    assertEquals(dropped.size(), 8 - described.at("/finalists").asInt());
    long read =
        described.at("/rows_read_in_rounds").asLong()
            + described.at("/rows_read_of_finalists").asLong();
    assertEquals(8L * ROWS, described.at("/rows_without_race").asLong());
    assertTrue(read < 8L * ROWS * 0.75, described.toString());
    assertTrue(outcome.out().contains("of 8 feature sets were scored on all rows"), outcome.out());
    // a round reads what the one before did not have: shares double, so half of the rows each
    JsonNode first = described.at("/rounds/0");
    assertEquals(8 * ROWS / 32, first.at("/rows_read").asLong(), described.toString());
    JsonNode second = described.at("/rounds/1");
    assertEquals(second.at("/sets").asLong() * ROWS / 32, second.at("/rows_read").asLong());
  }

  @Test
  void labelsThatAreNotInMemory() throws IOException {
    String[] limit = {"--broadcast-limit", "100"};
    next(limit);
    Map<List<String>, List<String>> whole = scores();
    next("--race", "256,2048", limit[0], limit[1]);
    assertFinalists(whole, scores());
    assertTrue(sources(scores(), true).contains("s7"));
  }

  @Test
  void labelsInTheSameRows() throws IOException {
    runs++;
    assertEquals(ExitCode.OK, score("own", "").exitCode());
    Map<List<String>, List<String>> whole = scores();
    runs++;
    assertEquals(ExitCode.OK, score("own", "", "--race", "256,1024").exitCode());
    assertFinalists(whole, scores());
    assertEquals(Set.of("s5", "s7"), sources(scores(), true));
  }

  /** A set is reduced in the first round, and its moments do not grow from there. */
  @Test
  void roundsWithFewerRowsThanFeatures() throws IOException {
    Random random = new Random(5);
    TestZoo writer = new TestZoo(spark, 1);
    StructType schema =
        new StructType()
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("y", DataTypes.DoubleType);
    for (int s = 0; s < 3; s++) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 2048; i++) {
        double y = random.nextGaussian();
        double[] values = random.doubles(s == 0 ? 4 : 300).map(u -> u - 0.5).toArray();
        values[0] = y + (s + 0.1) * random.nextGaussian();
        rows.add(RowFactory.create(values, y));
      }
      writer.write(rows, schema, dir.resolve("wide/source=w" + s + "/dataset=d"), 1);
    }
    runs++;
    assertEquals(ExitCode.OK, score("wide", "", "--estimators", "cv-r2").exitCode());
    Map<List<String>, List<String>> whole = scores();
    runs++;
    TestZoo.Outcome outcome = score("wide", "", "--estimators", "cv-r2", "--race", "256,512,1024");
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    assertFinalists(whole, scores());
    JsonNode rounds = json().at("/race/rounds");
    assertEquals(0, rounds.at("/0/dropped").asInt(), rounds.toString());
    assertEquals(3 * 256, rounds.at("/0/rows_read").asInt());
    // the narrow set reads what is new, the wide ones read all rows of the round
    assertEquals(256 + 2 * 512, rounds.at("/1/rows_read").asInt(), rounds.toString());
    assertTrue(outcome.err().contains("rows have no ids") || outcome.err().contains("no column"));
  }

  /** What cannot be read is found in a round or at the end; others are raced all the same. */
  @Test
  void aSetThatCannotBeScoredIsSkipped() throws IOException {
    Path broken = dir.resolve("f/source=broken/dataset=d");
    Files.createDirectories(broken);
    Files.writeString(broken.resolve("part-0.parquet"), "this is not a Parquet file");
    try {
      runs++;
      TestZoo.Outcome outcome = run("--race", "256,1024", "--on-error", "skip");
      assertEquals(ExitCode.PARTIAL, outcome.exitCode(), outcome.err());
      assertTrue(sources(scores(), true).contains("s7"));
      assertEquals("broken", json().at("/skipped/0/source").asText());
      runs++;
      TestZoo.Outcome stopped = run("--race", "256,1024");
      assertEquals(ExitCode.USAGE, stopped.exitCode());
      assertFalse(Files.exists(out()));
    } finally {
      Files.delete(broken.resolve("part-0.parquet"));
      Files.delete(broken);
      Files.delete(broken.getParent());
    }
  }

  @Test
  void aRaceThatWasKilledContinues() throws IOException {
    Path state = dir.resolve("state");
    String[] race = {"--race", "256,1024"};
    next(race);
    Map<List<String>, List<String>> expected = scores();
    next(race[0], race[1], "--state", state.toString());
    assertEquals(expected, scores());
    // as if the run had been killed in its second round: the first one is there
    List<Path> files;
    try (Stream<Path> found = Files.list(state)) {
      files =
          found
              .filter(file -> file.toString().endsWith(".moments"))
              .sorted(Comparator.comparing(RaceSparkTest::modified))
              .toList();
    }
    assertTrue(files.size() > 9, files.toString());
    for (Path file : files.subList(9, files.size())) {
      Files.delete(file);
    }
    next(race[0], race[1], "--state", state.toString());
    assertEquals(expected, scores());
    assertEquals(0, json().at("/race/rounds/0/rows_read").asInt(), json().at("/race").toString());
    assertTrue(json().at("/race/rounds/1/rows_read").asInt() > 0);
    // all is there now
    next(race[0], race[1], "--state", state.toString());
    assertEquals(expected, scores());
    assertEquals(0, json().at("/race/rounds/1/rows_read").asInt());
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--sample=0.5, 'Cannot race on a sample'",
    "--common-rows, 'Cannot race on common rows'",
    "--head=short, 'expected cv-r2 or cv-mse'",
    "--folds=0, 'expected cv-r2 or cv-mse'"
  })
  void whatCannotBeRacedIsRefused(String option, String message) {
    runs++;
    TestZoo.Outcome outcome = run("--race", option);
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(message), outcome.err());
    assertFalse(Files.exists(out()));
  }

  @ParameterizedTest
  @CsvSource({"'--race=0'", "'--race=0.1,,0.2'", "'--race=abc'", "'--race=1.5'"})
  void hostileSizesAreRefused(String option) {
    runs++;
    TestZoo.Outcome outcome = run(option);
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("expected a share"), outcome.err());
  }
}
