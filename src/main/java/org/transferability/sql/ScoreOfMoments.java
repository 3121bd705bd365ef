package org.transferability.sql;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.transferability.accumulate.Moments;
import org.transferability.score.MomentsScore;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code linear_mse_of(moments, lambda)} and its relatives: a score of moments from {@code moments}
 * or {@code moments_merge}. The penalty may be a column. The result is null for null, and for a
 * score that is undefined or {@link Doubtful}.
 */
final class ScoreOfMoments extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  private final MomentsScore score;
  private final Doubtful doubtful;
  private final Seq<Expression> arguments;

  private ScoreOfMoments(MomentsScore score, Doubtful doubtful, Seq<Expression> arguments) {
    this.score = score;
    this.doubtful = doubtful;
    this.arguments = arguments;
  }

  static ScoreOfMoments of(MomentsScore score, List<Expression> arguments) {
    return new ScoreOfMoments(
        score, Doubtful.ofSession(), CollectionConverters.asScala(arguments).toSeq());
  }

  @Override
  public String prettyName() {
    return Signature.name(score) + "_of";
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    DataType moments = arguments.apply(0).dataType();
    if (!(moments instanceof BinaryType)) {
      return Signature.failure("binary from moments()", moments.simpleString());
    }
    if (score.takesPenalty() && !PenaltyArgument.accepts(arguments.apply(1).dataType())) {
      return Signature.failure(
          "a penalty as a number >= 0 or text such as '1e-3r'",
          arguments.apply(1).dataType().simpleString());
    }
    return TypeCheckResult.TypeCheckSuccess$.MODULE$;
  }

  @Override
  public Object eval(InternalRow input) {
    Object bytes = arguments.apply(0).eval(input);
    if (bytes == null) {
      return null;
    }
    Object penalty = score.takesPenalty() ? arguments.apply(1).eval(input) : null;
    if (score.takesPenalty() && penalty == null) {
      return null;
    }
    Moments moments = MomentsCell.read(prettyName(), (byte[]) bytes);
    DataType type = penalty == null ? null : arguments.apply(1).dataType();
    return MomentsCell.score(prettyName(), score, moments, penalty, type, doubtful);
  }

  @Override
  public ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public DataType dataType() {
    return DataTypes.DoubleType;
  }

  @Override
  public Seq<Expression> children() {
    return arguments;
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new ScoreOfMoments(score, doubtful, children);
  }

  @Override
  public int productArity() {
    return arguments.size();
  }

  @Override
  public Object productElement(int index) {
    return arguments.apply(index);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof ScoreOfMoments;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ScoreOfMoments that
        && score == that.score
        && doubtful == that.doubtful
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return Objects.hash(score, doubtful, arguments);
  }
}
