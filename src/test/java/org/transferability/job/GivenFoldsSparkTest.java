package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/** Groups and splits that a column states, through the whole job. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GivenFoldsSparkTest {
  private static final int ROWS = 300;
  private static final double SAME = 1e-10;

  private Path dir;
  private SparkSession spark;
  private TestZoo zoo;

  @BeforeAll
  void write(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, ROWS);
    zoo.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 2);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** Labels with one more column, of the rows for which it is not null. */
  private void writeTargets(String name, IntFunction<String> value) {
    List<Row> rows = new ArrayList<>();
    for (int i : zoo.order()) {
      String text = value.apply(i);
      if (text != null) {
        rows.add(RowFactory.create((long) i, zoo.single[i], zoo.pair[i], zoo.gaps[i], text));
      }
    }
    StructType schema = TestZoo.labelSchema().add("part", DataTypes.StringType);
    zoo.write(rows, schema, dir.resolve(name).resolve("dataset=d"), 2);
  }

  /** The same labels in the rows of the features. */
  private void writeTogether(String name, IntFunction<String> value) {
    List<Row> rows = new ArrayList<>();
    for (int i : zoo.order()) {
      rows.add(RowFactory.create((long) i, zoo.features[i], zoo.single[i], value.apply(i)));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("single", DataTypes.DoubleType)
            .add("part", DataTypes.StringType);
    zoo.write(rows, schema, dir.resolve(name).resolve("source=s").resolve("dataset=d"), 3);
  }

  private TestZoo.Outcome run(String name, String... more) throws IOException {
    List<String> arguments =
        new ArrayList<>(
            List.of("--overwrite", "--quiet", "--out", dir.resolve("out-" + name).toString()));
    arguments.addAll(List.of(more));
    for (int i = 0; i < arguments.size(); i++) {
      if (arguments.get(i).startsWith("@")) {
        arguments.set(i, dir.resolve(arguments.get(i).substring(1)).toString());
      }
    }
    return TestZoo.score(arguments.toArray(String[]::new));
  }

  /** By target, estimator and penalty: score, standard error, n. */
  private Map<String, double[]> scores(String name, String... more) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(more));
    arguments.addAll(List.of("--estimators", "cv-r2,cv-pearson,linear-mse", "--lambda", "0,0.01r"));
    TestZoo.Outcome outcome = run(name, arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, double[]> scores = new TreeMap<>();
    for (String[] row : TestZoo.csv(dir.resolve("out-" + name))) {
      scores.put(
          String.join(" ", row[2], row[3], row[4]),
          new double[] {
            Double.parseDouble(row[5]), Double.parseDouble(row[9]), Double.parseDouble(row[14])
          });
    }
    return scores;
  }

  private static void assertSame(Map<String, double[]> expected, Map<String, double[]> found) {
    expected.forEach(
        (key, values) -> {
          for (int i = 0; i < values.length; i++) {
            double margin = SAME * (Math.abs(values[i]) + Math.abs(values[0]));
            if (Double.isNaN(values[i])) { // cv-pearson has no interval
              assertEquals(values[i], found.get(key)[i], key + " " + i);
              continue;
            }
            assertEquals(values[i], found.get(key)[i], margin, key + " " + i);
          }
        });
  }

  private List<String> folds(String name, String start) throws IOException {
    return Files.readAllLines(dir.resolve("out-" + name).resolve("folds.csv")).stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.split(",", -1))
        .map(cells -> cells[5] + ":" + cells[6])
        .toList();
  }

  private static String subject(int row) {
    return "subject " + row * 7 / ROWS;
  }

  @Test
  void eachValueIsAFoldWhereverTheLabelsAre() throws IOException {
    writeTargets("t-groups", GivenFoldsSparkTest::subject);
    writeTogether("own-groups", GivenFoldsSparkTest::subject);
    String[] labels = {"--features", "@f", "--targets", "@t-groups", "--fold-column", "part"};
    Map<String, double[]> joined = scores("groups", labels);
    List<String> counts =
        IntStream.range(0, 7)
            .mapToObj(
                g ->
                    "subject "
                        + g
                        + ":"
                        + IntStream.range(0, ROWS).filter(i -> i * 7 / ROWS == g).count())
            .toList();
    assertEquals(counts, folds("groups", "s,d,single,cv-r2,best"));
    assertSame(
        joined,
        scores(
            "groups-brought",
            "--features",
            "@f",
            "--targets",
            "@t-groups",
            "--fold-column",
            "part",
            "--broadcast-limit",
            "0"));
    Map<String, double[]> own =
        scores("groups-own", "--features", "@own-groups", "--fold-column", "part");
    joined.keySet().removeIf(key -> !key.startsWith("single "));
    assertSame(joined, own);
    assertEquals(counts, folds("groups-own", "s,d,single,cv-r2,best"));
  }

  private static String part(int row) {
    return row % 3 == 0 ? "test" : row % 11 == 1 ? "val" : "train";
  }

  @Test
  void aSplitIsScoredInOneDirectionWhereverTheLabelsAre() throws IOException {
    writeTargets("t-split", GivenFoldsSparkTest::part);
    writeTargets("t-train", i -> part(i).equals("train") ? "train" : null);
    writeTogether("own-split", GivenFoldsSparkTest::part);
    Map<String, double[]> joined =
        scores("split", "--features", "@f", "--targets", "@t-split", "--split-column", "part");
    long test = IntStream.range(0, ROWS).filter(i -> part(i).equals("test")).count();
    assertEquals(List.of("test:" + test), folds("split", "s,d,single,cv-r2,best"));
    assertSame(
        joined,
        scores(
            "split-brought",
            "--features",
            "@f",
            "--targets",
            "@t-split",
            "--split-column",
            "part",
            "--broadcast-limit",
            "0"));
    Map<String, double[]> own =
        scores("split-own", "--features", "@own-split", "--split-column", "part");
    Map<String, double[]> train =
        scores("train", "--features", "@f", "--targets", "@t-train", "--target-names", "single");
    train.keySet().removeIf(key -> !key.contains("linear-mse"));
    assertSame(train, joined); // fits to the train rows alone
    joined.keySet().removeIf(key -> !key.startsWith("single "));
    assertSame(joined, own);
  }

  @Test
  void otherValuesAreErrors() throws IOException {
    writeTargets("t-many", i -> "video" + i % 65);
    writeTargets("t-typo", i -> i == 7 ? "tets" : part(i));
    writeTargets("t-only", i -> "train");
    assertFails("fold column 'part'", "found 65", "@t-many", "--fold-column");
    assertFails("test or validation", "found 'tets' (", "@t-typo", "--split-column");
    assertFails("row ", "'tets'", "@t-typo", "--split-column");
    assertFails("rows with train and", "found only train", "@t-only", "--split-column");
    TestZoo.Outcome merged =
        run(
            "merged",
            "--features",
            "@f",
            "--targets",
            "@t-many",
            "--fold-column",
            "part",
            "--folds",
            "4");
    assertEquals(ExitCode.OK, merged.exitCode(), merged.err());
  }

  private void assertFails(String some, String more, String targets, String option)
      throws IOException {
    TestZoo.Outcome outcome = run("bad", "--features", "@f", "--targets", targets, option, "part");
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains(some) && outcome.err().contains(more), outcome.err());
  }
}
