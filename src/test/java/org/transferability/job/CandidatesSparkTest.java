package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.transferability.report.verdict.Verdict;
import org.transferability.report.verdict.Verdicts;
import org.transferability.run.plan.Reduction;

/** Candidates do not depend on how rows are stored, joined, merged or kept. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CandidatesSparkTest {
  private static final int ROWS = 1500; // more than are sampled

  private Path dir;
  private SparkSession spark;
  private Found expected;

  /** The column of scores.csv by row, and the standard errors in the form of rows needed. */
  private record Found(Map<String, String> column, Map<String, Double> rows) {}

  @BeforeAll
  void scoreTheReference(@TempDir Path temporary) throws Exception {
    dir = temporary;
    spark = TestSpark.local(2);
    write("f", "t", 1);
    expected = score("reference", "f", "t");
    assertEquals(3, expected.rows().size());
    assertEquals(18, expected.column().size());
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  /** Three sources: one that knows the labels, a slightly worse one, and one without half of it. */
  private void write(String features, String targets, int files) {
    TestZoo zoo = new TestZoo(spark, ROWS);
    List<Integer> order = files == 1 ? zoo.order() : zoo.shuffled(files);
    zoo.writeTargets(dir.resolve(targets), files == 1 ? order : zoo.shuffled(files + 1), files);
    zoo.writeFeatures(dir.resolve(features), "a", TestZoo.Encoding.FLOATS, order, files);
    spoil(zoo, 0, TestZoo.WIDTH, 0.01);
    zoo.writeFeatures(dir.resolve(features), "b", TestZoo.Encoding.FLOATS, order, files);
    spoil(zoo, 0, 6, 5);
    zoo.writeFeatures(dir.resolve(features), "c", TestZoo.Encoding.FLOATS, order, files);
  }

  private static void spoil(TestZoo zoo, int from, int to, double by) {
    Random random = new Random(4);
    for (double[] row : zoo.features) {
      for (int j = from; j < to; j++) {
        row[j] = (float) (row[j] + by * (1 + j) * random.nextGaussian());
      }
    }
  }

  private Found score(String name, String features, String targets, String... more)
      throws IOException, InterruptedException {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "--features",
                dir.resolve(features).toString(),
                "--targets",
                dir.resolve(targets).toString()));
    if (!List.of(more).contains("--estimators")) {
      arguments.addAll(List.of("--estimators", "cv-r2,cv-mse"));
    }
    arguments.addAll(List.of(more));
    return run(name, arguments);
  }

  private Found run(String name, List<String> asked) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(asked);
    arguments.addAll(List.of("--out", dir.resolve("out-" + name).toString()));
    arguments.addAll(List.of("--quiet", "--report", "none"));
    List<Verdicts> verdicts = new ArrayList<>();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream printed = new PrintStream(err, true, StandardCharsets.UTF_8);
    int code = ScoreJob.run(arguments.toArray(String[]::new), printed, printed, verdicts::add);
    assertEquals(0, code, () -> err.toString(StandardCharsets.UTF_8));
    Map<String, Double> rows = new TreeMap<>();
    for (Verdict verdict : verdicts.get(0).all()) {
      verdict.remaining().ifPresent(found -> rows.put(verdict.target(), found.needed().rows()));
    }
    Map<String, String> column = new TreeMap<>();
    for (String[] row : TestZoo.csv(dir.resolve("out-" + name))) {
      column.put(String.join(" ", row[0], row[2], row[3]), row[row.length - 1]);
    }
    return new Found(column, rows);
  }

  private void assertSame(Found found) {
    assertEquals(expected.column(), found.column());
    // scores differ by rounding of sums in another order, differences of them by more
    expected
        .rows()
        .forEach(
            (target, rows) -> assertEquals(rows, found.rows().get(target), 1e-6 * rows, target));
  }

  @Test
  void theWorstSourceIsOutAndTheBestIsIn() {
    for (String target : List.of("single", "pair", "gaps")) {
      assertEquals("yes", expected.column().get("a " + target + " cv-r2"), target);
      assertEquals("no", expected.column().get("c " + target + " cv-r2"), target);
      assertEquals("no", expected.column().get("c " + target + " cv-mse"), target);
    }
    assertTrue(expected.rows().values().stream().allMatch(rows -> rows > ROWS), expected::toString);
  }

  @Test
  void neitherOrderNorFilesNorChunksMatter() throws Exception {
    write("f-files", "t-files", 7);
    assertSame(score("chunks", "f-files", "t-files", "--chunk-size", "20k"));
  }

  @Test
  void neitherTheJoinNorTheMergeMatters() throws Exception {
    assertSame(
        score(
            "tiled",
            "f",
            "t",
            "--broadcast-limit",
            "0",
            "--tile-limit",
            "0",
            "--chunk-size",
            "20k"));
  }

  @Test
  void setsOfFewRowsHaveThoseOfTheirMoments() throws Exception {
    writeFew();
    Found reduced = few("few");
    System.setProperty(Reduction.PROPERTY, "never");
    Found byMoments;
    try {
      byMoments = few("few-moments");
      System.setProperty(Reduction.PROPERTY, "spread");
      assertFew(byMoments, few("few-spread", "--chunk-size", "2k", "--tile-limit", "8k"));
    } finally {
      System.clearProperty(Reduction.PROPERTY);
    }
    assertFew(byMoments, reduced);
  }

  private static void assertFew(Found byMoments, Found found) {
    assertEquals(byMoments.column(), found.column());
    double rows = byMoments.rows().get("y");
    assertTrue(rows > 40 && rows < 1e9, byMoments::toString);
    assertEquals(rows, found.rows().get("y"), 1e-6 * rows);
  }

  private Found few(String name, String... more) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of("--features", dir.resolve("few").toString()));
    arguments.addAll(List.of("--folds", "3", "--estimators", "cv-r2"));
    arguments.addAll(List.of(more));
    return run(name, arguments);
  }

  /** 40 rows of 48 features, far from zero, labels in the same rows. */
  private void writeFew() {
    Random random = new Random(8);
    double[][] x = new double[40][48];
    double[] y = new double[40];
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 48; j++) {
        x[i][j] = 100 + random.nextGaussian() / (1 + j);
        y[i] += x[i][j] + 0.05 * random.nextGaussian();
      }
    }
    StructType schema =
        new StructType()
            .add("id", DataTypes.LongType)
            .add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("y", DataTypes.DoubleType);
    for (String source : List.of("a", "b")) {
      List<Row> rows = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        double[] seen = x[i].clone();
        for (int j = 0; j < 48 && source.equals("b"); j++) {
          seen[j] += 0.002 * random.nextGaussian();
        }
        rows.add(RowFactory.create((long) i, seen, y[i]));
      }
      new TestZoo(spark, 1)
          .write(rows, schema, dir.resolve("few/source=" + source + "/dataset=d"), 3);
    }
  }

  @Test
  void otherTargetsDoNotMatter() throws Exception {
    Found alone = score("alone", "f", "t", "--target-names", "pair");
    assertEquals(6, alone.column().size());
    alone
        .column()
        .forEach((key, candidate) -> assertEquals(expected.column().get(key), candidate, key));
    assertEquals(
        expected.rows().get("pair"), alone.rows().get("pair"), 1e-6 * alone.rows().get("pair"));
  }

  @Test
  void aRunFromTheStateHasTheSame() throws Exception {
    String state = dir.resolve("state").toString();
    // a run that does not need the sample stores it
    score("stored", "f", "t", "--state", state, "--estimators", "linear-mse");
    assertSame(score("stated", "f", "t", "--state", state));
  }
}
