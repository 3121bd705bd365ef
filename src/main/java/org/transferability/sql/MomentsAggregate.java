package org.transferability.sql;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.transferability.accumulate.Moments;
import org.transferability.score.MomentsScore;
import org.transferability.study.Penalty;

/**
 * {@code linear_mse(features, labels, lambda)}, its relatives, and {@code moments(features,
 * labels)}: an aggregate that keeps moments and returns a score of them, or the moments themselves.
 * Partial results of tasks are merged, so there is one pass and one shuffle of moments. The result
 * is null for a score that is undefined or {@link Doubtful}.
 */
public final class MomentsAggregate extends GroupAggregate {
  private static final long serialVersionUID = 1L;

  private final MomentsScore score; // null: the moments themselves
  private final Doubtful doubtful;

  private MomentsAggregate(MomentsScore score, Doubtful doubtful, Wiring wiring) {
    super(wiring);
    this.score = score;
    this.doubtful = doubtful;
  }

  /** {@code moments(features, labels)} as an expression, for sessions without the functions. */
  public static Expression column(List<Expression> arguments) {
    return of(null, arguments).toAggregateExpression();
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

  @Override
  Object kind() {
    return Arrays.asList(score, doubtful);
  }

  @Override
  public String prettyName() {
    return score == null ? "moments" : Signature.name(score);
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
  Object value(List<Moments> parts) {
    if (score == null) {
      return MomentsCell.write(prettyName(), parts.get(0));
    }
    Penalty penalty = takesPenalty() ? PenaltyArgument.constant(argument(2)) : null;
    return MomentsCell.score(prettyName(), score, parts.get(0), penalty, doubtful);
  }

  @Override
  public DataType dataType() {
    return score == null ? DataTypes.BinaryType : DataTypes.DoubleType;
  }
}
