package org.transferability.sql;

import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;

/** A penalty as an argument: a number, or text such as {@code '1e-3r'} for a relative one. */
final class PenaltyArgument {
  private PenaltyArgument() {}

  static boolean accepts(DataType type) {
    return type instanceof NumericType || type instanceof StringType;
  }

  /**
   * @throws InputException if it is negative, not finite, or not a penalty
   */
  static Penalty of(Object value, DataType type) {
    return type instanceof StringType
        ? Penalty.parse(value.toString())
        : new Penalty(CatalystNumbers.number(value, type), Penalty.Unit.ABSOLUTE);
  }

  static Penalty constant(Expression argument) {
    Object value = ConstantArgument.value(argument);
    return value == null ? null : of(value, argument.dataType());
  }

  /** The penalty of an aggregate: one for all rows, known before the first. */
  static TypeCheckResult checkConstant(Expression argument) {
    String expected = "a constant penalty, a number >= 0 or text such as '1e-3r'";
    if (!ConstantArgument.isConstant(argument) || !accepts(argument.dataType())) {
      return Signature.failure(expected, argument.sql());
    }
    try {
      return constant(argument) == null
          ? Signature.failure(expected, "null")
          : TypeCheckResult.TypeCheckSuccess$.MODULE$;
    } catch (RuntimeException e) { // not a penalty, or a constant that cannot be evaluated
      return Signature.failure(expected, argument.sql());
    }
  }
}
