package org.transferability.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.expressions.Expression;

/** {@code moments(features, labels)} as an expression, for sessions without the functions. */
public final class MomentsColumn {
  private MomentsColumn() {}

  /**
   * The aggregate.
   *
   * @param arguments features and labels
   */
  public static Expression of(List<Expression> arguments) {
    return MomentsAggregate.of(null, arguments).toAggregateExpression();
  }
}
