package org.transferability.ml;

import org.apache.spark.ml.linalg.DenseMatrix;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.classic.ExpressionUtils;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;
import org.transferability.sql.PredictionColumn;
import org.transferability.study.InputException;

/** y = A f + b as a column. */
final class LinearPrediction {
  private LinearPrediction() {}

  /** The column of predictions: a number for one output, else a vector. */
  static Column of(Column features, DenseMatrix weights, Vector intercept) {
    int d = weights.numCols();
    double[] a = new double[Math.multiplyExact(d, weights.numRows())];
    for (int k = 0, at = 0; k < weights.numRows(); k++) {
      for (int i = 0; i < d; i++, at++) {
        a[at] = weights.apply(k, i);
      }
    }
    return ExpressionUtils.column(
        PredictionColumn.of(ExpressionUtils.expression(features), a, intercept.toArray().clone()));
  }

  /**
   * The schema with predictions.
   *
   * @param type of predictions
   * @throws InputException if the features are missing, or the column of predictions exists
   */
  static StructType schema(StructType schema, String features, String prediction, DataType type) {
    DataType found = NamedColumn.of(schema, features).type();
    if (!PredictionColumn.accepts(found)) {
      throw new InputException(
          "Cannot use column '%s': expected a vector, an array of numbers or packed float32, found %s"
              .formatted(features, found.simpleString()));
    }
    return NamedColumn.add(schema, prediction, type);
  }
}
