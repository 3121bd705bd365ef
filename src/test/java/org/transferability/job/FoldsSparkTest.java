package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

/** Folds through the whole job: every estimator, scores and standard errors. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FoldsSparkTest {
  private static final int ROWS = 300;
  private static final double SAME = 1e-10;
  private static final String ESTIMATORS =
      "linear-mse,gcv,origin-gcv,logme,cv-mse,label-mse,lab-logme,lab-cv-mse";

  private Path dir;
  private SparkSession spark;
  private Map<String, double[]> expected;

  @BeforeAll
  void scoreTheReference(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark = TestSpark.local(2);
    TestZoo zoo = new TestZoo(spark, ROWS);
    zoo.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
    zoo.writeTargets(dir.resolve("t"), zoo.order(), 1);
    expected = scores("reference", "f", "t");
    // three targets; linear, label: 3 penalties; gcv, cv, lab-cv: and the best; three without any
    assertEquals(3 * (2 * 3 + 3 * 4 + 3), expected.size());
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** By target, estimator and penalty: score, standard error, n. */
  private Map<String, double[]> scores(String name, String features, String targets, String... more)
      throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--overwrite", "--quiet"));
    arguments.addAll(List.of("--features", dir.resolve(features).toString()));
    arguments.addAll(List.of("--out", dir.resolve("out-" + name).toString()));
    if (targets != null) {
      arguments.addAll(List.of("--targets", dir.resolve(targets).toString()));
    }
    if (!List.of(more).contains("--estimators")) {
      arguments.addAll(List.of("--estimators", ESTIMATORS, "--lambda", "0,1,0.01r"));
    }
    arguments.addAll(List.of(more));
    TestZoo.Outcome outcome = TestZoo.score(arguments.toArray(String[]::new));
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

  private static void assertSame(
      Map<String, double[]> expected, Map<String, double[]> found, double tolerance) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (key, values) -> {
          for (int i = 0; i < values.length; i++) {
            double margin = tolerance * (Math.abs(values[i]) + Math.abs(values[0]));
            assertEquals(values[i], found.get(key)[i], margin, key + " " + i);
          }
        });
  }

  @Test
  void neitherOrderNorFilesNorChunksNorTheJoinMatter() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    zoo.writeFeatures(dir.resolve("f7"), "s", TestZoo.Encoding.FLOATS, zoo.shuffled(1), 7);
    zoo.writeTargets(dir.resolve("t7"), zoo.shuffled(2), 3);
    assertSame(expected, scores("files", "f7", "t7"), SAME);
    assertSame(expected, scores("chunks", "f7", "t7", "--chunk-size", "1k"), SAME);
    assertSame(expected, scores("shuffle", "f7", "t7", "--broadcast-limit", "0"), SAME);
    zoo.writeTogether(dir.resolve("own"), "s", zoo.shuffled(3), 4);
    assertSame(expected, scores("own", "own", null), SAME);
    assertFalse(Files.readString(dir.resolve("out-own/run.json")).contains("assigned to folds"));
  }

  @Test
  void aTargetAloneScoresAsAmongOthers() throws IOException {
    Map<String, double[]> gaps = new TreeMap<>(expected);
    gaps.keySet().removeIf(key -> !key.startsWith("gaps "));
    assertSame(gaps, scores("alone", "f", "t", "--target-names", "gaps"), SAME);
  }

  @Test
  void withoutFoldsTheScoresAreTheSameAndNothingIsKnownOfThem() throws IOException {
    Map<String, double[]> none =
        scores("none", "f", "t", "--folds", "0", "--estimators", "linear-mse,origin-gcv,label-mse");
    none.forEach(
        (key, values) -> {
          double score = expected.getOrDefault(key, values)[0];
          assertEquals(score, values[0], 1e-12 * Math.abs(score), key);
          assertTrue(Double.isNaN(values[1]), key);
        });
  }

  /** Centred estimators do not see a shift; relative penalties and gcv do not see a scale. */
  @Test
  void shiftAndScale() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS).shiftFeatures(1e6).shiftLabels(-1e6);
    zoo.writeFeatures(dir.resolve("f-shift"), "s", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
    zoo.writeTargets(dir.resolve("t-shift"), zoo.order(), 1);
    assertOnly(
        scores(
            "shift",
            "f-shift",
            "t-shift",
            "--estimators",
            "linear-mse,gcv,cv-mse",
            "--lambda",
            "0,1,0.01r"),
        "0 1 0.01r best",
        1e-8);
    TestZoo scaled = new TestZoo(spark, ROWS);
    for (double[] row : scaled.features) {
      for (int j = 0; j < row.length; j++) {
        row[j] *= 1024;
      }
    }
    scaled.writeFeatures(dir.resolve("f-scale"), "s", TestZoo.Encoding.DOUBLES, scaled.order(), 1);
    assertOnly(
        scores(
            "scale",
            "f-scale",
            "t",
            "--estimators",
            "linear-mse,gcv,cv-mse",
            "--lambda",
            "0,1,0.01r"),
        "0 0.01r",
        SAME);
  }

  private void assertOnly(Map<String, double[]> found, String penalties, double tolerance) {
    List<String> wanted = List.of(penalties.split(" "));
    int compared = 0;
    for (Map.Entry<String, double[]> row : found.entrySet()) {
      String lambda = row.getKey().substring(row.getKey().lastIndexOf(' ') + 1);
      if (wanted.contains(lambda)) {
        double score = expected.get(row.getKey())[0];
        double error = expected.get(row.getKey())[1];
        assertEquals(score, row.getValue()[0], tolerance * Math.abs(score), row.getKey());
        assertEquals(error, row.getValue()[1], tolerance * Math.abs(score), row.getKey());
        compared++;
      }
    }
    assertTrue(compared >= 9, () -> found.keySet().toString());
  }

  /** A fold column that repeats the id deals rows as the id does, wherever it stands. */
  @Test
  void foldColumn() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    writeTargetsWithGroup(zoo, "t-id", 1);
    assertSame(
        expected, scores("column", "f", "t-id", "--fold-column", "group", "--folds", "5"), SAME);
    assertSame(
        expected,
        scores(
            "brought",
            "f",
            "t-id",
            "--fold-column",
            "group",
            "--folds",
            "5",
            "--broadcast-limit",
            "0"),
        SAME);
    writeTargetsWithGroup(zoo, "t-subject", 30);
    Map<String, double[]> subjects =
        scores("subject", "f", "t-subject", "--fold-column", "group", "--folds", "5");
    assertFalse(subjects.containsKey("group linear-mse 0"));
    assertEquals(
        expected.get("single linear-mse 0")[0], subjects.get("single linear-mse 0")[0], 1e-11);
    assertTrue(
        expected.get("single cv-mse 0")[0] != subjects.get("single cv-mse 0")[0],
        "other folds, other held-out errors");
    assertSame(
        subjects,
        scores(
            "subject-brought",
            "f",
            "t-subject",
            "--fold-column",
            "group",
            "--folds",
            "5",
            "--broadcast-limit",
            "0"),
        SAME);
  }

  /** Rows alike in their id divided by {@code each} have the same group. */
  private void writeTargetsWithGroup(TestZoo zoo, String name, int each) {
    List<Row> rows = new ArrayList<>();
    for (int i : zoo.order()) {
      rows.add(
          RowFactory.create((long) i, zoo.single[i], zoo.pair[i], zoo.gaps[i], (long) (i / each)));
    }
    StructType schema = TestZoo.labelSchema().add("group", DataTypes.LongType);
    zoo.write(rows, schema, dir.resolve(name).resolve("dataset=d"), 2);
  }

  @Test
  void withoutIdsRowsAreAssignedByPositionWithAWarning() throws IOException {
    TestZoo zoo = new TestZoo(spark, ROWS);
    List<Row> rows = new ArrayList<>();
    for (int i : zoo.order()) {
      rows.add(RowFactory.create(zoo.features[i], zoo.single[i]));
    }
    StructType schema =
        new StructType()
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("single", DataTypes.DoubleType);
    zoo.write(rows, schema, dir.resolve("no-id").resolve("source=s").resolve("dataset=d"), 2);
    Map<String, double[]> found =
        scores("no-id", "no-id", null, "--estimators", "linear-mse,cv-mse", "--lambda", "0");
    assertEquals(
        expected.get("single linear-mse 0")[0], found.get("single linear-mse 0")[0], 1e-11);
    assertTrue(found.get("single cv-mse 0")[1] > 0);
    String json = Files.readString(dir.resolve("out-no-id/run.json"));
    assertTrue(json.contains("assigned to folds by their file name"), json);
  }
}
