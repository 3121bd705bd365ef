package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * What a user can get wrong: exit code 2, one message that says where, no stack trace, and nothing
 * left at or beside the output.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BadInputSparkTest {
  private static final int ROWS = 40;
  private static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType);

  private Path dir;
  private SparkSession spark;
  private TestZoo zoo;

  /** Features of this test alone. */
  private Path features;

  /** Targets of this test alone. */
  private Path targets;

  /** Holds the output and nothing else. */
  private Path beside;

  private Path goodFeatures;
  private Path goodTargets;

  @BeforeAll
  void writeWhatIsRight(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, ROWS);
    goodFeatures = dir.resolve("f");
    goodTargets = dir.resolve("t");
    zoo.writeFeatures(goodFeatures, "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
    zoo.writeTargets(goodTargets, zoo.order(), 1);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  @BeforeEach
  void makeFolders(TestInfo test) throws IOException {
    Path own = Files.createTempDirectory(dir, test.getTestMethod().orElseThrow().getName());
    features = own.resolve("f");
    targets = own.resolve("t");
    beside = Files.createDirectory(own.resolve("beside"));
  }

  private TestZoo.Outcome score(Path features, Path targets, String... more) {
    Stream<String> arguments =
        Stream.of(
            "--features",
            features.toString(),
            "--targets",
            targets.toString(),
            "--out",
            beside.resolve("out").toString());
    return TestZoo.score(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  private List<String> leftBeside() throws IOException {
    try (Stream<Path> files = Files.list(beside)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  /** Asserts that a run fails by the user's fault and says all the parts in one line. */
  private void assertFails(TestZoo.Outcome outcome, String... parts) throws IOException {
    String err = outcome.err();
    assertEquals(ExitCode.USAGE, outcome.exitCode(), err);
    List<String> lines = err.lines().filter(line -> !line.isBlank()).toList();
    List<String> errors = lines.stream().filter(line -> line.startsWith("error: ")).toList();
    assertEquals(1, errors.size(), err);
    assertFalse(err.contains("at org."), err);
    assertFalse(err.contains("Exception"), err);
    for (String part : parts) {
      assertTrue(errors.get(0).contains(part), () -> "expected '" + part + "' in: " + err);
    }
    assertEquals(List.of(), leftBeside(), err);
  }

  private static StructType schema(DataType idType, DataType featuresType) {
    return new StructType().add("id", idType).add("features", featuresType);
  }

  /** Writes a set of one file from ids and features. */
  private void write(String source, List<Row> rows, StructType schema) {
    zoo.write(rows, schema, features.resolve("source=" + source).resolve("dataset=d"), 1);
  }

  private List<Row> goodRows() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create((long) i, zoo.features[i]));
    }
    return rows;
  }

  /** The good rows with one feature of row 7 replaced. */
  private List<Row> rowsWith(Double value) {
    List<Row> rows = goodRows();
    Double[] row = Arrays.stream(zoo.features[7]).boxed().toArray(Double[]::new);
    row[3] = value;
    rows.set(7, RowFactory.create(7L, row));
    return rows;
  }

  private Path onlyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(".parquet")).findFirst().orElseThrow();
    }
  }

  @Test
  void missingFeaturesPath() throws IOException {
    assertFails(score(dir.resolve("nowhere"), goodTargets), "nowhere");
  }

  @Test
  void missingTargetsPath() throws IOException {
    assertFails(score(goodFeatures, dir.resolve("nowhere")), "nowhere");
  }

  @Test
  void noLabelsForTheDataset() throws IOException {
    Files.createDirectories(targets);
    zoo.write(
        List.of(RowFactory.create(1L, 2.0, new double[] {1, 2}, null)),
        TestZoo.labelSchema(),
        targets.resolve("dataset=other"),
        1);
    assertFails(score(goodFeatures, targets), "'d'", "other");
  }

  @Test
  void emptyFeatures() throws IOException {
    write("s", List.of(), schema(DataTypes.LongType, DOUBLES));
    assertFails(score(features, goodTargets), "source 's'", "0 rows");
  }

  @Test
  void emptyTargets() throws IOException {
    zoo.write(List.of(), TestZoo.labelSchema(), targets.resolve("dataset=d"), 1);
    assertFails(score(goodFeatures, targets), "labels of d", "at least one row");
  }

  @Test
  void missingColumns() throws IOException {
    assertFails(
        score(goodFeatures, goodTargets, "--features-column", "feature"),
        " feature",
        "features",
        ".parquet");
    assertFails(score(goodFeatures, goodTargets, "--id-column", "idd"), " idd", ".parquet");
  }

  @Test
  void wronglyTypedColumn() throws IOException {
    List<Row> rows = List.of(RowFactory.create(0L, "1 2 3"));
    write("s", rows, schema(DataTypes.LongType, DataTypes.StringType));
    assertFails(score(features, goodTargets), " features", ".parquet", "expected", "found");
  }

  @ParameterizedTest
  @ValueSource(strings = {"array", "packed", "next file"})
  void rowsOfDifferentLengths(String how) throws IOException {
    List<Row> rows = new ArrayList<>();
    if (how.equals("packed")) {
      rows.add(RowFactory.create(11L, new byte[16]));
      rows.add(RowFactory.create(13L, new byte[12]));
    } else {
      rows.add(RowFactory.create(11L, new double[] {1, 2, 3, 4}));
      rows.add(RowFactory.create(13L, new double[] {1, 2, 3}));
    }
    DataType type = how.equals("packed") ? DataTypes.BinaryType : DOUBLES;
    int files = how.equals("next file") ? 2 : 1;
    zoo.write(
        rows,
        schema(DataTypes.LongType, type),
        features.resolve("source=s").resolve("dataset=d"),
        files);
    String err = score(features, goodTargets).err();
    assertFails(score(features, goodTargets), "source=s/dataset=d/part-", "4", "3");
    if (files == 1) {
      assertTrue(err.contains("13"), err);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void featuresThatAreNotFinite(double value) throws IOException {
    write("s", rowsWith(value), schema(DataTypes.LongType, DOUBLES));
    assertFails(
        score(features, goodTargets), "part-", " features", "row 7", "id 7", "expected", "found");
    TestZoo.Outcome outcome = score(features, goodTargets, "--invalid-rows", "drop");
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    String[] row = TestZoo.csv(beside.resolve("out")).get(0);
    assertEquals("gaps", row[2]);
    List<String[]> rows = TestZoo.csv(beside.resolve("out"));
    assertTrue(rows.stream().anyMatch(r -> r[2].equals("single") && r[14].equals("39")));
    String json = Files.readString(beside.resolve("out/run.json"));
    assertTrue(json.replace(" ", "").contains("\"featuresnotfinite\":1"), json);
  }

  @Test
  void nullFeatures() throws IOException {
    List<Row> rows = goodRows();
    rows.set(7, RowFactory.create(7L, null));
    write("s", rows, schema(DataTypes.LongType, DOUBLES));
    assertFails(score(features, goodTargets), "part-", " features", "row 7", "id 7", "null");
  }

  @Test
  void aNullAmongTheFeatures() throws IOException {
    write("s", rowsWith(null), schema(DataTypes.LongType, DOUBLES));
    assertFails(score(features, goodTargets), "part-", " features", "row 7", "id 7", "null");
  }

  @Test
  void nullIds() throws IOException {
    List<Row> rows = goodRows();
    rows.set(7, RowFactory.create(null, zoo.features[7]));
    write("s", rows, schema(DataTypes.LongType, DOUBLES));
    assertFails(score(features, goodTargets), "part-", " id", "row 7", "null");
  }

  @ParameterizedTest
  @CsvSource({"0.5,true", "0.5,false", "0.99,false", "0,false"})
  void truncatedFile(double part, boolean keepsChecksum) throws IOException {
    zoo.writeFeatures(features, "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
    Path file = onlyFile(features);
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (part * bytes.length)));
    if (!keepsChecksum) {
      Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    }
    assertFails(score(features, goodTargets), file.getFileName().toString());
  }

  @Test
  void bytesChangedInTheMiddle() throws IOException {
    zoo.writeFeatures(features, "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
    Path file = onlyFile(features);
    byte[] bytes = Files.readAllBytes(file);
    Arrays.fill(bytes, 400, 900, (byte) 0x5a);
    Files.write(file, bytes);
    assertFails(score(features, goodTargets), file.getFileName().toString());
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertFails(score(features, goodTargets), file.getFileName().toString());
  }

  @Test
  void textNamedParquet() throws IOException {
    Path folder = Files.createDirectories(features.resolve("source=s/dataset=d"));
    Files.writeString(folder.resolve("readme.parquet"), "not Parquet at all\n".repeat(30));
    assertFails(score(features, goodTargets), "readme.parquet");
    Path labels = Files.createDirectories(targets.resolve("dataset=d"));
    Files.writeString(labels.resolve("labels.parquet"), "id,label\n1,2\n");
    assertFails(score(goodFeatures, targets), "labels.parquet");
  }

  @Test
  void labelMseWithoutPredictions() throws IOException {
    write("s", goodRows(), schema(DataTypes.LongType, DOUBLES));
    assertFails(
        score(features, goodTargets, "--estimators", "linear-mse,label-mse"),
        " prediction",
        "source=s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "much", "0,-1e-9", "NaN", "Infinity", ""})
  void penaltiesThatAreNone(String penalty) throws IOException {
    assertFails(score(goodFeatures, goodTargets, "--lambda", penalty), "--lambda");
  }

  @Test
  void anUnknownOptionNamesTheNearest() throws IOException {
    assertFails(score(goodFeatures, goodTargets, "--lamda", "1"), "--lamda", "--lambda");
    assertFails(score(goodFeatures, goodTargets, "--estimators", "linear-mes"), "linear-mse");
  }

  @Test
  void aTargetWithoutCompleteRows() throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          RowFactory.create(
              (long) i,
              zoo.single[i],
              i % 2 == 0 ? new Double[] {null, 1.0} : new Double[] {1.0, null},
              1.0));
    }
    zoo.write(rows, TestZoo.labelSchema(), targets.resolve("dataset=d"), 1);
    assertFails(score(goodFeatures, targets), "'pair'", "'d'");
    assertFails(score(goodFeatures, targets, "--broadcast-limit", "0"), "'pair'", "'d'");
  }

  @ParameterizedTest
  @CsvSource({"1,256m", "2,256m", "1,0", "2,0"})
  void duplicateIdsInFeatures(int files, String broadcastLimit) throws IOException {
    List<Row> rows = goodRows();
    rows.set(ROWS - 1, RowFactory.create(5L, zoo.features[5]));
    Path set = features.resolve("source=s").resolve("dataset=d");
    zoo.write(rows, schema(DataTypes.LongType, DOUBLES), set, files);
    TestZoo.Outcome outcome =
        score(features, goodTargets, "--broadcast-limit", broadcastLimit, "--chunk-size", "1");
    assertFails(outcome, "source 's'", "id 5 twice", ".parquet)");
  }

  @ParameterizedTest
  @CsvSource({"1,256m", "2,256m", "1,0", "2,0"})
  void duplicateIdsInTargets(int files, String broadcastLimit) throws IOException {
    List<Integer> order = zoo.order();
    order.set(ROWS - 1, 5);
    zoo.writeTargets(targets, order, files);
    assertFails(score(goodFeatures, targets, "--broadcast-limit", broadcastLimit), " 5 twice");
  }

  @ParameterizedTest
  @ValueSource(strings = {"256m", "0"})
  void noIdInCommon(String broadcastLimit) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create(1000L + i, 1.0 * i, new double[] {1, i}, 2.0 * i));
    }
    zoo.write(rows, TestZoo.labelSchema(), targets.resolve("dataset=d"), 1);
    assertFails(
        score(goodFeatures, targets, "--broadcast-limit", broadcastLimit),
        "source 's'",
        "features: 0, 1, 2",
        broadcastLimit.equals("0") ? "labels" : "labels: 1000, 1001, 1002");
  }

  @ParameterizedTest
  @ValueSource(strings = {"256m", "0"})
  void idsOfDifferentTypes(String broadcastLimit) throws IOException {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(RowFactory.create(Integer.toString(i), zoo.features[i]));
    }
    write("s", rows, schema(DataTypes.StringType, DOUBLES));
    assertFails(
        score(features, goodTargets, "--broadcast-limit", broadcastLimit),
        "source 's'",
        "LONG as in the labels, found TEXT (",
        ".parquet)");
  }

  @Test
  void theOutputExists() throws IOException {
    Path out = Files.createDirectory(beside.resolve("out"));
    Files.writeString(out.resolve("mine.txt"), "mine");
    TestZoo.Outcome outcome = score(goodFeatures, goodTargets);
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("--overwrite"), outcome.err());
    assertEquals(List.of("out"), leftBeside());
    assertEquals("mine", Files.readString(out.resolve("mine.txt")));
  }

  @Test
  void nothingSelected() throws IOException {
    assertFails(
        score(goodFeatures, goodTargets, "--target-names", "nosuch*"), "--target-names", "none");
    assertFails(score(goodFeatures, goodTargets, "--sources", "nosuch*"), "--sources", "none");
  }

  @Test
  void oneBrokenSetOfThree() throws IOException {
    for (String source : List.of("a", "c")) {
      write(source, goodRows(), schema(DataTypes.LongType, DOUBLES));
    }
    write("b", rowsWith(Double.NaN), schema(DataTypes.LongType, DOUBLES));
    assertFails(score(features, goodTargets), "source=b", "row 7");
    TestZoo.Outcome outcome = score(features, goodTargets, "--on-error", "skip");
    assertEquals(ExitCode.PARTIAL, outcome.exitCode(), outcome.err());
    List<String> sources =
        TestZoo.csv(beside.resolve("out")).stream().map(row -> row[0]).distinct().toList();
    assertEquals(List.of("a", "c"), sources);
    String json = Files.readString(beside.resolve("out/run.json"));
    for (String part : List.of("skipped", "source=b", "row 7", "id 7")) {
      assertTrue(json.contains(part), json);
    }
    String console = outcome.out();
    assertTrue(console.contains("source=b") && console.contains("row 7"), console);
    TestZoo.Outcome quiet =
        score(features, goodTargets, "--on-error", "skip", "--quiet", "--overwrite");
    assertEquals("", quiet.out());
    assertTrue(quiet.err().contains("warning: skipped b on d: "), quiet.err());
    assertTrue(quiet.err().contains("--invalid-rows drop"), quiet.err());
    assertEquals(List.of("out"), leftBeside());
  }

  @Test
  void nothingIsLeftWhenEverySetFails() throws IOException {
    write("b", rowsWith(Double.NaN), schema(DataTypes.LongType, DOUBLES));
    assertFails(score(features, goodTargets, "--on-error", "skip"), "source=b", "row 7");
  }
}
