package org.transferability.sql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.ml.RidgeTransferability;
import org.transferability.ml.RidgeTransferabilityModel;
import org.transferability.ml.TransferabilityEvaluator;
import org.transferability.read.label.RowFolds;

/**
 * Groups of about as many rows as features: ridge regressions in the dual form, by elimination,
 * written down here.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class FewRowsSqlSparkTest {
  private static final int WIDTH = 24;
  private static final double SAME = 1e-10;
  private static final int FOLDS = 3;

  private static final StructType SCHEMA =
      new StructType()
          .add("n", DataTypes.IntegerType)
          .add("id", DataTypes.LongType)
          .add("f", DataTypes.createArrayType(DataTypes.DoubleType))
          .add("y", DataTypes.DoubleType)
          .add("pair", DataTypes.createArrayType(DataTypes.DoubleType));

  /** Labelled rows of a group. */
  private record Group(double[][] features, double[][] labels, long[] ids) {
    /** The labels of some rows, by the ridge regression on others, row-major. */
    double[][] predicted(int[] fitted, int[] asked, double lambda) {
      int n = fitted.length;
      double[] mean = new double[WIDTH];
      double[] labelMean = new double[labels[0].length];
      for (int i : fitted) {
        for (int j = 0; j < WIDTH; j++) {
          mean[j] += features[i][j] / n;
        }
        for (int o = 0; o < labelMean.length; o++) {
          labelMean[o] += labels[i][o] / n;
        }
      }
      double[][] system = new double[n][n + labelMean.length];
      for (int a = 0; a < n; a++) {
        for (int b = 0; b < n; b++) {
          system[a][b] = product(fitted[a], fitted[b], mean) + (a == b ? n * lambda : 0);
        }
        for (int o = 0; o < labelMean.length; o++) {
          system[a][n + o] = labels[fitted[a]][o] - labelMean[o];
        }
      }
      solve(system);
      double[][] predictions = new double[asked.length][labelMean.length];
      for (int i = 0; i < asked.length; i++) {
        for (int o = 0; o < labelMean.length; o++) {
          predictions[i][o] = labelMean[o];
          for (int a = 0; a < n; a++) {
            predictions[i][o] += product(asked[i], fitted[a], mean) * system[a][n + o];
          }
        }
      }
      return predictions;
    }

    private double product(int a, int b, double[] mean) {
      double sum = 0;
      for (int j = 0; j < WIDTH; j++) {
        sum += (features[a][j] - mean[j]) * (features[b][j] - mean[j]);
      }
      return sum;
    }

    /** The squared length of the weights, which are the features times the dual weights. */
    double squaredWeights(double lambda) {
      int[] all = all();
      double[][] fit = predicted(all, all, lambda);
      double[] weights = new double[WIDTH * labels[0].length];
      double[] mean = new double[WIDTH];
      for (double[] x : features) {
        for (int j = 0; j < WIDTH; j++) {
          mean[j] += x[j] / all.length;
        }
      }
      for (int i : all) {
        for (int o = 0; o < labels[0].length; o++) {
          double dual = (labels[i][o] - fit[i][o]) / (all.length * lambda);
          for (int j = 0; j < WIDTH; j++) {
            weights[o * WIDTH + j] += dual * (features[i][j] - mean[j]);
          }
        }
      }
      return Arrays.stream(weights).map(w -> w * w).sum();
    }

    int[] all() {
      int[] all = new int[features.length];
      Arrays.setAll(all, i -> i);
      return all;
    }

    double mse(double lambda) {
      return squares(predicted(all(), all(), lambda), all()) / features.length;
    }

    double squares(double[][] predictions, int[] rows) {
      double sum = 0;
      for (int i = 0; i < rows.length; i++) {
        for (int o = 0; o < labels[0].length; o++) {
          double error = labels[rows[i]][o] - predictions[i][o];
          sum += error * error;
        }
      }
      return sum;
    }

    double meanVariance() {
      double sum = 0;
      for (int j = 0; j < WIDTH; j++) {
        int feature = j;
        double mean = Arrays.stream(features).mapToDouble(x -> x[feature]).average().orElseThrow();
        sum += Arrays.stream(features).mapToDouble(x -> Math.pow(x[feature] - mean, 2)).sum();
      }
      return sum / features.length / WIDTH;
    }

    double heldOutMse(double lambda) {
      RowFolds folds = new RowFolds(FOLDS);
      double sum = 0;
      for (int k = 0; k < FOLDS; k++) {
        int fold = k;
        int[] held = Arrays.stream(all()).filter(i -> folds.ofNumber(ids[i]) == fold).toArray();
        int[] others = Arrays.stream(all()).filter(i -> folds.ofNumber(ids[i]) != fold).toArray();
        sum += squares(predicted(others, held, lambda), held);
      }
      return sum / features.length;
    }
  }

  /** Gauss-Jordan elimination with pivoting. */
  private static void solve(double[][] system) {
    int n = system.length;
    for (int c = 0; c < n; c++) {
      int pivot = c;
      for (int r = c; r < n; r++) {
        pivot = Math.abs(system[r][c]) > Math.abs(system[pivot][c]) ? r : pivot;
      }
      double[] row = system[pivot];
      system[pivot] = system[c];
      system[c] = row;
      for (int r = 0; r < n; r++) {
        double factor = r == c ? 0 : system[r][c] / row[c];
        for (int k = c; k < row.length && factor != 0; k++) {
          system[r][k] -= factor * row[k];
        }
      }
    }
    for (int r = 0; r < n; r++) {
      for (int k = n; k < system[r].length; k++) {
        system[r][k] /= system[r][r];
      }
    }
  }

  private final List<Group> one = new ArrayList<>();
  private final List<Group> two = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private SparkSession spark;
  private Dataset<Row> table;

  @BeforeAll
  void write() {
    spark = TestSpark.withFunctions();
    Random random = new Random(5);
    for (int n = WIDTH - 1; n <= WIDTH + 1; n++) {
      List<double[]> features = new ArrayList<>();
      List<double[]> labels = new ArrayList<>();
      List<double[]> pairs = new ArrayList<>();
      List<Long> ids = new ArrayList<>();
      for (long id = 0; labels.size() < n; id++) {
        double[] f = random.doubles(WIDTH).map(x -> 3 + (float) x).toArray();
        double y = 2 * f[0] - f[1] + 0.3 * random.nextGaussian() + 7;
        double[] pair = {y, f[2] + random.nextGaussian()};
        boolean lacks = id % 5 == 2;
        rows.add(RowFactory.create(n, id, f, lacks ? null : (Double) y, lacks ? null : pair));
        if (!lacks) {
          features.add(f);
          labels.add(new double[] {y});
          pairs.add(pair);
          ids.add(id);
        }
      }
      double[][] x = features.toArray(double[][]::new);
      long[] ofRows = ids.stream().mapToLong(Long::longValue).toArray();
      one.add(new Group(x, labels.toArray(double[][]::new), ofRows));
      two.add(new Group(x, pairs.toArray(double[][]::new), ofRows));
    }
    table = spark.createDataFrame(rows, SCHEMA).cache();
    table.createOrReplaceTempView("few");
  }

  @AfterAll
  void restore() {
    table.unpersist();
    TestSpark.restore();
  }

  private List<Row> scores(String functions, String from) {
    List<Row> found =
        spark
            .sql("SELECT n, %s FROM %s GROUP BY n ORDER BY n".formatted(functions, from))
            .collectAsList();
    assertEquals(3, found.size());
    return found;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7})
  void scoresAreThoseOfTheDualRegression(int partitions) {
    String from = "(SELECT /*+ REPARTITION(%d) */ * FROM few)".formatted(partitions);
    List<Row> found =
        scores(
            "linear_mse(f, y, 0.01D), linear_mse(f, pair, 0.01D), linear_mse(f, y, '1e-2r'),"
                + " cv_mse(f, y, id, 0.01D, 3), cv_mse(f, pair, id, 0.01D, 3),"
                + " linear_mse_of(moments(f, y), 0.01D)",
            from);
    for (int g = 0; g < 3; g++) {
      Group y = one.get(g);
      Group pair = two.get(g);
      double relative = 1e-2 * y.meanVariance();
      double[] expected = {
        -y.mse(0.01) - 0.01 * y.squaredWeights(0.01),
        -pair.mse(0.01) - 0.01 * pair.squaredWeights(0.01),
        -y.mse(relative) - relative * y.squaredWeights(relative),
        -y.heldOutMse(0.01),
        -pair.heldOutMse(0.01),
        -y.mse(0.01) - 0.01 * y.squaredWeights(0.01)
      };
      for (int c = 0; c < expected.length; c++) {
        String what = "column %d of %s".formatted(c, found.get(g));
        assertEquals(expected[c], found.get(g).getDouble(1 + c), SAME * -expected[c], what);
      }
    }
  }

  @Test
  void theOrderOfFewRowsDoesNotChangeABit() {
    String functions = "linear_mse(f, y, 0.1D), gcv(f, pair, '1e-2r'), cv_r2(f, y, id, 'best', 3)";
    List<Row> expected = scores(functions, "few");
    for (String order : List.of("id", "-id", "hash(id)")) {
      String from = "(SELECT /*+ REPARTITION(5) */ * FROM few ORDER BY %s)".formatted(order);
      List<Row> found = scores(functions, from);
      for (int g = 0; g < 2; g++) { // the last group has more rows than features
        assertEquals(expected.get(g), found.get(g));
      }
    }
  }

  @Test
  void noPenaltyInterpolates() {
    Row found = scores("linear_mse(f, y, 0), cv_mse(f, y, id, 0, 3)", "few").get(0);
    assertEquals(0, found.getDouble(1), 0);
    // the limit of vanishing penalties, to the share of this one in the smallest eigenvalue
    assertEquals(-one.get(0).heldOutMse(1e-10), found.getDouble(2), 1e-5 * -found.getDouble(2));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 1e-6})
  void theModelPredictsAsTheDualRegressionDoes(double lambda) {
    for (int g = 0; g < 3; g++) {
      Group pair = two.get(g);
      Dataset<Row> group = table.where("n = " + (WIDTH - 1 + g));
      RidgeTransferabilityModel model =
          new RidgeTransferability()
              .setFeaturesCol("f")
              .setLabelCol("pair")
              .setRegParam(lambda)
              .fit(group);
      assertEquals(WIDTH, model.weights().numCols());
      double[][] expected = pair.predicted(pair.all(), pair.all(), lambda);
      List<Row> predicted =
          model.transform(group.where("pair IS NOT NULL")).orderBy("id").collectAsList();
      for (int i = 0; i < expected.length; i++) {
        double[] found =
            predicted.get(i).<org.apache.spark.ml.linalg.Vector>getAs("prediction").toArray();
        for (int o = 0; o < 2; o++) {
          // eigenvalues down to 1e-6 of the largest
          assertEquals(expected[i][o], found[o], 1e-9 * Math.abs(expected[i][o]));
        }
      }
      double score = -pair.mse(lambda) - lambda * pair.squaredWeights(lambda);
      assertEquals(score, model.score(), 1e-9 * -score);
      double evaluated =
          new TransferabilityEvaluator()
              .setFeaturesCol("f")
              .setLabelCol("pair")
              .setPenalty(Double.toString(lambda))
              .evaluate(group);
      assertEquals(model.score(), evaluated, 0);
    }
  }

  /** 30,000 features are too many for moments: 3.6 GB. */
  @Test
  void widthsWithoutMoments() {
    Row found =
        spark
            .sql(
                "SELECT linear_mse(f, y, 1), cv_mse(f, y, id, 1, 2) FROM (SELECT id, double(id) AS y,"
                    + " transform(sequence(1, 30000), j -> double((id * j) % 11)) AS f FROM range(9))")
            .head();
    assertTrue(found.getDouble(0) < 0 && found.getDouble(0) > -10, found.toString());
    assertTrue(found.getDouble(1) < 0, found.toString());
  }
}
