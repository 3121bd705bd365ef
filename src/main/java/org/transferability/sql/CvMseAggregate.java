package org.transferability.sql;

import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.aggregate.ImperativeAggregate;
import org.apache.spark.sql.catalyst.expressions.aggregate.TypedImperativeAggregate;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.read.label.RowFolds;
import org.transferability.study.Penalty;
import scala.collection.immutable.IndexedSeq;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * {@code cv_mse(features, labels, id, lambda, k)}: minus the error of K-fold cross-validation,
 *
 * <pre>- (1/n) sum_k sum_{i in fold k} ||y_i - A_k f_i - b_k||^2</pre>
 *
 * <p>with A_k, b_k the ridge fit to the other folds. Rows are assigned to folds by the hash of the
 * id that {@code jobs/score --folds k} uses, so rows with the same id stay together and the result
 * is the same. There is one pass: a group keeps moments for each fold. Rows in which features,
 * labels or id are null are ignored. The result is null for fewer than two folds with rows, and for
 * an error that is {@link Doubtful}.
 */
final class CvMseAggregate extends TypedImperativeAggregate<FoldBuffers> implements Serializable {
  static final String NAME = "cv_mse";
  static final int ARGUMENTS = 5;
  private static final long serialVersionUID = 1L;
  private static final int ID = 2;
  private static final int LAMBDA = 3;
  private static final int COUNT = 4;
  private static final int MOST_FOLDS = 1000;

  private final Doubtful doubtful;
  private final Seq<Expression> arguments;
  private final int mutableOffset;
  private final int inputOffset;
  private transient CatalystNumbers featureForm;
  private transient CatalystNumbers labelForm;
  private transient RowFolds folds;

  private CvMseAggregate(
      Doubtful doubtful, Seq<Expression> arguments, int mutableOffset, int inputOffset) {
    this.doubtful = doubtful;
    this.arguments = arguments;
    this.mutableOffset = mutableOffset;
    this.inputOffset = inputOffset;
  }

  static CvMseAggregate of(List<Expression> arguments) {
    return new CvMseAggregate(
        Doubtful.ofSession(), CollectionConverters.asScala(arguments).toSeq(), 0, 0);
  }

  @Override
  public String prettyName() {
    return NAME;
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    TypeCheckResult columns =
        Signature.checkRows(arguments.apply(0).dataType(), arguments.apply(1).dataType());
    if (columns.isFailure()) {
      return columns;
    }
    DataType id = arguments.apply(ID).dataType();
    if (!(id instanceof StringType || isWhole(id))) {
      return Signature.failure("an id as a whole number or text", id.simpleString());
    }
    Expression count = arguments.apply(COUNT);
    if (!ConstantArgument.isConstant(count)
        || !isWhole(count.dataType())
        || ConstantArgument.value(count) == null) {
      return Signature.failure("a constant number of folds", count.sql());
    }
    long k = ((Number) ConstantArgument.value(count)).longValue();
    return k < 2 || k > MOST_FOLDS
        ? Signature.failure("2 to " + MOST_FOLDS + " folds", Long.toString(k))
        : Signature.checkPenalty(arguments.apply(LAMBDA));
  }

  private static boolean isWhole(DataType type) {
    return type instanceof LongType
        || type instanceof IntegerType
        || type instanceof ShortType
        || type instanceof ByteType;
  }

  private int count() {
    return ((Number) ConstantArgument.value(arguments.apply(COUNT))).intValue();
  }

  @Override
  public FoldBuffers createAggregationBuffer() {
    return new FoldBuffers(NAME, count());
  }

  @Override
  public FoldBuffers update(FoldBuffers buffer, InternalRow input) {
    Object y = arguments.apply(1).eval(input); // first, because features are ignored without it
    Object f = y == null ? null : arguments.apply(0).eval(input);
    Object id = f == null ? null : arguments.apply(ID).eval(input);
    if (id != null) {
      if (featureForm == null) {
        featureForm = CatalystNumbers.features(arguments.apply(0).dataType()).orElseThrow();
        labelForm = CatalystNumbers.labels(arguments.apply(1).dataType()).orElseThrow();
        folds = new RowFolds(count());
      }
      int fold =
          id instanceof UTF8String text
              ? folds.ofText(text.getBytes())
              : folds.ofNumber(((Number) id).longValue());
      buffer.fold(fold).add(featureForm, f, labelForm, y);
    }
    return buffer;
  }

  @Override
  public FoldBuffers merge(FoldBuffers buffer, FoldBuffers input) {
    buffer.add(input);
    return buffer;
  }

  @Override
  public Object eval(FoldBuffers buffer) {
    List<Moments> parts = buffer.moments();
    if (parts.size() < 2) {
      return null;
    }
    FoldMoments all = FoldMoments.of(parts);
    MomentsCell.requireSquares(NAME, all.whole().target(0));
    Penalty penalty =
        PenaltyArgument.of(
            ConstantArgument.value(arguments.apply(LAMBDA)), arguments.apply(LAMBDA).dataType());
    FoldedError error = FoldedError.of(all, penalty);
    return doubtful.value(NAME, error.score(), error.flags());
  }

  @Override
  public byte[] serialize(FoldBuffers buffer) {
    return buffer.toBytes();
  }

  @Override
  public FoldBuffers deserialize(byte[] bytes) {
    return FoldBuffers.fromBytes(NAME, count(), bytes);
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
    return new CvMseAggregate(doubtful, children, mutableOffset, inputOffset);
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
    return new CvMseAggregate(doubtful, arguments, offset, inputOffset);
  }

  @Override
  public ImperativeAggregate withNewInputAggBufferOffset(int offset) {
    return new CvMseAggregate(doubtful, arguments, mutableOffset, offset);
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
    return other instanceof CvMseAggregate;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CvMseAggregate that
        && doubtful == that.doubtful
        && mutableOffset == that.mutableOffset
        && inputOffset == that.inputOffset
        && arguments.equals(that.arguments);
  }

  @Override
  public int hashCode() {
    return Objects.hash(NAME, doubtful, arguments);
  }
}
