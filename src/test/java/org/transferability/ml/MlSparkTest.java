package org.transferability.ml;

import static org.apache.spark.sql.functions.col;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.ml.Pipeline;
import org.apache.spark.ml.PipelineModel;
import org.apache.spark.ml.PipelineStage;
import org.apache.spark.ml.evaluation.RegressionEvaluator;
import org.apache.spark.ml.feature.PCA;
import org.apache.spark.ml.functions;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.regression.LinearRegression;
import org.apache.spark.ml.regression.LinearRegressionModel;
import org.apache.spark.ml.tuning.CrossValidator;
import org.apache.spark.ml.tuning.CrossValidatorModel;
import org.apache.spark.ml.tuning.ParamGridBuilder;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.transferability.TestSpark;
import org.transferability.study.InputException;

/** The examples of the documentation, and MLlib itself as the judge of the fits. */
final class MlSparkTest {
  private static final Path ZOO = Path.of("src/demo/zoo");
  private static SparkSession spark;
  private static Dataset<Row> dataset;

  @BeforeAll
  static void start() {
    spark = TestSpark.local(2);
    Dataset<Row> features = spark.read().parquet(ZOO + "/features/source=src11");
    Dataset<Row> labels = spark.read().parquet(ZOO + "/targets/dataset=sprites-noise");
    dataset =
        features
            .join(labels, "id")
            .selectExpr(
                "id",
                "features AS list",
                "x_y",
                "x[0] AS label",
                "x_y_scale_sin_cos AS factors",
                "prediction[0] AS seen")
            .withColumn("features", functions.array_to_vector(col("list")))
            .cache();
  }

  @AfterAll
  static void drop() {
    dataset.unpersist();
  }

  @Test
  void fitsWhatMllibFits() {
    // what the source model sees in an image, from what was drawn: five features, none constant,
    // as MLlib's direct solver wants them
    Dataset<Row> drawn =
        dataset.withColumn("drawn", functions.array_to_vector(col("factors"))).drop("features");
    RidgeTransferabilityModel model =
        new RidgeTransferability()
            .setFeaturesCol("drawn")
            .setLabelCol("seen")
            .setRegParam(0.01)
            .fit(drawn);
    // MLlib divides its penalty by the standard deviation of the labels
    double deviation = drawn.selectExpr("stddev_pop(seen)").head().getDouble(0);
    LinearRegressionModel theirs =
        new LinearRegression()
            .setFeaturesCol("drawn")
            .setLabelCol("seen")
            .setSolver("normal")
            .setStandardization(false)
            .setRegParam(0.01 * deviation)
            .fit(drawn);
    assertArrayEquals(theirs.coefficients().toArray(), model.weights().toArray(), 1e-9);
    assertEquals(theirs.intercept(), model.intercept().apply(0), 1e-9);
    assertEquals(theirs.summary().meanSquaredError(), model.mse(), 1e-12);
    assertEquals(theirs.summary().r2(), model.r2(), 1e-9);
    assertEquals(-(model.mse() + model.penalty()), model.score(), 0);
    assertEquals(1500, model.rows());
    Dataset<Row> predicted = model.transform(drawn);
    assertEquals(
        model.mse(),
        predicted.selectExpr("avg((prediction - seen) * (prediction - seen))").head().getDouble(0),
        1e-12);
  }

  @Test
  void severalLabelsAndListsOfFeatures(@TempDir Path folder) throws Exception {
    RidgeTransferabilityModel model =
        new RidgeTransferability()
            .setFeaturesCol("list")
            .setLabelCol("x_y")
            .setPredictionCol("xy")
            .setRegParam(0.1)
            .fit(dataset);
    Dataset<Row> predicted = model.transform(dataset);
    assertEquals(model.transformSchema(dataset.schema()), predicted.schema());
    Row first =
        predicted
            .select(col("id"), functions.vector_to_array(col("xy"), "float64"), col("x_y"))
            .head();
    assertEquals(2, first.getList(1).size());
    String path = folder.resolve("model").toString();
    model.write().save(path);
    RidgeTransferabilityModel loaded = RidgeTransferabilityModel.load(path);
    assertEquals(model.uid(), loaded.uid());
    assertEquals(model.score(), loaded.score(), 0);
    assertEquals("xy", loaded.getOrDefault(loaded.predictionCol()));
    assertEquals(model.weights(), loaded.weights());
    assertEquals(
        first,
        loaded
            .transform(dataset)
            .select(col("id"), functions.vector_to_array(col("xy"), "float64"), col("x_y"))
            .head());
  }

