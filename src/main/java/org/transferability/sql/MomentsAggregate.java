package org.transferability.sql;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.transferability.accumulate.Moments;
import org.transferability.score.MomentsScore;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code linear_mse(features, labels, lambda)}, its relatives, and {@code moments(features,
 * labels)}: an aggregate that keeps moments and returns a score of them, or the moments themselves.
 * Partial results of tasks are merged, so there is one pass and one shuffle of moments. Rows in
 * which features or labels are null are ignored. The result is null for a group without any other
 * row, and for a score that is undefined or {@link Doubtful}.
 */
final class MomentsAggregate extends TypedImperativeAggregate<GroupBuffer> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final MomentsScore score; // null: the moments themselves
  private final Doubtful doubtful;
  private final Arguments arguments;
  private final int mutableOffset;
  private final int inputOffset;
  private transient CatalystNumbers featureForm;
  private transient CatalystNumbers labelForm;

  /** The children, as Catalyst's own immutable list. */
  private record Arguments(Seq<Expression> all) implements Serializable {
    Expression get(int index) {
      return all.apply(index);
    }
  }

  private MomentsAggregate(
      MomentsScore score,
      Doubtful doubtful,
      Seq<Expression> arguments,
      int mutableOffset,
      int inputOffset) {
    this.score = score;
    this.doubtful = doubtful;
    this.arguments = new Arguments(arguments);
    this.mutableOffset = mutableOffset;
    this.inputOffset = inputOffset;
  }

  /**
   * @param score of the moments, or null: the moments themselves
   */
  static MomentsAggregate of(MomentsScore score, List<Expression> arguments) {
    return new MomentsAggregate(
        score, Doubtful.ofSession(), CollectionConverters.asScala(arguments).toSeq(), 0, 0);
  }

  @Override
  public String prettyName() {
    return score == null ? "moments" : Signature.name(score);
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    TypeCheckResult rows =
        Signature.checkRows(arguments.get(0).dataType(), arguments.get(1).dataType());
    return rows.isSuccess() && score != null && score.takesPenalty()
        ? Signature.checkPenalty(arguments.get(2))
        : rows;
  }

  @Override
  public GroupBuffer createAggregationBuffer() {
    return new GroupBuffer(prettyName(), 1);
  }

  @Override
  public GroupBuffer update(GroupBuffer buffer, InternalRow input) {
    Object y = arguments.get(1).eval(input); // first, because features are ignored without it
    Object f = y == null ? null : arguments.get(0).eval(input);
    if (f != null) {
      if (featureForm == null) {
        featureForm = CatalystNumbers.features(arguments.get(0).dataType()).orElseThrow();
        labelForm = CatalystNumbers.labels(arguments.get(1).dataType()).orElseThrow();
      }
      buffer.add(featureForm, f, labelForm, y);
    }
    return buffer;
  }

  @Override
  public GroupBuffer merge(GroupBuffer buffer, GroupBuffer input) {
    Moments other = input.moments();
    if (other != null) {
      buffer.add(other);
    }
    return buffer;
  }

  @Override
  public Object eval(GroupBuffer buffer) {
    Moments moments = buffer.moments();
    if (moments == null) {
      return null;
    }
    if (score == null) {
      return MomentsCell.write(prettyName(), moments);
    }
    Object penalty = score.takesPenalty() ? ConstantArgument.value(arguments.get(2)) : null;
    DataType type = penalty == null ? null : arguments.get(2).dataType();
    return MomentsCell.score(prettyName(), score, moments, penalty, type, doubtful);
  }

  @Override
  public byte[] serialize(GroupBuffer buffer) {
    return buffer.toBytes();
  }

  @Override
  public GroupBuffer deserialize(byte[] bytes) {
    return GroupBuffer.fromBytes(prettyName(), 1, bytes);
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public DataType dataType() {
    return score == null ? DataTypes.BinaryType : DataTypes.DoubleType;
  }

  @Override
  public Seq<Expression> children() {
    return arguments.all();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new MomentsAggregate(score, doubtful, children, mutableOffset, inputOffset);
  }

  @Override
  public int mutableAggBufferOffset() {
    return mutableOffset;
  }

  @Override
  public int inputAggBufferOffset() {
    return inputOffset;
  }

  @Override
  public ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    return new MomentsAggregate(score, doubtful, arguments.all(), offset, inputOffset);
  }

  @Override
  public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return new MomentsAggregate(score, doubtful, arguments.all(), mutableOffset, offset);
  }

  @Override
  public int productArity() {
    return arguments.all().size();
  }

  @Override
  public Object productElement(int index) {
    return arguments.get(index);
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof MomentsAggregate;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MomentsAggregate that
        && score == that.score
        && doubtful == that.doubtful
        && mutableOffset == that.mutableOffset
        && inputOffset == that.inputOffset
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return Objects.hash(score, doubtful, arguments);
  }
}
