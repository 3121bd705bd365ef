package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;
import org.transferability.report.CsvScores;
import org.transferability.run.plan.Reduction;

/**
 * Groups, splits, outputs, principal components and fits without an intercept have the same scores
 * from reduced rows and from d x d moments: features with an offset, a constant feature, missing
 * labels, a target of several outputs.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReducedProtocolsSparkTest {
  private static final int ROWS = 48;
  private static final int WIDTH = 60;

  private static final String FITS =
      "cv-r2,cv-mse,cv-pearson,linear-mse,logme,origin-gcv,lab-cv-r2,label-mse";

  /** Sums of the same numbers in another basis, with moments of a condition of up to 1e6. */
  private static final double SAME = 1e-8;

  private static final double ROUNDING = 1e-20;

  private Path dir;
  private SparkSession spark;

  @BeforeAll
  void write(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
    TestZoo zoo = new TestZoo(spark, 1);
    Random random = new Random(11);
    double[] means = new double[WIDTH];
    Arrays.setAll(means, j -> j % 4 == 0 ? 0 : 30 * random.nextGaussian());
    List<Row> features = new ArrayList<>();
    List<Row> labels = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      double[] x = means.clone();
      double signal = 0;
      for (int j = 0; j < WIDTH; j++) {
        double value = j == 3 ? 0 : random.nextGaussian() / Math.sqrt(1 + j % 7);
        x[j] += value;
        signal += j < 6 ? value : 0;
      }
      double[] prediction = {5 + x[0] + random.nextGaussian(), x[1] + random.nextGaussian()};
      double[] y = new double[4];
      for (int k = 0; k < y.length; k++) {
        y[k] = 50 * (k % 3) + 10 * (signal + random.nextGaussian());
      }
      Double missing = i % 10 < 3 ? null : (Double) y[1];
      double[] pair = i % 9 == 4 ? null : new double[] {y[2], 1e-3 * y[3]};
      String split = List.of("train", "test", "train", "dev", "train").get(i % 5);
      features.add(RowFactory.create((long) i, x, prediction));
      labels.add(
          RowFactory.create(
              (long) i, y[0], missing, pair, "g" + (7 * i + i / 12) % 12, (long) i % 4, split));
    }
    StructType id = new StructType().add("id", DataTypes.LongType);
    zoo.write(
        features,
        id.add("features", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("prediction", DataTypes.createArrayType(DataTypes.DoubleType)),
        dir.resolve("f").resolve("source=s").resolve("dataset=d"),
        1);
    zoo.write(
        labels,
        id.add("y", DataTypes.DoubleType)
            .add("gaps", DataTypes.DoubleType)
            .add("pair", DataTypes.createArrayType(DataTypes.DoubleType))
            .add("many", DataTypes.StringType)
            .add("few", DataTypes.LongType)
            .add("split", DataTypes.StringType),
        dir.resolve("t").resolve("dataset=d"),
        1);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private List<String[]> scores(String out, String options) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("--quiet", "--report", "none", "--overwrite"));
    arguments.addAll(List.of("--features", dir.resolve("f").toString()));
    arguments.addAll(List.of("--targets", dir.resolve("t").toString()));
    arguments.addAll(List.of("--target-names", "y,gaps,pair"));
    arguments.addAll(List.of("--out", dir.resolve(out).toString()));
    arguments.addAll(List.of(options.split(" ")));
    TestZoo.Outcome outcome = TestZoo.score(arguments.toArray(String[]::new));
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    return TestZoo.csv(dir.resolve(out));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--fold-column many --lambda pca-5,pca-500,1e-3r --each-output --estimators gcv," + FITS,
        "--fold-column many --no-intercept --estimators " + FITS,
        "--fold-column few --lambda 0,1e-3r,1 --refine always --estimators h-score,gcv," + FITS,
        "--split-column split --lambda 0,1e-3r,pca-5 --each-output --estimators gcv," + FITS,
        "--split-column split --lambda 0,1e-3r,1 --no-intercept --each-output --estimators " + FITS,
      })
  void scoresDoNotDependOnTheReduction(String options) throws IOException {
    List<String[]> reduced = scores("reduced", options);
    System.setProperty(Reduction.PROPERTY, "never");
    List<String[]> expected;
    try {
      expected = scores("direct", options);
    } finally {
      System.clearProperty(Reduction.PROPERTY);
    }
    assertTrue(expected.size() >= 3 * 8, "rows: " + expected.size());
    assertEquals(expected.size(), reduced.size());
    for (int i = 0; i < expected.size(); i++) {
      requireSame(options, expected.get(i), reduced.get(i));
    }
  }

  private static void requireSame(String options, String[] expected, String[] found) {
    String what = options + ": " + String.join(",", expected) + " and " + String.join(",", found);
    for (String column : List.of("target", "estimator", "lambda", "n", "d", "q", "rank")) {
      int at = CsvScores.COLUMNS.indexOf(column);
      assertEquals(expected[at], found[at], what);
    }
    int flags = CsvScores.COLUMNS.indexOf("flags");
    assertEquals(withoutDigits(expected[flags]), withoutDigits(found[flags]), what);
    for (String column : List.of("score", "mse", "penalty", "r2", "fold_mean", "standard_error")) {
      int at = CsvScores.COLUMNS.indexOf(column);
      double value = Double.parseDouble(expected[at]);
      double other = Double.parseDouble(found[at]);
      if (column.equals("standard_error") && isRounding(value) && isRounding(other)) {
        continue; // of a score that is 0
      }
      assertEquals(Double.isNaN(value), Double.isNaN(other), what);
      if (!Double.isNaN(value)) {
        // standard errors are of differences of scores
        double share = column.equals("standard_error") ? 1e3 * SAME : SAME;
        assertEquals(value, other, share * (1 + Math.abs(value)), column + " of " + what);
      }
    }
  }

  private static boolean isRounding(double error) {
    return Double.isNaN(error) || error < ROUNDING;
  }

  private static String withoutDigits(String flags) {
    return flags.replaceFirst(";?digits-lost=[^;]*", "");
  }
}
