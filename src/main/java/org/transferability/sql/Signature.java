package org.transferability.sql;

import java.util.Locale;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.transferability.accumulate.Moments;
import org.transferability.score.MomentsScore;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.InputException;

/** What the functions are called, ask of their arguments, and give back. */
final class Signature {
  private Signature() {}

  /** {@code linear_mse}, ... */
  static String name(MomentsScore score) {
    return score.name().toLowerCase(Locale.ROOT);
  }

  /** A score that takes no penalty. */
  static double score(MomentsScore score, Moments moments) {
    return score.of(RidgeProblem.of(moments.target(0)), 0).score();
  }

  /** A score at a penalty, given as an argument of that type. */
  static double score(MomentsScore score, Moments moments, Object penalty, DataType type) {
    RidgeProblem problem = RidgeProblem.of(moments.target(0));
    double lambda = PenaltyArgument.of(penalty, type).lambda(problem.meanVariance());
    return score.of(problem, lambda).score();
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

  /** The penalty of an aggregate: one for all rows, known before the first. */
  static TypeCheckResult checkPenalty(Expression argument) {
    String expected = "a constant penalty, a number >= 0 or text such as '1e-3r'";
    if (!argument.foldable() || !PenaltyArgument.accepts(argument.dataType())) {
      return failure(expected, argument.sql());
    }
    Object value = argument.eval(null);
    if (value == null) {
      return failure(expected, "null");
    }
    try {
      PenaltyArgument.of(value, argument.dataType());
      return TypeCheckResult.TypeCheckSuccess$.MODULE$;
    } catch (InputException e) {
      return failure(expected, argument.sql());
    }
  }

  /**
   * Moments from a table.
   *
   * @throws InputException if the bytes are something else
   */
  static Moments moments(String function, byte[] bytes) {
    try {
      return Moments.fromBytes(bytes);
    } catch (RuntimeException e) {
      throw new InputException(
          "Cannot evaluate %s: expected bytes that moments() made, found %d others (%s)"
              .formatted(function, bytes.length, e.getMessage()),
          e);
    }
  }
}
