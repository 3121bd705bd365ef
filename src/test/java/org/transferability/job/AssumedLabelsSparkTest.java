package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.roaringbitmap.RoaringBitmap;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;
import org.transferability.run.ScoreOptions;
import org.transferability.run.plan.DatasetLabels;
import org.transferability.run.plan.Inventory;
import org.transferability.run.plan.LabelPlanner;
import org.transferability.run.survey.LabelSurveys;

/**
 * Labels beyond the broadcast limit of which the footers count no null are read once, beside the
 * features: scores must be those of labels in memory, also where a NaN says that a label is
 * missing, or the rows are in another order.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AssumedLabelsSparkTest {
  private static final int ROWS = 400;
  private static final double SAME = 1e-12;

  /** What the label files hold. */
  private enum Labels {
    /** All labels, in the order of the features. */
    COMPLETE,
    /** The last label is NaN. */
    LAST_IS_NAN,
    /** The label is NaN in a row whose features are NaN, too. */
    NAN_IN_A_DROPPED_ROW,
    /** Only the last two rows have changed places. */
    LAST_TWO_SWAPPED,
    /** Both. */
    SWAPPED_AND_NAN
  }

  private Path dir;
  private SparkSession spark;
  private TestZoo zoo;

  @BeforeAll
  void writeFeatures(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    zoo = new TestZoo(spark, ROWS);
    zoo.features[7][3] = Double.NaN;
    zoo.writeFeatures(dir.resolve("f"), "s1", TestZoo.Encoding.DOUBLES, zoo.order(), 3);
    zoo.writeFeatures(dir.resolve("f"), "s2", TestZoo.Encoding.FLOATS, zoo.order(), 2);
    zoo.writeFeatures(dir.resolve("f"), "s3", TestZoo.Encoding.DOUBLES, zoo.order(), 1);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private Path writeTargets(Labels labels) {
    List<Integer> order = new ArrayList<>(zoo.order());
    if (labels == Labels.LAST_TWO_SWAPPED || labels == Labels.SWAPPED_AND_NAN) {
      order.add(ROWS - 2, order.remove(ROWS - 1));
    }
    int nan =
        switch (labels) {
          case COMPLETE, LAST_TWO_SWAPPED -> -1;
          case LAST_IS_NAN, SWAPPED_AND_NAN -> ROWS - 1;
          case NAN_IN_A_DROPPED_ROW -> 7;
        };
    List<Row> rows = new ArrayList<>();
    for (int i : order) {
      rows.add(RowFactory.create((long) i, zoo.single[i], i == nan ? Double.NaN : zoo.pair[i][0]));
    }
    Path targets = dir.resolve("t-" + labels);
    zoo.write(rows, schema(), targets.resolve("dataset=d"), 2);
    return targets;
  }

  private static StructType schema() {
    return new StructType()
        .add("id", DataTypes.LongType)
        .add("first", DataTypes.DoubleType)
        .add("second", DataTypes.DoubleType);
  }

  private String[] arguments(String name, Path targets, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                dir.resolve("f").toString(),
                "--targets",
                targets.toString(),
                "--out",
                dir.resolve("out-" + name).toString(),
                "--invalid-rows",
                "drop",
                "--quiet",
                "--overwrite"));
    if (!List.of(more).contains("--estimators")) {
      arguments.addAll(List.of("--estimators", "linear-mse,label-mse"));
    }
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Score and rows by source, target, estimator and penalty. */
  private Map<String, double[]> scores(String name, Path targets, String... more)
      throws IOException {
    TestZoo.Outcome outcome = TestZoo.score(arguments(name, targets, more));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, double[]> scores = new TreeMap<>();
    for (String[] row : TestZoo.csv(dir.resolve("out-" + name))) {
      scores.put(
          String.join(" ", row[0], row[2], row[3], row[4]),
          new double[] {Double.parseDouble(row[5]), Double.parseDouble(row[14])});
    }
    return scores;
  }

  private static void assertSame(Map<String, double[]> expected, Map<String, double[]> found) {
    assertEquals(expected.keySet(), found.keySet());
    expected.forEach(
        (key, score) -> {
          assertEquals(score[0], found.get(key)[0], SAME * Math.abs(score[0]), key);
          assertEquals(score[1], found.get(key)[1], key);
        });
  }

  @ParameterizedTest
  @EnumSource(Labels.class)
  void labelsFromFilesScoreAsLabelsInMemory(Labels labels) throws IOException {
    Path targets = writeTargets(labels);
    Map<String, double[]> expected = scores("memory", targets);
    assertEquals(3 * 2 * 2 * 2, expected.size());
    assertSame(expected, scores("files", targets, fromFiles()));
    assertSame(
        expected,
        scores("one-by-one", targets, fromFiles("--in-flight", "1", "--on-error", "skip")));
    assertSame(expected, scores("tiles", targets, fromFiles("--tile-limit", "0")));
  }

  private static String[] fromFiles(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("--broadcast-limit", "0", "--chunk-size", "4k"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /** Classes are cut by the range of the labels, which only a look at them gives. */
  @Test
  void classesAreCutAlike() throws IOException {
    Path targets = writeTargets(Labels.COMPLETE);
    String[] classes = {"--estimators", "linear-mse,h-score,transrate"};
    Map<String, double[]> expected =
        scores("classes-memory", targets, "--chunk-size", "4k", classes[0], classes[1]);
    assertEquals(3 * 2 * 4, expected.size());
    assertSame(expected, scores("classes-files", targets, fromFiles(classes)));
  }

  @Test
  void aTargetOfWhichAllLabelsAreNanIsRefused() {
    List<Row> rows = new ArrayList<>();
    for (int i : zoo.order()) {
      rows.add(RowFactory.create((long) i, zoo.single[i], Double.NaN));
    }
    Path targets = dir.resolve("t-none");
    zoo.write(rows, schema(), targets.resolve("dataset=d"), 1);
    TestZoo.Outcome outcome = TestZoo.score(arguments("none", targets, fromFiles()));
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("'second'"), outcome.err());
    assertTrue(outcome.err().contains("none in 400 rows"), outcome.err());
  }

  /** With what the surveys say to whoever plans: assumed only where it can be found out later. */
  @Test
  void labelsAreAssumedOnlyWhereFootersCountNoNullAndNothingIsKept() throws IOException {
    assertTrue(labels(writeTargets(Labels.COMPLETE)).survey().isAssumed());
    assertTrue(labels(writeTargets(Labels.LAST_IS_NAN)).survey().isAssumed());
    assertTrue(isLookedAt(writeTargets(Labels.COMPLETE), "--state", dir.resolve("st").toString()));
    assertTrue(isLookedAt(writeTargets(Labels.COMPLETE), "--fold-column", "id", "--folds", "2"));
    Path gaps = dir.resolve("t-gaps");
    zoo.writeTargets(gaps, zoo.order(), 1);
    assertTrue(isLookedAt(gaps, "--target-names", "gaps"));
    assertTrue(isLookedAt(gaps, "--target-names", "pair")); // whose width only a row tells
    assertTrue(labels(gaps, "--target-names", "single").survey().isAssumed());
  }

  private boolean isLookedAt(Path targets, String... more) throws IOException {
    return !labels(targets, more).survey().isAssumed();
  }

  private DatasetLabels labels(Path targets, String... more) throws IOException {
    ScoreOptions options =
        ((ScoreOptionsRequest.Run)
                ScoreOptionsRequest.parse(arguments("unused", targets, fromFiles(more))))
            .options();
    Configuration conf = new Configuration();
    Inventory inventory = Inventory.of(options.study(), conf);
    JavaSparkContext context = new JavaSparkContext(spark.sparkContext());
    LabelSurveys surveys =
        new LabelSurveys(context, context.broadcast(new SerializableConfiguration(conf)));
    LabelPlanner planner =
        new LabelPlanner(
            options.planSettings(), conf, surveys, (table, sets) -> new RoaringBitmap());
    return planner.labels(
        inventory.labels().get("d"),
        List.copyOf(inventory.sets().get(0).targets()),
        inventory.sets());
  }

  @Test
  void anErrorInTheLabelsNamesItsRow() {
    List<Row> rows = new ArrayList<>();
    for (int i : zoo.order()) {
      double second = i == 390 ? Double.POSITIVE_INFINITY : zoo.pair[i][0];
      rows.add(RowFactory.create((long) i, zoo.single[i], second));
    }
    Path targets = dir.resolve("t-infinite");
    zoo.write(rows, schema(), targets.resolve("dataset=d"), 1);
    TestZoo.Outcome outcome = TestZoo.score(arguments("infinite", targets, fromFiles()));
    assertEquals(ExitCode.USAGE, outcome.exitCode(), outcome.err());
    assertTrue(outcome.err().contains("second"), outcome.err());
    assertTrue(outcome.err().contains("390"), outcome.err());
  }
}
