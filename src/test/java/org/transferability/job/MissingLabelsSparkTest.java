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
import org.apache.spark.sql.types.DataType;
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
 * Targets with gaps, scored together in one pass, against studies that hold one target and only the
 * rows that have it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MissingLabelsSparkTest {
  private static final int ROWS = 300;

  /**
   * A group's Gram matrix is that of all rows minus that of the others, which costs some rounding.
   */
  private static final double SAME = 1e-11;

  private static final DataType PAIR = DataTypes.createArrayType(DataTypes.DoubleType);

  /** Name and type of each target. */
  private static final Map<String, DataType> TARGETS =
      new TreeMap<>(
          Map.of(
              "complete", DataTypes.DoubleType,
              "fifthMissing", DataTypes.DoubleType,
              "fifthMissingToo", PAIR,
              "thirdPresent", DataTypes.DoubleType,
              "fewPresent", DataTypes.FloatType,
              "halfPairs", PAIR));

  private Path dir;
  private SparkSession spark;
  private TestZoo zoo;
  private final List<Map<String, Object>> labels = new ArrayList<>();

  /** Scores by target of the studies that hold it alone. */
  private final Map<String, Map<String, double[]>> alone = new TreeMap<>();

  @BeforeAll
  void scoreEachTargetAlone(@TempDir Path temporary) throws IOException {
    dir = temporary;
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, ROWS);
    Random random = new Random(77);
    for (int i = 0; i < ROWS; i++) {
      Map<String, Object> row = new TreeMap<>();
      row.put("complete", zoo.single[i]);
      row.put("fifthMissing", i % 5 == 2 ? null : (Object) (zoo.single[i] + random.nextGaussian()));
      row.put("fifthMissingToo", i % 5 == 2 ? null : zoo.pair[i]);
      row.put("thirdPresent", i % 3 == 0 ? (Object) (zoo.pair[i][0] + 5) : Double.NaN);
      row.put("fewPresent", random.nextInt(6) == 0 ? (Object) (float) zoo.pair[i][1] : null);
      row.put("halfPairs", halfPair(i, random));
      labels.add(row);
    }
    zoo.writeFeatures(dir.resolve("f"), "s", TestZoo.Encoding.FLOATS, zoo.shuffled(5), 3);
    writeTargets(dir.resolve("t"), List.copyOf(TARGETS.keySet()), zoo.shuffled(6));
    for (String target : TARGETS.keySet()) {
      Path own = dir.resolve("own-" + target);
      zoo.writeFeatures(own.resolve("f"), "s", TestZoo.Encoding.DOUBLES, present(target), 1);
      writeTargets(own.resolve("t"), List.of(target), present(target));
      alone.put(target, scores("alone-" + target, own.resolve("f"), own.resolve("t")));
    }
  }

  private List<Integer> present(String target) {
    return zoo.order().stream().filter(i -> isPresent(i, target)).toList();
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** Two labels of which none, the first, or the second is missing: one is as bad as both. */
  private Double[] halfPair(int i, Random random) {
    int which = random.nextInt(4);
    return new Double[] {
      which == 0 ? null : (Double) zoo.pair[i][0],
      which == 1 ? null : (Double) (zoo.single[i] * 3 + random.nextGaussian())
    };
  }

  private boolean isPresent(int row, String target) {
    Object label = labels.get(row).get(target);
    if (label instanceof Double[] pair) {
      return pair[0] != null && pair[1] != null;
    }
    return label != null && !label.equals(Double.NaN);
  }

  private void writeTargets(Path root, List<String> targets, List<Integer> order) {
    StructType schema = new StructType().add("id", DataTypes.LongType);
    for (String target : targets) {
      schema = schema.add(target, TARGETS.get(target));
    }
    List<Row> rows = new ArrayList<>();
    for (int i : order) {
      List<Object> values = new ArrayList<>(List.of((long) i));
      targets.forEach(target -> values.add(labels.get(i).get(target)));
      rows.add(RowFactory.create(values.toArray()));
    }
    zoo.write(rows, schema, root.resolve("dataset=d"), 2);
  }

  /** Score and rows of each target, estimator and penalty. */
  private Map<String, double[]> scores(String name, Path features, Path targets, String... more)
      throws IOException {
    Path out = dir.resolve("out-" + name);
    Stream<String> arguments =
        Stream.of(
            "--features",
            features.toString(),
            "--targets",
            targets.toString(),
            "--estimators",
            "linear-mse,label-mse",
            "--lambda",
            "0,1e-3,1",
            "--quiet",
            "--out",
            out.toString());
    TestZoo.Outcome outcome =
        TestZoo.score(Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, double[]> scores = new TreeMap<>();
    for (String[] row : TestZoo.csv(out)) {
      scores.put(
          String.join(" ", row[2], row[3], row[4]),
          new double[] {
            Double.parseDouble(row[5]), Double.parseDouble(row[6]), Double.parseDouble(row[14])
          });
    }
    return scores;
  }

  /** Ways to bring labels to features, and to cut the work. */
  static Stream<List<String>> ways() {
    return Stream.of(
        List.of(),
        List.of("--chunk-size", "1k"),
        List.of("--broadcast-limit", "0"),
        List.of("--broadcast-limit", "0", "--chunk-size", "1k"));
  }

  @ParameterizedTest
  @MethodSource("ways")
  void aTargetScoresAsIfOnlyItsRowsExisted(List<String> way) throws IOException {
    String name = String.join("", way);
    Map<String, double[]> together =
        scores("all" + name, dir.resolve("f"), dir.resolve("t"), way.toArray(String[]::new));
    assertEquals(6 * 2 * 3, together.size());
    alone.forEach(
        (target, scores) -> {
          assertEquals(6, scores.size());
          scores.forEach((key, expected) -> assertNear(expected, together.get(key), target, key));
        });
  }

  private void assertNear(double[] expected, double[] found, String target, String key) {
    assertEquals(present(target).size(), found[2], key);
    assertEquals(expected[2], found[2], key);
    assertEquals(expected[0], found[0], SAME * Math.abs(expected[0]), key);
    assertEquals(expected[1], found[1], SAME * Math.abs(expected[1]), key);
  }
}
