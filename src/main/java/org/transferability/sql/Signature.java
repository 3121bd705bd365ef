package org.transferability.sql;

import java.util.Locale;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.transferability.score.MomentsScore;

/** The names, the arguments and the result types of the functions. */
final class Signature {
  private Signature() {}

  /** {@code linear_mse}, ... */
  static String name(MomentsScore score) {
    return score.name().toLowerCase(Locale.ROOT);
  }

  static TypeCheckResult failure(String expected, String found) {
    return new TypeCheckResult.TypeCheckFailure("expected " + expected + ", found " + found);
  }

  static TypeCheckResult checkRows(DataType features, DataType labels) {
    if (CatalystNumbers.features(features).isEmpty()) {
      return failure(
          "features as array<float> or another array of numbers, an MLlib vector, or binary of packed float32",
          features.simpleString());
    }
    return CatalystNumbers.labels(labels).isEmpty()
        ? failure(
            "labels as a number, an array of numbers or an MLlib vector", labels.simpleString())
        : TypeCheckResult.TypeCheckSuccess$.MODULE$;
  }

  static TypeCheckResult checkMoments(DataType moments) {
    return moments instanceof BinaryType
        ? TypeCheckResult.TypeCheckSuccess$.MODULE$
        : failure("binary from moments()", moments.simpleString());
  }
}
