package org.transferability.sql;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.transferability.accumulate.Moments;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code moments_merge(moments)}: the moments of the union of the rows of several moments from
 * {@code moments}. Null is ignored.
 */
final class MomentsMerge extends TypedImperativeAggregate<GroupBuffer> implements Serializable {
  static final String NAME = "moments_merge";
  private static final long serialVersionUID = 1L;

  private final Expression moments;
  private final int mutableOffset;
  private final int inputOffset;

  MomentsMerge(Expression moments, int mutableOffset, int inputOffset) {
    this.moments = moments;
    this.mutableOffset = mutableOffset;
    this.inputOffset = inputOffset;
  }

  @Override
  public String prettyName() {
    return NAME;
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return moments.dataType() instanceof BinaryType
        ? TypeCheckResult.TypeCheckSuccess$.MODULE$
        : Signature.failure("binary from moments()", moments.dataType().simpleString());
  }

  @Override
  public GroupBuffer createAggregationBuffer() {
    return new GroupBuffer(NAME, 1);
  }

  @Override
  public GroupBuffer update(GroupBuffer buffer, InternalRow input) {
    Object bytes = moments.eval(input);
    if (bytes != null) {
      buffer.add(MomentsCell.read(NAME, (byte[]) bytes));
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
    Moments merged = buffer.moments();
    return merged == null ? null : MomentsCell.write(NAME, merged);
  }

  @Override
  public byte[] serialize(GroupBuffer buffer) {
    return buffer.toBytes();
  }

  @Override
  public GroupBuffer deserialize(byte[] bytes) {
    return GroupBuffer.fromBytes(NAME, 1, bytes);
  }

  @Override
  public boolean nullable() {
    return true;
  }

  @Override
  public DataType dataType() {
    return DataTypes.BinaryType;
  }

  @Override
  public Seq<Expression> children() {
    return CollectionConverters.asScala(List.of(moments)).toSeq();
  }

  @Override
  public Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return new MomentsMerge(children.head(), mutableOffset, inputOffset);
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
    return new MomentsMerge(moments, offset, inputOffset);
  }

  @Override
  public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return new MomentsMerge(moments, mutableOffset, offset);
  }

  @Override
  public int productArity() {
    return 1;
  }

  @Override
  public Object productElement(int index) {
    return moments;
  }

  @Override
  public boolean canEqual(Object other) {
    return other instanceof MomentsMerge;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof MomentsMerge that
        && mutableOffset == that.mutableOffset
        && inputOffset == that.inputOffset
        && moments.equals(that.moments);
  }

  @Override
  public int hashCode() {
    return Objects.hash(NAME, moments);
  }
}
