package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * Rows that are there twice are an error, whether labels are joined or in the features' own table,
 * and whatever chunks the two rows fall into.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RepeatedRowsSparkTest {
  private static final int ROWS = 300;

  /** Every file is at least a chunk. */
  private static final String[] CHUNKS = {"--chunk-size", "1k"};

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
  void makeFolder() throws IOException {
    own = Files.createTempDirectory(dir, "own");
  }

  private Path features() {
    return own.resolve("f");
  }

  private TestZoo.Outcome score(String... more) {
    return score(features(), more);
  }

  private TestZoo.Outcome score(Path features, String... more) {
    String out = own.resolve("out" + runs++).toString();
    Stream<String> arguments =
        Stream.of("--features", features.toString(), "--out", out, "--report", "none");
    return TestZoo.score(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  private String scores(String... more) throws IOException {
    TestZoo.Outcome outcome = score(more);
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    return Files.readString(own.resolve("out" + (runs - 1)).resolve("scores.csv"));
  }

  private static void assertFails(TestZoo.Outcome outcome, String... parts) {
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    List<String> errors = outcome.err().lines().filter(line -> line.startsWith("error: ")).toList();
    assertEquals(1, errors.size(), outcome.err());
    for (String part : parts) {
      assertTrue(errors.get(0).contains(part), () -> "expected '" + part + "' in: " + errors);
    }
  }

  /** All rows, some of them once more. */
  private List<Integer> rowsAnd(List<Integer> order, int... more) {
    List<Integer> rows = new ArrayList<>(order);
    for (int row : more) {
      rows.add(row);
    }
    return rows;
  }

  /** A table with features and one label, its ids as given, each list a file. */
  private void write(DataType idType, List<List<?>> files) {
    StructType schema =
        new StructType()
            .add("id", idType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("y", DataTypes.DoubleType);
    for (int file = 0; file < files.size(); file++) {
      List<Row> rows = new ArrayList<>();
      for (Object id : files.get(file)) {
        int at = rows.size() + 100 * file;
        rows.add(RowFactory.create(id, zoo.features[at], zoo.single[at]));
      }
      zoo.write(rows, schema, features().resolve("source=s/dataset=d/part=" + file), 1);
    }
  }

  private static List<Object> texts(int from, int to) {
    List<Object> ids = new ArrayList<>();
    for (int i = from; i < to; i++) {
      ids.add("image-" + i * 7919 % 1000 + ".png");
    }
    return ids;
  }

  @Test
  void twoFilesWithTheSameIds() {
    write(DataTypes.StringType, List.of(texts(0, 40), texts(0, 40)));
    assertFails(
        score(),
        "Cannot score source 's', dataset 'd': expected every id once, found id image-0.png twice",
        "row 0 of ",
        "part=0/",
        "part=1/");
    assertFails(score(CHUNKS), "found id image-", "part=0/", "part=1/");
    assertFails(score("--folds", "0", "--chunk-size", "1k"), "found id image-");
    assertFails(score("--chunk-size", "1k", "--tile-limit", "0"), "found id image-");
  }

  @Test
  void oneRowTwiceInOneFile() {
    zoo.writeTogether(features(), "s", rowsAnd(zoo.shuffled(1), 17), 1);
    assertFails(score(), "expected every id once, found id 17 twice", " and row 300 of ");
  }

  @Test
  void oneRowTwiceInTwoChunks() {
    zoo.writeTogether(features(), "s", rowsAnd(zoo.order(), 17), 3);
    assertFails(score(CHUNKS), "found id 17 twice (row 17 of ", "row 100 of ");
  }

  @Test
  void idsThatAreThereOnceAreScoredInAnyOrder() throws IOException {
    zoo.writeTogether(features(), "s", zoo.order(), 3);
    String expected = scores(CHUNKS);
    assertEquals(expected, scores("--chunk-size", "1k", "--tile-limit", "0"));
    List<String[]> rows = TestZoo.csv(own.resolve("out" + (runs - 1)));
    zoo.writeTogether(features(), "s", zoo.shuffled(5), 3);
    scores(CHUNKS);
    List<String[]> shuffled = TestZoo.csv(own.resolve("out" + (runs - 1)));
    assertEquals(rows.size(), shuffled.size());
    for (int i = 0; i < rows.size(); i++) {
      double score = Double.parseDouble(rows.get(i)[5]);
      // sums of 300 rows in another order
      assertEquals(score, Double.parseDouble(shuffled.get(i)[5]), 1e-11 * Math.abs(score));
    }
  }

  @Test
  void aDroppedRowIsNotADuplicate() throws IOException {
    zoo.features[299][0] = Double.NaN;
    try {
      List<Object> ids = new ArrayList<>(texts(100, 200));
      ids.set(99, texts(0, 1).get(0)); // its features are those of row 299
      write(DataTypes.StringType, List.of(texts(0, 100), texts(200, 300), ids));
    } finally {
      zoo.features[299][0] = 1;
    }
    String whole = scores("--invalid-rows", "drop");
    assertEquals(
        whole.lines().count(),
        scores("--invalid-rows", "drop", "--chunk-size", "1k").lines().count());
  }

  @Test
  void aSetThatGrewByRowsItHad() throws IOException {
    String state = own.resolve("state").toString();
    zoo.writeTogether(features(), "s", zoo.order(), 1);
    scores("--state", state, "--chunk-size", "1k");
    Path more = Files.createDirectories(features().resolve("source=s/dataset=d/zzz"));
    zoo.writeTogether(own.resolve("g"), "s", List.of(290), 1);
    try (Stream<Path> files = Files.walk(own.resolve("g"))) {
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(file, more.resolve("part.parquet"));
    }
    assertFails(
        score("--state", state, "--chunk-size", "1k"),
        "found id 290 twice (row 290 of ",
        "row 0 of ",
        "zzz/part.parquet");
  }

  @Test
  void idsOfTwoKinds() {
    write(DataTypes.StringType, List.of(texts(0, 100)));
    Path texts = features();
    Path both = own.resolve("both/source=s/dataset=d");
    zoo.writeTogether(own.resolve("g"), "s", zoo.order(), 1);
    copyParquet(own.resolve("g"), both.resolve("a.parquet"));
    copyParquet(texts, both.resolve("b.parquet"));
    assertFails(score(own.resolve("both")), "expected column ", "a.parquet", "b.parquet");
  }

  private static void copyParquet(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      Files.createDirectories(to.getParent());
      Path file = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().orElseThrow();
      Files.copy(file, to);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void anIdInSomeFilesOnly() {
    write(DataTypes.LongType, List.of(List.of(1L, 2L, 3L)));
    StructType schema =
        new StructType()
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("y", DataTypes.DoubleType);
    zoo.write(
        List.of(RowFactory.create(zoo.features[9], 1.0)),
        schema,
        features().resolve("source=s/dataset=d/part=1"),
        1);
    assertFails(
        score(), "expected column id of one type", "found long in", "no such column in", "part=1");
  }

  @Test
  void labelsAsSourcesOfOtherLabels() {
    Path targets = own.resolve("t");
    zoo.writeTargets(targets, rowsAnd(zoo.order(), 17), 2);
    String[] arguments = {
      "--targets", targets.toString(), "--estimators", "shared-label-mse", "--chunk-size", "1k"
    };
    assertFails(score(arguments), "expected every id once, found id 17 twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"table", "shuffle", "tiles"})
  void rowsThatAreJoinedTwice(String how) {
    Path targets = own.resolve("t");
    zoo.writeTargets(targets, zoo.order(), 1);
    zoo.writeFeatures(features(), "s", TestZoo.Encoding.FLOATS, rowsAnd(zoo.order(), 17), 3);
    List<String> arguments = new ArrayList<>(List.of("--targets", targets.toString()));
    if (how.equals("shuffle")) {
      arguments.addAll(List.of("--broadcast-limit", "0"));
    } else if (how.equals("tiles")) {
      arguments.addAll(List.of("--tile-limit", "0"));
    }
    assertFails(score(arguments.toArray(String[]::new)), "expected every id once, found id 17");
    arguments.addAll(List.of(CHUNKS));
    assertFails(score(arguments.toArray(String[]::new)), "expected every id once, found id 17");
  }
}
