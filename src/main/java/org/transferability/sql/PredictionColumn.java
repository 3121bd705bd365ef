package org.transferability.sql;

import java.util.List;
import org.apache.spark.ml.linalg.DenseVector;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.UserDefinedType;
import org.transferability.study.InputException;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * y = A f + b as an expression: a number for one output, else an MLlib vector. The result is null
 * if the features are null or contain a null.
 */
public final class PredictionColumn extends RowFunction {
  private static final long serialVersionUID = 1L;

  private final double[] weights;
  private final double[] intercept;
  private transient CatalystNumbers form;

  private PredictionColumn(Seq<Expression> features, double[] weights, double[] intercept) {
    super(
        "prediction",
        type(intercept.length),
        List.of(new DenseVector(weights), new DenseVector(intercept)),
        features);
    this.weights = weights;
    this.intercept = intercept;
  }

  /**
   * The column of predictions.
   *
   * @param features of a type that {@link #accepts}
   * @param weights A', d x q column-major: each column the weights of one output; not copied
   * @param intercept b, q numbers; not copied
   */
  public static Expression of(Expression features, double[] weights, double[] intercept) {
    return new PredictionColumn(
        CollectionConverters.asScala(List.of(features)).toSeq(), weights, intercept);
  }

  /** Whether features may have this type, here and in {@code moments}. */
  public static boolean accepts(DataType type) {
    return CatalystNumbers.features(type).isPresent();
  }

  /** The type of predictions. */
  public static DataType type(int outputs) {
    return outputs == 1 ? DataTypes.DoubleType : SQLDataTypes.VectorType();
  }

  @Override
  RowFunction of(Seq<Expression> others) {
    return new PredictionColumn(others, weights, intercept);
  }

  @Override
  Object value(InternalRow input) {
    Object value = argument(0).eval(input);
    if (value == null) {
      return null;
    }
    if (form == null) {
      form = CatalystNumbers.features(argument(0).dataType()).orElseThrow();
    }
    int q = intercept.length;
    int d = weights.length / q;
    int width = form.width(value);
    if (width != d) {
      throw new InputException(
          "Cannot predict: expected %d features, as in the fit, found %s"
              .formatted(d, width < 0 ? "bytes that are not float32" : width));
    }
    if (form.hasNull(value)) {
      return null;
    }
    double[] f = new double[d];
    form.copy(value, f, 0);
    double[] prediction = intercept.clone();
    for (int k = 0, at = 0; k < q; k++) {
      for (int i = 0; i < d; i++, at++) {
        prediction[k] += weights[at] * f[i];
      }
    }
    return q == 1 ? (Object) prediction[0] : serialised(Vectors.dense(prediction));
  }

  @SuppressWarnings("unchecked") // VectorType is the user-defined type of vectors
  private static Object serialised(Vector vector) {
    return ((UserDefinedType<Vector>) SQLDataTypes.VectorType()).serialize(vector);
  }
}
