package org.transferability.ml;

import static org.apache.spark.sql.functions.expr;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.transferability.TestSpark;
import org.transferability.api.Transferability;
import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.study.InputException;

/** Columns of every kind and name, rows that lack something, and scores without digits. */
final class MlRefusalsSparkTest {
  private static final int ROWS = 40;
  private static SparkSession spark;
  private static Dataset<Row> rows;

  /** Three features, the second nearly the first; labels that their difference tells. */
  @BeforeAll
  static void start() {
    spark = TestSpark.local(2);
    Random random = new Random(11);
    List<Row> data = new ArrayList<>();
    for (int r = 0; r < ROWS; r++) {
      double a = random.nextGaussian();
      double z = random.nextGaussian();
      double[] near = {a, a + 1e-7 * z, random.nextGaussian()};
      data.add(
          RowFactory.create(
              r, near, new double[] {a, z}, a + 0.5 * z + 0.01 * random.nextGaussian()));
    }
    rows =
        spark
            .createDataFrame(
                data,
                new StructType()
                    .add("id", DataTypes.IntegerType)
                    .add("near", DataTypes.createArrayType(DataTypes.DoubleType))
                    .add("f", DataTypes.createArrayType(DataTypes.DoubleType))
                    .add("y", DataTypes.DoubleType))
            .coalesce(1)
            .cache();
    spark.sparkContext().setLogLevel("OFF"); // Spark logs tasks that fail
  }

  @AfterAll
  static void restore() {
    rows.unpersist();
    spark.sparkContext().setLogLevel("ERROR");
  }

  private static RidgeTransferability ridge(String features, String label) {
    return new RidgeTransferability().setFeaturesCol(features).setLabelCol(label).setRegParam(0);
  }

  private static TransferabilityEvaluator evaluator(String features, String estimator) {
    return new TransferabilityEvaluator()
        .setFeaturesCol(features)
        .setLabelCol("y")
        .setEstimator(estimator)
        .setPenalty("0");
  }

  @Test
  void nearlyEqualFeaturesAreReadASecondTime() {
    // the noise has a variance of 1e-4, of which three of 40 rows are fitted away
    RidgeTransferabilityModel model = ridge("near", "y").fit(rows);
    assertTrue(model.score() < -5e-5 && model.score() > -1.5e-4, "" + model.score());
    assertTrue(model.flags().contains("refined"), model.flags());
    RidgeTransferabilityModel plain = ridge("f", "y").fit(rows);
    assertEquals("", plain.flags());
    assertEquals(model.score(), evaluator("near", "linear-mse").evaluate(rows), 0);
    double gcv = evaluator("near", "gcv").evaluate(rows);
    assertTrue(gcv < model.score() && gcv > 1.5 * model.score(), "" + gcv);
    Dataset<Row> predicted = model.transform(rows);
    double mse =
        predicted.selectExpr("avg((prediction - y) * (prediction - y))").head().getDouble(0);
    assertEquals(model.mse(), mse, 1e-3 * mse); // weights of 1e7 leave half the digits
  }

  @Test
  void scoresWithoutDigitsAreErrorsByDefault() {
    // labels that are a feature: what a regression through the origin leaves of them, 1e-30, is
    // lost in the rounding of their squares
    Dataset<Row> perfect =
        rows.withColumn("g", expr("transform(f, x -> 1e6D * x)")).withColumn("y", expr("f[0]"));
    double[][] g = new double[ROWS][];
    double[] y = new double[ROWS];
    List<Row> collected = perfect.select("g", "y").collectAsList();
    for (int r = 0; r < ROWS; r++) {
      g[r] = collected.get(r).<Double>getList(0).stream().mapToDouble(x -> x).toArray();
      y[r] = collected.get(r).getDouble(1);
    }
    Flags flags = Transferability.score(g, y, "origin-gcv", null).flags();
    TransferabilityEvaluator evaluator = evaluator("g", "origin-gcv");
    assumeTrue(flags.isDoubtful() && !flags.has(Flag.REFINED), "Skipped: the score has its digits");
    InputException e = assertThrows(InputException.class, () -> evaluator.evaluate(perfect));
    assertTrue(e.getMessage().contains("more than half of its digits"), e.getMessage());
    assertTrue(Double.isFinite(evaluator.setDoubtful("return").evaluate(perfect)));
  }