  @Test
  void aCrossValidatorChoosesThePenalty(@TempDir Path folder) throws Exception {
    RidgeTransferability ridge = new RidgeTransferability();
    Pipeline pipeline = new Pipeline().setStages(new PipelineStage[] {ridge});
    ParamMap[] grid =
        new ParamGridBuilder().addGrid(ridge.regParam(), new double[] {1e-4, 100}).build();
    CrossValidatorModel chosen =
        new CrossValidator()
            .setEstimator(pipeline)
            .setEvaluator(new RegressionEvaluator().setMetricName("mse"))
            .setEstimatorParamMaps(grid)
            .setNumFolds(2)
            .setSeed(3)
            .fit(dataset);
    assertTrue(chosen.avgMetrics()[0] < chosen.avgMetrics()[1]);
    PipelineModel best = (PipelineModel) chosen.bestModel();
    String path = folder.resolve("pipeline").toString();
    best.write().save(path);
    RidgeTransferabilityModel loaded =
        (RidgeTransferabilityModel) PipelineModel.load(path).stages()[0];
    assertEquals(((RidgeTransferabilityModel) best.stages()[0]).score(), loaded.score(), 0);
  }

  @Test
  void theEvaluatorChoosesAmongFeatures() {
    PCA pca = new PCA().setInputCol("features").setOutputCol("reduced").setK(2);
    TransferabilityEvaluator evaluator =
        new TransferabilityEvaluator()
            .setFeaturesCol("reduced")
            .setEstimator("gcv")
            .setPenalty("1e-3r");
    assertTrue(evaluator.isLargerBetter());
    double two = evaluator.evaluate(pca.fit(dataset).transform(dataset));
    double twenty = evaluator.evaluate(pca.setK(20).fit(dataset).transform(dataset));
    assertTrue(two < twenty, two + " " + twenty);
    RidgeTransferabilityModel model = new RidgeTransferability().setRegParam(0.5).fit(dataset);
    double linear =
        new TransferabilityEvaluator()
            .setEstimator("linear-mse")
            .setPenalty("0.5")
            .evaluate(dataset);
    assertEquals(model.score(), linear, 0);
  }

  @Test
  void paramsAreExplainedCopiedSavedAndLoaded(@TempDir Path folder) throws Exception {
    TransferabilityEvaluator evaluator =
        new TransferabilityEvaluator().setLabelCol("y").setEstimator("logme").setPenalty("0.50r");
    assertTrue(
        evaluator.explainParams().contains("estimator: one of linear-mse"),
        evaluator.explainParams());
    assertTrue(evaluator.explainParams().contains("current: logme"));
    TransferabilityEvaluator copy = evaluator.copy(ParamMap.empty().put(evaluator.labelCol(), "z"));
    assertEquals("z", copy.getOrDefault(copy.labelCol()));
    assertEquals("y", evaluator.getOrDefault(evaluator.labelCol()));
    evaluator.write().save(folder.resolve("evaluator").toString());
    TransferabilityEvaluator loaded =
        TransferabilityEvaluator.load(folder.resolve("evaluator").toString());
    assertEquals("0.5r", loaded.getOrDefault(loaded.penalty()));
    assertEquals(evaluator.uid(), loaded.uid());

    RidgeTransferability ridge = new RidgeTransferability().setRegParam(3);
    ridge.write().save(folder.resolve("ridge").toString());
    RidgeTransferability again = RidgeTransferability.load(folder.resolve("ridge").toString());
    assertEquals(3.0, again.getOrDefault(again.regParam()));
    assertTrue(ridge.explainParams().contains("regParam: lambda of the objective"));
    assertEquals(
        List.of("featuresCol", "labelCol", "predictionCol", "regParam"),
        List.of(ridge.params()).stream().map(p -> p.name()).toList());
  }

  @Test
  void wrongValuesAndColumnsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new RidgeTransferability().setRegParam(-1));
    assertThrows(
        IllegalArgumentException.class, () -> new TransferabilityEvaluator().setEstimator("mse"));
    assertThrows(InputException.class, () -> new TransferabilityEvaluator().setPenalty("1x"));
    RidgeTransferabilityModel model = new RidgeTransferability().fit(dataset);
    assertThrows(
        InputException.class,
        () -> model.copy(ParamMap.empty()).setPredictionCol("id").transform(dataset));
    assertThrows(
        InputException.class, () -> new RidgeTransferability().fit(dataset.filter("id < 0")));
    assertFalse(model.copy(ParamMap.empty()).equals(model));
  }
}
