package org.transferability.sql;

import java.util.Locale;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
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

  /** Features and labels of rows. */
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

  /** Moments that a table keeps. */
  static TypeCheckResult checkMoments(DataType moments) {
    return moments instanceof BinaryType
        ? TypeCheckResult.TypeCheckSuccess$.MODULE$
        : failure("binary from moments()", moments.simpleString());
  }

  /** The penalty of an aggregate: one for all rows, known before the first. */
  static TypeCheckResult checkPenalty(Expression argument) {
    String expected = "a constant penalty, a number >= 0 or text such as '1e-3r'";
    if (!ConstantArgument.isConstant(argument) || !PenaltyArgument.accepts(argument.dataType())) {
      return failure(expected, argument.sql());
    }
    try {
      Object value = ConstantArgument.value(argument);
      if (value == null) {
        return failure(expected, "null");
      }
      PenaltyArgument.of(value, argument.dataType());
      return TypeCheckResult.TypeCheckSuccess$.MODULE$;
    } catch (RuntimeException e) { // not a penalty, or a constant that cannot be evaluated
      return failure(expected, argument.sql());
    }
  }
}
