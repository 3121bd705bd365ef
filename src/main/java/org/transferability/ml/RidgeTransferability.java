package org.transferability.ml;

import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.transferability.score.LinearMse;
import org.transferability.score.Score;
import org.transferability.solve.RevisitedFit;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;

/**
 * The ridge regression behind Linear MSE as an MLlib estimator: one pass over the rows, the score
 * of the fit, and a model that predicts.
 *
 * <pre>{@code
 * RidgeTransferabilityModel model = new RidgeTransferability()
 *     .setFeaturesCol("features")   // vector or array of numbers
 *     .setLabelCol("label")         // number, vector or array of numbers
 *     .setRegParam(1.0)             // lambda of the objective divided by n; not MLlib's scaling
 *     .fit(dataset);
 * double score = model.score();     // -(mse + penalty), larger is better
 * Dataset<Row> predicted = model.transform(dataset);
 * }</pre>
 *
 * <p>The objective is (1/n) sum ||y - A f - b||^2 + regParam ||A||^2 for unscaled features. MLlib's
 * LinearRegression standardises features by default, and divides its regParam by the standard
 * deviation of the labels.
 *
 * <p>If the moments of the rows have lost more than half of the digits, the rows are read a second
 * time, as in jobs/score.
 */
public final class RidgeTransferability extends Estimator<RidgeTransferabilityModel>
    implements DefaultParamsWritable, ColumnParams.Predicting<RidgeTransferability> {
  private static final long serialVersionUID = 1L;

  private final String uid;
  private final Columns columns;
  private final DoubleParam regParam;

  public RidgeTransferability() {
    this(Identifiable.randomUID("ridgeTransferability"));
  }

  /**
   * @param uid see {@link #uid}
   */
  public RidgeTransferability(String uid) {
    this.uid = uid;
    columns = Columns.of(this);
    regParam =
        new DoubleParam(
            uid,
            "regParam",
            "lambda of the objective divided by n (>= 0)",
            ParamValidators.gtEq(0));
    setDefault(predictionCol(), "prediction");
    setDefault(regParam, (Object) 1.0);
  }

  @Override
  public RidgeTransferabilityModel fit(Dataset<?> dataset) {
    DatasetRows rows =
        DatasetRows.of(dataset, getOrDefault(featuresCol()), getOrDefault(labelCol()));
    RidgeProblem problem = rows.problem();
    double lambda = (Double) getOrDefault(regParam);
    RidgeFit fit = RevisitedFit.of(problem, lambda, rows::revisit);
    Score score = LinearMse.of(fit, 0, problem.outputs());
    DenseMatrix weights = new DenseMatrix(problem.outputs(), problem.featureCount(), rows.ofFeatures(fit), true);
    RidgeTransferabilityModel model =
        new RidgeTransferabilityModel(
            uid,
            weights,
            Vectors.dense(fit.intercept()),
            new RidgeTransferabilityModel.Summary(
                score.score(),
                score.mse(),
                score.penalty(),
                score.r2(),
                score.n(),
                score.flags().toString()));
    model.setParent(this);
    return copyValues(model, ParamMap.empty());
  }

  /**
   * Returns a vector of predictions if there may be several labels; only rows have their number.
   */
  @Override
  public StructType transformSchema(StructType schema) {
    boolean oneLabel =
        NamedColumn.of(schema, getOrDefault(labelCol())).type() instanceof NumericType;
    return LinearPrediction.schema(
        schema,
        getOrDefault(featuresCol()),
        getOrDefault(predictionCol()),
        oneLabel ? DataTypes.DoubleType : SQLDataTypes.VectorType());
  }

  @Override
  public RidgeTransferability copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Columns columns() {
    return columns;
  }

  public DoubleParam regParam() {
    return regParam;
  }

  public RidgeTransferability setLabelCol(String value) {
    return with(labelCol(), value);
  }

  public RidgeTransferability setRegParam(double value) {
    set(regParam, (Object) value);
    return this;
  }

  public static MLReader<RidgeTransferability> read() {
    return new DefaultParamsReader<>();
  }

  public static RidgeTransferability load(String path) {
    return read().load(path);
  }
}
