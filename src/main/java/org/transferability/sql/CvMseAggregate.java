package org.transferability.sql;

import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.read.label.RowFolds;

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
final class CvMseAggregate extends GroupAggregate {
  static final String NAME = "cv_mse";
  static final int ARGUMENTS = 5;
  private static final long serialVersionUID = 1L;
  private static final int ID = 2;
  private static final int LAMBDA = 3;
  private static final int COUNT = 4;
  private static final int MOST_FOLDS = 1000;

  private final Doubtful doubtful;
  private transient RowFolds folds;

  private CvMseAggregate(Doubtful doubtful, Wiring wiring) {
    super(wiring);
    this.doubtful = doubtful;
  }

  static CvMseAggregate of(List<Expression> arguments) {
    return new CvMseAggregate(Doubtful.ofSession(), Wiring.of(arguments));
  }

  @Override
  GroupAggregate at(Wiring other) {
    return new CvMseAggregate(doubtful, other);
  }

  @Override
  Object kind() {
    return doubtful;
  }

  @Override
  public String prettyName() {
    return NAME;
  }

  @Override
  public TypeCheckResult checkInputDataTypes() {
    TypeCheckResult columns = super.checkInputDataTypes();
    if (columns.isFailure()) {
      return columns;
    }
    DataType id = argument(ID).dataType();
    if (!(id instanceof StringType || id instanceof IntegralType)) {
      return Signature.failure("an id as a whole number or text", id.simpleString());
    }
    Expression count = argument(COUNT);
    if (!ConstantArgument.isConstant(count)
        || !(count.dataType() instanceof IntegralType)
        || ConstantArgument.value(count) == null) {
      return Signature.failure("a constant number of folds", count.sql());
    }
    long k = ((Number) ConstantArgument.value(count)).longValue();
    return k < 2 || k > MOST_FOLDS
        ? Signature.failure("2 to " + MOST_FOLDS + " folds", Long.toString(k))
        : PenaltyArgument.checkConstant(argument(LAMBDA));
  }

  @Override
  int parts() {
    return ((Number) ConstantArgument.value(argument(COUNT))).intValue();
  }

  @Override
  int part(InternalRow input) {
    Object id = argument(ID).eval(input);
    if (id == null) {
      return -1;
    }
    if (folds == null) {
      folds = new RowFolds(parts());
    }
    return id instanceof UTF8String text
        ? folds.ofText(text.getBytes())
        : folds.ofNumber(((Number) id).longValue());
  }

  @Override
  Object value(List<Moments> parts) {
    if (parts.size() < 2) {
      return null;
    }
    FoldMoments all = FoldMoments.of(parts);
    MomentsCell.requireSquares(NAME, all.whole().target(0));
    FoldedError error = FoldedError.of(all, PenaltyArgument.constant(argument(LAMBDA)));
    return doubtful.value(NAME, error.score(), error.flags());
  }

  @Override
  public DataType dataType() {
    return DataTypes.DoubleType;
  }
}
