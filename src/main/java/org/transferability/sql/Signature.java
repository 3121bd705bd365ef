package org.transferability.sql;

import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.transferability.accumulate.Moments;
import org.transferability.study.InputException;

/** What the functions ask of their arguments. */
final class Signature {
  private Signature() {}

  static TypeCheckResult failure(String expected, String found) {
    return new TypeCheckResult.TypeCheckFailure("expected " + expected + ", found " + found);
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
