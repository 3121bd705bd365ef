package org.transferability.ml;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Matrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.transferability.sql.PredictionColumn;
import scala.Option;

/** The model of {@link RidgeTransferability}: the score of the fit, its weights, predictions. */
public final class RidgeTransferabilityModel extends Model<RidgeTransferabilityModel>
    implements MLWritable, ColumnParams.Predicting<RidgeTransferabilityModel> {
  private static final long serialVersionUID = 1L;

  /**
   * The numbers of the fit, as in a row of scores.csv.
   *
   * @param score -(mse + penalty)
   * @param mse squared error summed over the outputs, divided by n
   * @param penalty regParam times the squared weights
   * @param r2 1 - mse / variance of the labels
   * @param rows n
   * @param flags as in scores.csv
   */
  record Summary(double score, double mse, double penalty, double r2, long rows, String flags)
      implements Serializable {}

  private final String uid;
  private final DenseMatrix weights;
  private final Vector intercept;
  private final Summary summary;
  private final Columns columns;

  RidgeTransferabilityModel(String uid, DenseMatrix weights, Vector intercept, Summary summary) {
    this.uid = uid;
    this.weights = weights;
    this.intercept = intercept;
    this.summary = summary;
    columns = Columns.of(this);
    setDefault(predictionCol(), "prediction");
  }

  /** -(mse + penalty) of the rows of the fit: Linear MSE. Larger is better. */
  public double score() {
    return summary.score();
  }

  /** The squared error summed over the outputs, divided by n. */
  public double mse() {
    return summary.mse();
  }

  /** regParam times the squared weights. */
  public double penalty() {
    return summary.penalty();
  }

  /** 1 - mse / variance of the labels, summed over the outputs. */
  public double r2() {
    return summary.r2();
  }

  /** n. */
  public long rows() {
    return summary.rows();
  }

  /**
   * Conditions to check before ranking on the score, as in the column flags of scores.csv: {@code
   * refined} if the rows were read a second time, {@code digits-lost=..} if that did not restore
   * the digits. Empty if there are none.
   */
  public String flags() {
    return summary.flags();
  }

  /** A, q x d. */
  public Matrix weights() {
    return weights;
  }

  /** b, q numbers. */
  public Vector intercept() {
    return intercept;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    NamedColumn features = NamedColumn.of(dataset.schema(), getOrDefault(featuresCol()));
    return dataset.withColumn(
        getOrDefault(predictionCol()), LinearPrediction.of(features.column(), weights, intercept));
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return LinearPrediction.schema(
        schema,
        getOrDefault(featuresCol()),
        getOrDefault(predictionCol()),
        PredictionColumn.type(weights.numRows()));
  }

  @Override
  public RidgeTransferabilityModel copy(ParamMap extra) {
    RidgeTransferabilityModel copy =
        new RidgeTransferabilityModel(uid, weights, intercept, summary);
    copyValues(copy, extra);
    return hasParent() ? copy.setParent(parent()) : copy;
  }

  @Override
  public String uid() {
    return uid;
  }

  @Override
  public Columns columns() {
    return columns;
  }

  @Override
  public MLWriter write() {
    return new Writer(this);
  }

  public static MLReader<RidgeTransferabilityModel> read() {
    return new Reader();
  }

  public static RidgeTransferabilityModel load(String path) {
    return read().load(path);
  }

  private static final StructType SAVED =
      new StructType()
          .add("weights", SQLDataTypes.MatrixType())
          .add("intercept", SQLDataTypes.VectorType())
          .add("score", DataTypes.DoubleType)
          .add("mse", DataTypes.DoubleType)
          .add("penalty", DataTypes.DoubleType)
          .add("r2", DataTypes.DoubleType)
          .add("rows", DataTypes.LongType)
          .add("flags", DataTypes.StringType);

  /** MLlib metadata, and one row of Parquet. */
  private static final class Writer extends MLWriter {
    private final RidgeTransferabilityModel model;

    Writer(RidgeTransferabilityModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(model, path, sparkSession());
      Summary s = model.summary;
      Row row =
          RowFactory.create(
              model.weights,
              model.intercept,
              s.score(),
              s.mse(),
              s.penalty(),
              s.r2(),
              s.rows(),
              s.flags());
      sparkSession()
          .createDataFrame(List.of(row), SAVED)
          .coalesce(1)
          .write()
          .parquet(new Path(path, "data").toString());
    }
  }

  private static final class Reader extends MLReader<RidgeTransferabilityModel> {
    @Override
    public RidgeTransferabilityModel load(String path) {
      DefaultParamsReader.Metadata metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), RidgeTransferabilityModel.class.getName());
      Row row = sparkSession().read().parquet(new Path(path, "data").toString()).head();
      RidgeTransferabilityModel model =
          new RidgeTransferabilityModel(
              metadata.uid(),
              row.getAs("weights"),
              row.getAs("intercept"),
              new Summary(
                  row.getAs("score"),
                  row.getAs("mse"),
                  row.getAs("penalty"),
                  row.getAs("r2"),
                  row.getAs("rows"),
                  row.getAs("flags")));
      metadata.getAndSetParams(model, Option.empty());
      return model;
    }
  }
}
