package org.transferability.ml;

import java.io.Serializable;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * The columns of features and labels, which all classes here have as Params.
 *
 * @param <T> the class that has them
 */
public interface ColumnParams<T extends ColumnParams<T>> extends Params {
  /** The Params of one object. */
  record Columns(Param<String> features, Param<String> labels, Param<String> predictions)
      implements Serializable {
    /** Makes them with the names that MLlib takes by default. */
    static Columns of(Params owner) {
      Param<String> features =
          new Param<>(
              owner, "featuresCol", "features: a vector, an array of numbers, or packed float32");
      Param<String> labels =
          new Param<>(owner, "labelCol", "labels: a number, a vector or an array of numbers");
      Param<String> predictions =
          new Param<>(owner, "predictionCol", "predictions: a number for one label, else a vector");
      owner.setDefault(features, "features");
      owner.setDefault(labels, "label");
      return new Columns(features, labels, predictions);
    }
  }

  /** Where they are kept. */
  Columns columns();

  default Param<String> featuresCol() {
    return columns().features();
  }

  default Param<String> labelCol() {
    return columns().labels();
  }

  default T setFeaturesCol(String value) {
    return with(featuresCol(), value);
  }

  /** This object, after a Param is set. */
  @SuppressWarnings("unchecked") // T is the class that has the Params
  default T with(Param<String> param, String value) {
    set(param, value);
    return (T) this;
  }

  /**
   * The same with a column of predictions.
   *
   * @param <T> the class that has them
   */
  interface Predicting<T extends Predicting<T>> extends ColumnParams<T> {
    default Param<String> predictionCol() {
      return columns().predictions();
    }

    default T setPredictionCol(String value) {
      return with(predictionCol(), value);
    }
  }
}
