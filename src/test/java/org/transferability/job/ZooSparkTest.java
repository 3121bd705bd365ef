package org.transferability.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.job.cli.ExitCode;

/**
 * The sample zoo against values that other programs computed: regularised-mse.csv (numpy, see its
 * README), and for shared labels the normal equations written out here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ZooSparkTest {
  private static final double SAME = 1e-9;

  private static final Path ZOO = JobProcess.home().resolve("src/demo/zoo");
  private static final Path EXPECTED =
      JobProcess.home().resolve("src/test/resources/zoo-expected/regularised-mse.csv");
  private static final String DATASET = "sprites-noise";

  private Path dir;
  private SparkSession spark;

  @BeforeAll
  void start(@TempDir Path temporary) {
    dir = temporary;
    spark = TestSpark.local(2);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  private static List<Map<String, String>> table(Path csv) throws IOException {
    List<String> lines = Files.readAllLines(csv);
    String[] names = lines.get(0).split(",", -1);
    List<Map<String, String>> rows = new ArrayList<>();
    for (String line : lines.subList(1, lines.size())) {
      String[] values = line.split(",", -1);
      Map<String, String> row = new LinkedHashMap<>();
      for (int k = 0; k < names.length; k++) {
        row.put(names[k], values[k]);
      }
      rows.add(row);
    }
    return rows;
  }

  private static String pair(Map<String, String> row) {
    return String.join(
            " ", row.get("source"), row.get("dataset"), row.get("target"), row.get("estimator"))
        + " "
        + Double.parseDouble(row.get("lambda"));
  }

  private Map<String, Map<String, String>> scores(String estimators) throws IOException {
    Path out = dir.resolve("out-" + estimators);
    TestZoo.Outcome outcome =
        TestZoo.score(
            "--features",
            ZOO.resolve("features").toString(),
            "--targets",
            ZOO.resolve("targets").toString(),
            "--estimators",
            estimators,
            "--lambda",
            "0,1",
            "--quiet",
            "--out",
            out.toString());
    assertEquals(ExitCode.OK, outcome.exitCode(), outcome.err());
    Map<String, Map<String, String>> scores = new TreeMap<>();
    for (Map<String, String> row : table(out.resolve("scores.csv"))) {
      scores.put(pair(row), row);
    }
    return scores;
  }

  private static void assertNear(
      Map<String, String> expected, Map<String, String> found, String column, String pair) {
    double value = Double.parseDouble(expected.get(column));
    double tolerance = column.equals("r2") ? SAME : SAME * Math.abs(value);
    assertEquals(
        value, Double.parseDouble(found.get(column)), tolerance, () -> column + " of " + pair);
  }

  @Test
  void everyPairIsThatOfAnIndependentProgram() throws IOException {
    Map<String, Map<String, String>> scores = scores("linear-mse,label-mse");
    int pairs = 0;
    for (Map<String, String> expected : table(EXPECTED)) {
      if (!expected.get("dataset").equals(DATASET)) {
        continue;
      }
      String pair = pair(expected);
      Map<String, String> found = scores.get(pair);
      assertTrue(found != null, pair);
      for (String count : List.of("n", "d", "q", "rank")) {
        assertEquals(expected.get(count), found.get(count), () -> count + " of " + pair);
      }
      for (String column : List.of("score", "mse", "r2")) {
        assertNear(expected, found, column, pair);
      }
      pairs++;
    }
    assertEquals(14 * 8 * 2 * 2, pairs);
    assertEquals(pairs, scores.size());
  }

  @Test
  void sharedLabelsAreThoseOfTheNormalEquations() throws IOException {
    Map<String, Map<String, String>> scores = scores("shared-label-mse");
    Map<String, double[][]> labels = labels();
    int compared = 0;
    for (String source : labels.keySet()) {
      for (String target : labels.keySet()) {
        for (double lambda : new double[] {0, 1}) {
          String pair =
              String.join(" ", source, DATASET, target, "shared-label-mse") + " " + lambda;
          Map<String, String> found = scores.get(pair);
          if (found == null) {
            assertEquals(source, target, pair);
            continue;
          }
          double[][] x = labels.get(source);
          double[][] y = labels.get(target);
          double expected = LeastSquares.score(x, y, lambda);
          // Where the source holds the target's columns the fit is exact: rounding is all there is.
          double tolerance = Math.max(SAME * Math.abs(expected), 1e-14);
          assertEquals(expected, Double.parseDouble(found.get("score")), tolerance, pair);
          assertEquals(x[0].length, Integer.parseInt(found.get("d")), pair);
          assertEquals(y[0].length, Integer.parseInt(found.get("q")), pair);
          compared++;
        }
      }
    }
    assertEquals(scores.size(), compared);
    assertTrue(compared >= 8 * 7 * 2, () -> scores.keySet().toString());
  }

  private Map<String, double[][]> labels() {
    List<Row> rows =
        spark
            .read()
            .parquet(ZOO.resolve("targets/dataset=" + DATASET).toString())
            .sort("id")
            .collectAsList();
    Map<String, double[][]> labels = new TreeMap<>();
    for (String name : rows.get(0).schema().fieldNames()) {
      if (name.equals("id")) {
        continue;
      }
      double[][] values = new double[rows.size()][];
      for (int i = 0; i < values.length; i++) {
        values[i] =
            rows.get(i).<Double>getList(rows.get(i).fieldIndex(name)).stream()
                .mapToDouble(Double::doubleValue)
                .toArray();
      }
      labels.put(name, values);
    }
    return labels;
  }

  /** Ridge regression of a few columns, by the book. */
  private static final class LeastSquares {
    /**
     * -(1/n sum |y - W'x - b|^2 + lambda |W|^2) at its maximum, the residuals computed row by row.
     */
    static double score(double[][] rawX, double[][] rawY, double lambda) {
      double[][] x = centred(rawX);
      double[][] y = centred(rawY);
      int n = x.length;
      int d = x[0].length;
      int q = y[0].length;
      double[][] system = new double[d][d + q];
      for (int i = 0; i < n; i++) {
        for (int a = 0; a < d; a++) {
          for (int b = 0; b < d; b++) {
            system[a][b] += x[i][a] * x[i][b] / n;
          }
          for (int k = 0; k < q; k++) {
            system[a][d + k] += x[i][a] * y[i][k] / n;
          }
        }
      }
      for (int a = 0; a < d; a++) {
        system[a][a] += lambda;
      }
      eliminate(system, d);
      double sum = 0;
      for (int i = 0; i < n; i++) {
        for (int k = 0; k < q; k++) {
          double residual = y[i][k];
          for (int a = 0; a < d; a++) {
            residual -= system[a][d + k] * x[i][a];
          }
          sum += residual * residual / n;
        }
      }
      for (int a = 0; a < d; a++) {
        for (int k = 0; k < q; k++) {
          sum += lambda * system[a][d + k] * system[a][d + k];
        }
      }
      return -sum;
    }

    private static double[][] centred(double[][] raw) {
      int width = raw[0].length;
      double[] mean = new double[width];
      for (double[] row : raw) {
        for (int j = 0; j < width; j++) {
          mean[j] += row[j] / raw.length;
        }
      }
      double[][] centred = new double[raw.length][width];
      for (int i = 0; i < raw.length; i++) {
        for (int j = 0; j < width; j++) {
          centred[i][j] = raw[i][j] - mean[j];
        }
      }
      return centred;
    }

    /** Gauss-Jordan; the matrix is positive definite, so no pivoting is needed. */
    private static void eliminate(double[][] system, int d) {
      for (int a = 0; a < d; a++) {
        double pivot = system[a][a];
        for (int c = a; c < system[a].length; c++) {
          system[a][c] /= pivot;
        }
        for (int b = 0; b < d; b++) {
          double factor = system[b][a];
          for (int c = a; b != a && c < system[a].length; c++) {
            system[b][c] -= factor * system[a][c];
          }
        }
      }
    }
  }
}
