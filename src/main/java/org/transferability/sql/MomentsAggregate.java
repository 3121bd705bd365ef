package org.transferability.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.score.MomentsScore;
import org.transferability.study.Penalty;

/**
 * {@code linear_mse(features, labels, lambda)}, its relatives, and {@code moments(features,
 * labels)}: an aggregate that keeps moments and returns a score of them, or the moments themselves;
 * of no more rows than features it keeps the rows, whose scores need no moments of size d x d.
 * Partial results of tasks are merged, so there is one pass and one shuffle of moments or rows. The
 * result is null for a score that is undefined or {@link Doubtful}.
 */
final class MomentsAggregate extends GroupAggregate {
  private static final long serialVersionUID = 1L;

  private final MomentsScore score; // null: the moments themselves
  private final Doubtful doubtful;

  private MomentsAggregate(MomentsScore score, Doubtful doubtful, Wiring wiring) {
    super(
        score == null ? "moments" : Signature.name(score),
        score == null ? DataTypes.BinaryType : DataTypes.DoubleType,
        Arrays.asList(score, doubtful),
        wiring);
    this.score = score;
    this.doubtful = doubtful;
  }

  /**
   * @param score of the moments, or null: the moments themselves
   */
  static MomentsAggregate of(MomentsScore score, List<Expression> arguments) {
    return new MomentsAggregate(score, Doubtful.ofSession(), Wiring.of(arguments));
  }

  @Override
  GroupAggregate at(Wiring other) {
    return new MomentsAggregate(score, doubtful, other);
  }

  private boolean takesPenalty() {
    return score != null && score.takesPenalty();
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    TypeCheckResult rows = super.checkInputDataTypes();
    return rows.isSuccess() && takesPenalty() ? PenaltyArgument.checkConstant(argument(2)) : rows;
  }

  @Override
  Object value(FoldBuffers group) {
    if (score == null) { // to which rows may be added
      return MomentsCell.write(prettyName(), group.moments().get(0));
    }
    Penalty penalty = takesPenalty() ? PenaltyArgument.constant(argument(2)) : null;
    Optional<ReducedRows> rows = group.reduced();
    return rows.isPresent()
        ? MomentsCell.score(prettyName(), score, rows.get(), group.outputs(), penalty, doubtful)
        : MomentsCell.score(prettyName(), score, group.moments().get(0), penalty, doubtful);
  }
}
