package org.transferability.sql;

import java.io.Serializable;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenContext;
import org.apache.spark.sql.catalyst.expressions.codegen.CodegenFallback;
import org.apache.spark.sql.catalyst.expressions.codegen.ExprCode;
import org.apache.spark.sql.types.DataType;
import org.transferability.study.InputException;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;

/** What all functions of one row share: Catalyst copies them with other arguments. */
abstract class RowFunction extends Expression implements CodegenFallback, Serializable {
  private static final long serialVersionUID = 1L;

  private final String name;
  private final DataType type;
  private final Object kind;
  private final Seq<Expression> arguments;

  /**
   * A function.
   *
   * @param type of its result
   * @param kind distinguishes it from others of its class with the same arguments; serialisable
   */
  RowFunction(String name, DataType type, Object kind, Seq<Expression> arguments) {
    this.name = name;
    this.type = type;
    this.kind = kind;
    this.arguments = arguments;
  }

  abstract RowFunction of(Seq<Expression> others);

  /** The value for a row. */
  abstract Object value(InternalRow input);

  @Override
  public final Object eval(InternalRow input) {
    try {
      return value(input);
    } catch (InputException e) {
      throw SqlError.of(e);
    }
  }

  final Expression argument(int index) {
    return arguments.apply(index);
  }

  @Override
  public final ExprCode doGenCode(CodegenContext context, ExprCode code) {
    return CodegenFallback.super.doGenCode(context, code);
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
    return arguments;
  }

  @Override
  public final Expression withNewChildrenInternal(IndexedSeq<Expression> children) {
    return of(children);
  }

  @Override
  public final int productArity() {
    return arguments.size();
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
    return other instanceof RowFunction that
        && canEqual(that)
        && kind.equals(that.kind)
        && arguments.equals(that.arguments);
  }

  @Override
  public final int hashCode() {
    return Objects.hash(kind, arguments);
  }
}
