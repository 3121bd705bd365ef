package org.transferability.sql;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.analysis.TypeCheckResult;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.unsafe.types.UTF8String;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.read.label.RowFolds;
import org.transferability.score.CvMse;
import org.transferability.score.Score;
import org.transferability.study.EstimatorKind;
import org.transferability.study.Penalties;
import org.transferability.study.Penalty;

/**
 * {@code cv_mse(features, labels, id, lambda, k)}, {@code cv_r2(...)} and {@code cv_pearson(...)}:
 * minus the error, R2 and the correlation of K-fold cross-validation,
 *
 * <pre>- (1/n) sum_k sum_{i in fold k} ||y_i - A_k f_i - b_k||^2</pre>
 *
 * <p>with A_k, b_k the ridge fit to the other folds; see {@link org.transferability.score.CvMse},
 * {@link org.transferability.score.CvR2} and {@link org.transferability.score.CvPearson}. At the
 * penalty {@code 'best'}, which cv_mse does not have, each fold and output has the best of the
 * default list. Rows are assigned to folds by the hash of the id that {@code jobs/score --folds k}
 * uses, so rows with the same id stay together and the result is the same. There is one pass: a
 * group keeps moments for each fold. Rows in which features, labels or id are null are ignored. The
 * result is null for fewer than two folds with rows, for R2 or a correlation of labels that do not
 * vary, and for a score that is {@link Doubtful}.
 */
final class HeldOutAggregate extends GroupAggregate {
  static final int ARGUMENTS = 5;
  private static final long serialVersionUID = 1L;
  private static final int ID = 2;
  private static final int LAMBDA = 3;
  private static final int COUNT = 4;
  private static final int MOST_FOLDS = 1000;

  private final HeldOutMeasure measure;
  private final Doubtful doubtful;
  private transient RowFolds folds;

  private HeldOutAggregate(HeldOutMeasure measure, Doubtful doubtful, Wiring wiring) {
    super(measure.function(), DataTypes.DoubleType, List.of(measure, doubtful), wiring);
    this.measure = measure;
    this.doubtful = doubtful;
  }

  static HeldOutAggregate of(HeldOutMeasure measure, List<Expression> arguments) {
    return new HeldOutAggregate(measure, Doubtful.ofSession(), Wiring.of(arguments));
  }

  @Override
  GroupAggregate at(Wiring other) {
    return new HeldOutAggregate(measure, doubtful, other);
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
        : choosesBest()
            ? TypeCheckResult.TypeCheckSuccess$.MODULE$
            : PenaltyArgument.checkConstant(argument(LAMBDA));
  }

  private boolean choosesBest() {
    Expression lambda = argument(LAMBDA);
    return measure.choosesPenalty()
        && lambda.dataType() instanceof StringType
        && ConstantArgument.isConstant(lambda)
        && CvMse.BEST.equals(String.valueOf(ConstantArgument.value(lambda)));
  }

  private List<Penalty> penalties() {
    return choosesBest()
        ? Penalties.DEFAULT.of(EstimatorKind.CV_R2)
        : List.of(PenaltyArgument.constant(argument(LAMBDA)));
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
  Object value(FoldBuffers group) {
    List<Moments> parts =
        group
            .reduced()
            .map(rows -> rows.moments(LabelLayout.complete(group.outputs()), parts()))
            .map(all -> IntStream.range(0, all.count()).mapToObj(all::fold))
            .map(folds -> folds.filter(fold -> fold.rows() > 0).toList())
            .orElseGet(group::moments);
    if (parts.size() < 2) {
      return null;
    }
    FoldMoments all = FoldMoments.of(parts);
    MomentsCell.requireSquares(measure.function(), all.whole().target(0));
    Score score = HeldOutFolds.of(all, penalties()).score(measure);
    return doubtful.value(measure.function(), score.score(), score.flags());
  }
}
