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
import org.transferability.study.InputException;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * What all aggregates here share: they keep a group's rows or their moments, in one part or
 * several, and Catalyst copies them with other arguments and offsets. The first two arguments are
 * features and labels; rows in which one is null are ignored. A group without any other row gives
 * null.
 */
abstract class GroupAggregate extends TypedImperativeAggregate<FoldBuffers>
    implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final DataType type;
  private final Object kind;
  private final Wiring wiring;
  private transient CatalystNumbers featureForm;
  private transient CatalystNumbers labelForm;

  /** Where Catalyst puts an aggregate: its arguments, and the places of its buffers. */
  record Wiring(Seq<Expression> arguments, int mutableOffset, int inputOffset)
      implements Serializable {
    static Wiring of(List<Expression> arguments) {
      return new Wiring(CollectionConverters.asScala(arguments).toSeq(), 0, 0);
    }
  }

  /**
   * An aggregate.
   *
   * @param name of the function
   * @param type of its result
   * @param kind distinguishes it from others of its class with the same arguments; serialisable
   */
  GroupAggregate(String name, DataType type, Object kind, Wiring wiring) {
    this.name = name;
    this.type = type;
    this.kind = kind;
    this.wiring = wiring;
  }

  abstract GroupAggregate at(Wiring other);

  /** The value of a group with at least one row. */
  abstract Object value(FoldBuffers group);

  /** The number of parts to which the rows of a group are assigned. */
  int parts() {
    return 1;
  }

  /** The part that a row belongs to; -1 if the row is ignored. */
  int part(InternalRow input) {
    return 0;
  }

  final Expression argument(int index) {
    return wiring.arguments().apply(index);
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    return Signature.checkRows(argument(0).dataType(), argument(1).dataType());
  }

  /** Adds a row. */
  void add(FoldBuffers buffer, InternalRow input) {
    Object y = argument(1).eval(input); // first, because features are ignored without it
    Object f = y == null ? null : argument(0).eval(input);
    int part = f == null ? -1 : part(input);
    if (part >= 0) {
      if (featureForm == null) {
        featureForm = CatalystNumbers.features(argument(0).dataType()).orElseThrow();
        labelForm = CatalystNumbers.labels(argument(1).dataType()).orElseThrow();
      }
      buffer.add(part, featureForm, f, labelForm, y);
    }
  }

  @Override
  public final FoldBuffers update(FoldBuffers buffer, InternalRow input) {
    try {
      add(buffer, input);
      return buffer;
    } catch (InputException e) {
      throw SqlError.of(e);
    }
  }

  @Override
  public final FoldBuffers createAggregationBuffer() {
    return new FoldBuffers(prettyName(), parts());
  }

  @Override
  public final FoldBuffers merge(FoldBuffers buffer, FoldBuffers input) {
    try {
      buffer.add(input);
      return buffer;
    } catch (InputException e) {
      throw SqlError.of(e);
    }
  }

  @Override
  public final Object eval(FoldBuffers buffer) {
    try {
      return buffer.isEmpty() ? null : value(buffer);
    } catch (InputException e) {
      throw SqlError.of(e);
    }
  }

  @Override
  public final byte[] serialize(FoldBuffers buffer) {
    return buffer.toBytes();
  }

  @Override
  public final FoldBuffers deserialize(byte[] bytes) {
    try {
      return FoldBuffers.fromBytes(prettyName(), parts(), bytes);
    } catch (InputException e) {
      throw SqlError.of(e);
    }
  }

  @Override
  public final String prettyName() {
    return name;
  }

  @Override
  public final DataType dataType() {
    return type;
  }

  @Override
  public final boolean nullable() {
    return true;
  }

  @Override
  public final Seq<Expression> children() {
    return wiring.arguments();
  }

  @Override
  public final Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return at(new Wiring(children, wiring.mutableOffset(), wiring.inputOffset()));
  }

  @Override
  public final int mutableAggBufferOffset() {
    return wiring.mutableOffset();
  }

  @Override
  public final int inputAggBufferOffset() {
    return wiring.inputOffset();
  }

  @Override
  public final ImperativeAggregate withNewMutableAggBufferOffset(int offset) {
    return at(new Wiring(wiring.arguments(), offset, wiring.inputOffset()));
  }

  @Override
  public final ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return at(new Wiring(wiring.arguments(), wiring.mutableOffset(), offset));
  }

  @Override
  public final int productArity() {
    return wiring.arguments().size();
  }

  @Override
  public final Object productElement(int index) {
    return argument(index);
  }

  @Override
  public final boolean canEqual(Object other) {
    return other != null && other.getClass() == getClass();
  }

  @Override
  public final boolean equals(Object other) {
    return other instanceof GroupAggregate that
        && canEqual(that)
        && kind.equals(that.kind)
        && wiring.equals(that.wiring);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(kind, wiring.arguments());
  }
}
