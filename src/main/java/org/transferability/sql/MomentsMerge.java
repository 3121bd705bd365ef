package org.transferability.sql;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.types.DataTypes;

/**
 * {@code moments_merge(moments)}: the moments of the union of the rows of several moments from
 * {@code moments}. Null is ignored.
 */
final class MomentsMerge extends GroupAggregate {
  static final String NAME = "moments_merge";
  private static final long serialVersionUID = 1L;

  MomentsMerge(Wiring wiring) {
    super(NAME, DataTypes.BinaryType, NAME, wiring);
  }

  @Override
  GroupAggregate at(Wiring other) {
    return new MomentsMerge(other);
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return Signature.checkMoments(argument(0).dataType());
  }

  @Override
  void add(FoldBuffers buffer, InternalRow input) {
    Object bytes = argument(0).eval(input);
    if (bytes != null) {
      buffer.add(MomentsCell.read(NAME, (byte[]) bytes));
    }
  }

  @Override
  Object value(FoldBuffers group) {
    return MomentsCell.write(NAME, group.moments().get(0));
  }
}
