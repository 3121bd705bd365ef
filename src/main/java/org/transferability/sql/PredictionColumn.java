package org.transferability.sql;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.UserDefinedType;
import org.transferability.study.InputException;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * y = A f + b as an expression: a number for one output, else an MLlib vector. The result is null
 * if the features are null or contain a null.
 */
public final class PredictionColumn extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  private final Expression features;
  private final Fit fit;
  private transient CatalystNumbers form;

  /**
   * @param weights A', d x q column-major: each column the weights of one output
   * @param intercept b, q numbers
   */
  private record Fit(double[] weights, double[] intercept) implements Serializable {}

  private PredictionColumn(Expression features, Fit fit) {
    this.features = features;
    this.fit = fit;
  }

  /**
   * The column of predictions.
   *
   * @param features of a type that {@link #accepts}
   * @param weights A', d x q column-major: each column the weights of one output; not copied
   * @param intercept b, q numbers; not copied
   */
  public static Expression of(Expression features, double[] weights, double[] intercept) {
    return new PredictionColumn(features, new Fit(weights, intercept));
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
  public Object eval(InternalRow input) {
    Object value = features.eval(input);
    if (value == null) {
      return null;
    }
    if (form == null) {
      form = CatalystNumbers.features(features.dataType()).orElseThrow();
    }
    int q = fit.intercept.length;
    int d = fit.weights.length / q;
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
    double[] prediction = fit.intercept.clone();
    for (int k = 0, at = 0; k < q; k++) {
      for (int i = 0; i < d; i++, at++) {
        prediction[k] += fit.weights[at] * f[i];
      }
    }
    return q == 1 ? (Object) prediction[0] : serialised(Vectors.dense(prediction));
  }

  @SuppressWarnings("unchecked") // VectorType is the user-defined type of vectors
  private static Object serialised(Vector vector) {
    return ((UserDefinedType<Vector>) SQLDataTypes.VectorType()).serialize(vector);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public String prettyName() {
    return "prediction";
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public DataType dataType() {
    return type(fit.intercept.length);
  }

  @Override
  public Seq<Expression> children() {
    return CollectionConverters.asScala(List.of(features)).toSeq();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new PredictionColumn(children.head(), fit);
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int index) {
    return features;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof PredictionColumn;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PredictionColumn that
        && features.equals(that.features)
        && Arrays.equals(fit.weights, that.fit.weights)
        && Arrays.equals(fit.intercept, that.fit.intercept);
  }

  @Override
  public int hashCode() {
    return Objects.hash(features, Arrays.hashCode(fit.weights));
  }
}
