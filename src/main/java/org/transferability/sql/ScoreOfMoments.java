package org.transferability.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataTypes;
import org.transferability.accumulate.Moments;
import org.transferability.score.MomentsScore;
import org.transferability.study.Penalty;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code linear_mse_of(moments, lambda)} and its relatives: a score of moments from {@code moments}
 * or {@code moments_merge}. The penalty may be a column. The result is null for null, and for a
 * score that is undefined or {@link Doubtful}.
 */
final class ScoreOfMoments extends RowFunction {
  private static final long serialVersionUID = 1L;

  private final MomentsScore score;
  private final Doubtful doubtful;

  private ScoreOfMoments(MomentsScore score, Doubtful doubtful, Seq<Expression> arguments) {
    super(Signature.name(score) + "_of", DataTypes.DoubleType, List.of(score, doubtful), arguments);
    this.score = score;
    this.doubtful = doubtful;
  }

  static ScoreOfMoments of(MomentsScore score, List<Expression> arguments) {
    return new ScoreOfMoments(
        score, Doubtful.ofSession(), CollectionConverters.asScala(arguments).toSeq());
  }

  @Override
  RowFunction of(Seq<Expression> others) {
    return new ScoreOfMoments(score, doubtful, others);
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    TypeCheckResult moments = Signature.checkMoments(argument(0).dataType());
    if (moments.isFailure()) {
      return moments;
    }
    if (score.takesPenalty() && !PenaltyArgument.accepts(argument(1).dataType())) {
      return Signature.failure(
          "a penalty as a number >= 0 or text such as '1e-3r'",
          argument(1).dataType().simpleString());
    }
    return moments;
  }

  @Override
  Object value(InternalRow input) {
    Object bytes = argument(0).eval(input);
    if (bytes == null) {
      return null;
    }
    Object value = score.takesPenalty() ? argument(1).eval(input) : null;
    if (score.takesPenalty() && value == null) {
      return null;
    }
    Moments moments = MomentsCell.read(prettyName(), (byte[]) bytes);
    Penalty penalty = value == null ? null : PenaltyArgument.of(value, argument(1).dataType());
    return MomentsCell.score(prettyName(), score, moments, penalty, doubtful);
  }
}