  @Test
  void aCrossValidatorDoesNotChooseWhatIsNotDefined() {
    Dataset<Row> few =
        rows.limit(8)
            .selectExpr("y", "f")
            .withColumn(
                "v",
                org.apache.spark.ml.functions.array_to_vector(
                    expr("concat(f, array(y * y, cos(y), sin(y)))")));
    assertEquals(
        Double.NEGATIVE_INFINITY,
        evaluator("f", "origin-gcv").evaluate(few.withColumn("y", expr("1D"))));
    PCA pca = new PCA().setInputCol("v").setOutputCol("features");
    ParamMap[] grid = new ParamGridBuilder().addGrid(pca.k(), new int[] {5, 1}).build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(pca)
            .setEvaluator(evaluator("features", "gcv"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2) // about four rows to judge by: none is left of five features
            .setSeed(1)
            .fit(few);
    assertEquals(Double.NEGATIVE_INFINITY, chosen.avgMetrics()[0]);
    assertTrue(chosen.avgMetrics()[1] > Double.NEGATIVE_INFINITY);
    assertEquals(1, ((org.apache.spark.ml.feature.PCAModel) chosen.bestModel()).getK());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "transform(f, x -> x * 1e200D)",
        "transform(f, x -> x * 1e-158D)",
        "IF(id = 3, array(1D, 1.7976931348623157E308D), f)"
      })
  void numbersThatCannotBeSquared(String features) {
    Dataset<Row> changed = rows.withColumn("g", expr(features));
    InputException e = assertThrows(InputException.class, () -> ridge("g", "y").fit(changed));
    assertTrue(e.getMessage().contains("expected numbers whose deviations"), e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertThrows(InputException.class, () -> evaluator("g", "logme").evaluate(changed));
  }

  @Test
  void infinityIsNamedInOneLine() {
    Dataset<Row> changed = rows.withColumn("y", expr("IF(id = 3, double('Infinity'), y)"));
    InputException e = assertThrows(InputException.class, () -> ridge("f", "y").fit(changed));
    assertTrue(
        e.getMessage().contains("expected a finite label, or null or NaN, found infinity"),
        e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
  }

  @ParameterizedTest
  @CsvSource({
    "'IF(id = 3, NULL, f)',1",
    "'transform(f, x -> CAST(x AS DECIMAL(20, 12)))',0",
    "'IF(id = 3, array(1D, NULL), f)',1",
    "'transform(f, x -> int(100 * x))',0",
    "'transform(f, x -> float(x))',0"
  })
  void transformTakesWhatFitTook(String features, int unknown) {
    Dataset<Row> given =
        rows.withColumn("g", expr(features))
            .withColumn("label", expr("IF(id = 3, NULL, y)"))
            .withColumn("labels", expr("IF(id = 3, NULL, array(y, 2 * y))"));
    Dataset<Row> one = ridge("g", "label").fit(given).transform(given);
    assertEquals(ROWS - unknown, one.filter("prediction IS NOT NULL").count());
    RidgeTransferability two = ridge("g", "labels");
    RidgeTransferabilityModel model = two.fit(given);
    Dataset<Row> several = model.transform(given);
    assertEquals(several.schema(), model.transformSchema(given.schema()));
    assertEquals(several.schema(), two.transformSchema(given.schema()));
    assertEquals(SQLDataTypes.VectorType(), several.schema().apply("prediction").dataType());
    assertEquals(ROWS - unknown, several.filter("prediction IS NOT NULL").count());
    double mse =
        one.selectExpr("avg((prediction - label) * (prediction - label))").head().getDouble(0);
    assertEquals(ridge("g", "label").fit(given).mse(), mse, 1e-9);
  }

  @Test
  void namesOfColumns() {
    Dataset<Row> named =
        rows.selectExpr("f AS V", "y AS Y", "struct(f AS b, y AS c) AS a", "f AS `d.e`");
    double score = ridge("f", "y").fit(rows).score();
    String[][] names = {{"V", "Y"}, {"v", "y"}, {"a.b", "a.c"}, {"d.e", "Y"}, {"`d.e`", "a.`c`"}};
    for (String[] pair : names) {
      RidgeTransferability ridge = ridge(pair[0], pair[1]);
      RidgeTransferabilityModel model = ridge.fit(named);
      assertEquals(score, model.score(), 1e-15, pair[0]);
      StructType schema = model.transform(named).schema();
      assertEquals(schema, ridge.transformSchema(named.schema()), pair[0]);
    }
    assertRefused("'w'", () -> ridge("w", "Y").fit(named));
    assertRefused("'a.z'", () -> ridge("a.z", "Y").fit(named));
    assertRefused("'a.`b'", () -> ridge("a.`b", "Y").fit(named));
    Dataset<Row> twice = named.withColumn("Prediction", expr("1"));
    assertRefused("Prediction", () -> ridge("V", "Y").fit(twice).transform(twice));
    assertRefused("'Y'", () -> ridge("Y", "Y").transformSchema(named.schema()));
  }

  private static void assertRefused(String part, org.junit.jupiter.api.function.Executable call) {
    InputException e = assertThrows(InputException.class, call);
    assertTrue(e.getMessage().contains(part), e.getMessage());
  }
}
