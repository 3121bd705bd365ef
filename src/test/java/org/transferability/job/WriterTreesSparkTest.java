package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * Trees that DuckDB, Polars, arrow-rs and hyparquet-writer wrote have the scores that numpy
 * computed from the rows, and those of the tree that Spark writes from the same rows.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WriterTreesSparkTest {
  private static final List<String> SOURCES = List.of("single", "double", "half");
  private static final List<String> TARGETS =
      List.of("y", "h", "pair", "gaps", "dec", "flag", "big");

  private Path dir;
  private SparkSession spark;
  private Path scores;

  /** All trees are datasets of one run, since a run takes longer than to read a tree. */
  @BeforeAll
  void scoreAllTrees(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark = TestSpark.local(2);
    Path features = dir.resolve("features");
    Path targets = dir.resolve("targets");
    JsonNode numbers = WriterTrees.numbers();
    for (String source : SOURCES) {
      writeFeatures(numbers.get("sources").get(source), features.resolve("source=" + source));
    }
    writeTargets(numbers, targets.resolve("dataset=spark"));
    for (WriterTrees.Tree tree : WriterTrees.all()) {
      if (!tree.labelsBeside()) {
        tree.copyTo(features, targets);
      }
    }
    scores = dir.resolve("out");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                features.toString(),
                "--targets",
                targets.toString(),
                "--out",
                scores.toString()));
    arguments.addAll(WriterTrees.OPTIONS);
    TestZoo.Outcome outcome = TestZoo.score(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private void writeFeatures(JsonNode source, Path folder) {
    DataType doubles = DataTypes.createArrayType(DataTypes.DoubleType);
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < source.get("features").size(); i++) {
      rows.add(
          RowFactory.create(
              "row-" + i,
              doubles(source.get("features").get(i)),
              doubles(source.get("prediction").get(i))));
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.StringType)
            .add("features", doubles)
            .add("prediction", doubles);
    write(rows, schema, folder.resolve("dataset=spark"));
  }

  private void writeTargets(JsonNode numbers, Path folder) {
    StructType schema =
        new StructType().add("id", DataTypes.StringType).add("subject", DataTypes.StringType);
    for (String target : TARGETS) {
      boolean list = target.equals("pair");
      schema =
          schema.add(
              target,
              list ? DataTypes.createArrayType(DataTypes.DoubleType) : DataTypes.DoubleType);
    }
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < numbers.get("groups").size(); i++) {
      List<Object> cells =
          new ArrayList<>(List.of("row-" + i, numbers.get("groups").get(i).asText()));
      for (String target : TARGETS) {
        cells.add(cell(numbers.get("labels").get(target).get(i)));
      }
      rows.add(RowFactory.create(cells.toArray()));
    }
    write(rows, schema, folder);
  }

  private void write(List<Row> rows, StructType schema, Path folder) {
    spark
        .createDataFrame(new JavaSparkContext(spark.sparkContext()).parallelize(rows, 1), schema)
        .write()
        .parquet(folder.toString());
  }

  /** Numbers, exact numbers written as text, true as 1. */
  private static Object cell(JsonNode value) {
    if (value.isNull()) {
      return null;
    }
    if (value.isArray()) {
      return doubles(value);
    }
    if (value.isBoolean()) {
      return value.asBoolean() ? 1.0 : 0.0;
    }
    return Double.parseDouble(value.asText());
  }

  private static double[] doubles(JsonNode list) {
    double[] values = new double[list.size()];
    for (int j = 0; j < values.length; j++) {
      values[j] = list.get(j).asDouble();
    }
    return values;
  }

  static List<WriterTrees.Tree> trees() {
    return WriterTrees.all();
  }

  @Test
  void theTreeOfSparkHasTheScoresOfNumpy() {
    new WriterTrees.Tree("spark", SOURCES, TARGETS).check(scores, "spark");
  }

  @ParameterizedTest
  @MethodSource("trees")
  void everyTreeHasTheScoresOfNumpyAndOfSpark(WriterTrees.Tree tree) {
    Path out = scores;
    String dataset = tree.name();
    if (tree.labelsBeside()) {
      out = dir.resolve(tree.name());
      dataset = "d";
      TestZoo.Outcome outcome = TestZoo.score(tree.arguments(out));
      assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    }
    tree.check(out, dataset);
    tree.checkAgainst(scores, "spark", out, dataset);
  }

  @ParameterizedTest
  @ValueSource(strings = {"duckdb-brotli", "arrow-rs-brotli"})
  void aCodecThatIsNotThereIsNamed(String name) {
    Path out = dir.resolve(name);
    TestZoo.Outcome outcome =
        TestZoo.score(new WriterTrees.Tree(name, List.of(), List.of()).arguments(out));
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertEquals(1, outcome.err().lines().count(), outcome.err());
    assertTrue(outcome.err().contains("BROTLI"), outcome.err());
    assertFalse(outcome.err().contains("damaged"), outcome.err());
    assertFalse(Files.exists(out), outcome.err());
  }
}
