package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * Rows of fill values that lack a target's labels, through the whole job: the target scores as in a
 * study from which these rows are deleted. Some lack all labels, the first block and a whole file
 * among them; some lack one target's only, and count for the other.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class UnlabelledRowsSparkTest {
  private static final int ROWS = 900;
  private static final double SAME = 1e-11;

  /**
   * Of the target that has fill values among its own rows: a condition of 1e6 makes digits differ.
   */
  private static final double SAME_WITH_FILLS = 1e-9;

  private static final double[] FILLS = {-9999, 1e8, 9.97e36, 1e120};
  private static final String ESTIMATORS = "linear-mse,gcv,cv-mse,origin-gcv,logme";

  /** Not to be had with a state. */
  private static final String BY_CLASSES = ",h-score,transrate";

  private Path dir;
  private SparkSession spark;
  private TestZoo zoo;
  private final Double[][] labels = new Double[ROWS][2];

  @BeforeAll
  void write(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, ROWS);
    Random random = new Random(4);
    for (int i = 0; i < ROWS; i++) {
      boolean firstBlock = i < 390;
      boolean wholeFile = i >= 600 && i < 750;
      labels[i] =
          new Double[] {
            i % 7 == 0 ? null : (Double) zoo.single[i], i % 5 == 0 ? null : (Double) zoo.pair[i][0]
          };
      if (wholeFile || (firstBlock && i % 3 == 0)) {
        labels[i] = new Double[2];
        fill(i, FILLS[i % FILLS.length]);
      } else if (i % 97 == 0) {
        labels[i][0] = null; // counts for the other target
        labels[i][1] = random.nextGaussian();
        fill(i, 100);
      } else {
        zoo.features[i][3] = 0.1; // constant but for rows that do not count
      }
    }
    writeAll("all", zoo.order());
    for (int t = 0; t < 2; t++) {
      int target = t;
      writeAll(name(t), zoo.order().stream().filter(i -> labels[i][target] != null).toList());
    }
  }

  private void fill(int row, double value) {
    for (int j = 0; j < TestZoo.WIDTH; j++) {
      zoo.features[row][j] = value * (1 + (row + j) % 3);
    }
  }

  private static String name(int target) {
    return target == 0 ? "one" : "two";
  }

  private void writeAll(String name, List<Integer> order) {
    // six files of the whole: the fifth has no labels at all
    zoo.writeFeatures(dir.resolve(name).resolve("f"), "s", TestZoo.Encoding.DOUBLES, order, 6);
    List<Row> rows = new ArrayList<>();
    List<Row> beside = new ArrayList<>();
    for (int i : order) {
      rows.add(RowFactory.create((long) i, labels[i][0], labels[i][1]));
      beside.add(RowFactory.create((long) i, zoo.features[i], labels[i][0], labels[i][1]));
    }
    StructType id = new StructType().add("id", DataTypes.LongType);
    StructType targets = new StructType();
    for (int t = 0; t < 2; t++) {
      targets = targets.add(name(t), DataTypes.DoubleType);
    }
    zoo.write(rows, with(id, targets), dir.resolve(name).resolve("t").resolve("dataset=d"), 2);
    StructType features = id.add("features", DataTypes.createArrayType(DataTypes.DoubleType));
    zoo.write(
        beside,
        with(features, targets),
        dir.resolve(name).resolve("b").resolve("source=s").resolve("dataset=d"),
        6);
  }

  private static StructType with(StructType schema, StructType more) {
    StructType all = schema;
    for (var field : more.fields()) {
      all = all.add(field);
    }
    return all;
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** Ways to bring labels to features, and to cut the work. */
  static Stream<List<String>> ways() {
    return Stream.of(
        List.of(),
        List.of("--chunk-size", "1k"),
        List.of("--chunk-size", "1k", "--tile-limit", "0"),
        List.of("--broadcast-limit", "0"),
        List.of("--state", "STATE"),
        List.of("BESIDE"));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void theScoreIsThatOfTheRowsWithLabels(List<String> way) throws IOException {
    Map<String, Double> together = scores("all", "one,two", way);
    if (way.contains("STATE")) {
      together = scores("all", "one,two", way); // and once more, from the state
    }
    for (int t = 0; t < 2; t++) {
      Map<String, Double> alone = scores(name(t), name(t), way);
      assertEquals(way.contains("STATE") ? 13 : 15, alone.size());
      for (Map.Entry<String, Double> score : alone.entrySet()) {
        double expected = score.getValue();
        double found = together.get(score.getKey());
        double tolerance = (t == 0 ? SAME : SAME_WITH_FILLS) * Math.abs(expected);
        assertEquals(expected, found, tolerance, way + " " + score.getKey());
      }
    }
  }

  /** Scores by target, estimator and penalty. */
  private Map<String, Double> scores(String tree, String targets, List<String> way)
      throws IOException {
    Path out = dir.resolve("out");
    boolean beside = way.contains("BESIDE");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                dir.resolve(tree).resolve(beside ? "b" : "f").toString(),
                "--target-names",
                targets,
                "--estimators",
                ESTIMATORS + (way.contains("STATE") ? "" : BY_CLASSES),
                "--lambda",
                "0,1e-3r,1",
                "--folds",
                "4",
                "--quiet",
                "--overwrite",
                "--report",
                "none",
                "--out",
                out.toString()));
    if (!beside) {
      arguments.addAll(List.of("--targets", dir.resolve(tree).resolve("t").toString()));
    }
    way.stream()
        .filter(option -> !option.equals("BESIDE"))
        .map(option -> option.equals("STATE") ? dir.resolve("state-" + tree).toString() : option)
        .forEach(arguments::add);
    TestZoo.Outcome outcome = TestZoo.score(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, Double> scores = new TreeMap<>();
    for (String[] row : TestZoo.csv(out)) {
      scores.put(String.join(" ", row[2], row[3], row[4]), Double.parseDouble(row[5]));
    }
    return scores;
  }
}
