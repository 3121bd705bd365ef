package org.transferability.sql;

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
}
