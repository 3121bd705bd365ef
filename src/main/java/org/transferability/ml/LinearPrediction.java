package org.transferability.ml;

import static org.apache.spark.ml.functions.array_to_vector;

import java.util.Arrays;
import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.transferability.study.InputException;

/** y = A f + b as a column. */
final class LinearPrediction {
  private LinearPrediction() {}

  /**
   * The column of predictions: a number where there is one output, else a vector.
   *
   * @param type of the features
   */
  static Column of(Column features, DataType type, DenseMatrix weights, Vector intercept) {
    Column vector = type instanceof ArrayType ? array_to_vector(features) : features;
    if (weights.numRows() == 1) {
      UDF1<Vector, Double> one = f -> f == null ? null : (Double) predict(weights, intercept, f)[0];
      return functions.udf(one, DataTypes.DoubleType).apply(vector);
    }
    UDF1<Vector, Vector> many =
        f -> f == null ? null : Vectors.dense(predict(weights, intercept, f));
    return functions.udf(many, SQLDataTypes.VectorType()).apply(vector);
  }

  private static double[] predict(DenseMatrix weights, Vector intercept, Vector f) {
    if (f.size() != weights.numCols()) {
      throw new InputException(
          "Cannot predict: expected %d features, as in the fit, found %d"
              .formatted(weights.numCols(), f.size()));
    }
    double[] prediction = Arrays.copyOf(intercept.toArray(), intercept.size());
    for (int k = 0; k < prediction.length; k++) {
      for (int i = 0; i < f.size(); i++) {
        prediction[k] += weights.apply(k, i) * f.apply(i);
      }
    }
    return prediction;
  }

  /** The schema with predictions; whether one number or a vector only the labels tell. */
  static StructType schema(StructType schema, String features, String prediction) {
    DataType type = schema.apply(features).dataType();
    boolean known = type instanceof ArrayType || type.equals(SQLDataTypes.VectorType());
    if (!known) {
      throw new InputException(
          "Cannot use column '%s': expected a vector or an array of numbers, found %s"
              .formatted(features, type.simpleString()));
    }
    if (Arrays.asList(schema.fieldNames()).contains(prediction)) {
      throw new InputException(
          "Cannot add column '%s': expected a new name (predictionCol), found one that exists"
              .formatted(prediction));
    }
    return schema.add(prediction, DataTypes.DoubleType);
  }
}
