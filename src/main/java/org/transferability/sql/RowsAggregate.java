package org.transferability.sql;

import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.accumulate.reduced.RowBasis;

/**
 * All rows with features and labels as one group, for programs that have the dataset: the rows
 * themselves if they are no more than the features, else their moments.
 */
public final class RowsAggregate extends GroupAggregate {
  private static final long serialVersionUID = 1L;
  private static final String NAME = "moments";

  private RowsAggregate(Wiring wiring) {
    super(NAME, DataTypes.BinaryType, NAME, wiring);
  }

  /**
   * The rows of a group.
   *
   * @param moments of the rows, or of their coordinates
   * @param basis of the rows; empty if they are more than the features
   */
  public record Found(Moments moments, Optional<RowBasis> basis) {}

  /** The aggregate of features and labels as an expression, for any session. */
  public static Expression column(List<Expression> arguments) {
    return new RowsAggregate(Wiring.of(arguments)).toAggregateExpression();
  }

  /**
   * Decodes the value of {@link #column}, which must not be null.
   *
   * @throws ReducedRows.OutOfRange if squares of a feature cannot be represented
   */
  public static Found read(byte[] bytes) throws ReducedRows.OutOfRange {
    FoldBuffers rows = FoldBuffers.fromBytes(NAME, 1, bytes);
    Optional<RowBasis> basis = rows.basis();
    if (basis.isEmpty()) {
      return new Found(rows.moments().get(0), basis);
    }
    LabelLayout layout = LabelLayout.complete(rows.outputs());
    return new Found(basis.get().reduced().moments(layout, 1).fold(0), basis);
  }

  @Override
  GroupAggregate at(Wiring other) {
    return new RowsAggregate(other);
  }

  @Override
  Object value(FoldBuffers group) {
    return group.toBytes();
  }
}
