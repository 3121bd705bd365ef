package org.transferability.sql;

import java.util.List;
import java.util.function.Function;
import org.apache.spark.sql.SparkSessionExtensions;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import org.transferability.linear.Blas;
import org.transferability.score.MomentsScore;
import scala.Tuple3;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction1;
import scala.runtime.BoxedUnit;

/**
 * Registers the SQL functions: {@code
 * spark.sql.extensions=org.transferability.sql.TransferabilityExtensions}.
 *
 * <pre>
 *   linear_mse(features, labels, lambda)      linear_mse_of(moments, lambda)
 *   label_mse(predictions, labels, lambda)    label_mse_of(moments, lambda)
 *   gcv(features, labels, lambda)             gcv_of(moments, lambda)
 *   logme(features, labels)                   logme_of(moments)
 *   origin_gcv(features, labels)              origin_gcv_of(moments)
 *   moments(features, labels)                 moments_merge(moments)
 *   cv_mse(features, labels, id, lambda, k), cv_r2(...), cv_pearson(...)
 * </pre>
 *
 * <p>The functions on the left, and moments_merge, are aggregates.
 */
public final class TransferabilityExtensions
    extends AbstractFunction1<SparkSessionExtensions, BoxedUnit> {

  @Override
  public BoxedUnit apply(SparkSessionExtensions extensions) {
    SparkVersion.requireSupported();
    Blas.load(); // before MLlib, or anything else, binds another library
    for (MomentsScore score : MomentsScore.values()) {
      String inputs = score == MomentsScore.LABEL_MSE ? "predictions" : "features";
      String lambda = score.takesPenalty() ? ", lambda" : "";
      register(
          extensions,
          Signature.name(score),
          "(" + inputs + ", labels" + lambda + ") - The score of a group of rows.",
          score.takesPenalty() ? 3 : 2,
          arguments -> MomentsAggregate.of(score, arguments));
      register(
          extensions,
          Signature.name(score) + "_of",
          "(moments" + lambda + ") - The score of stored moments.",
          score.takesPenalty() ? 2 : 1,
          arguments -> ScoreOfMoments.of(score, arguments));
    }
    register(
        extensions,
        "moments",
        "(features, labels) - The moments of a group of rows, as binary, from which scores are computed.",
        2,
        arguments -> MomentsAggregate.of(null, arguments));
    register(
        extensions,
        MomentsMerge.NAME,
        "(moments) - The moments of the union of the rows of several moments.",
        1,
        arguments -> new MomentsMerge(GroupAggregate.Wiring.of(arguments)));
    for (HeldOutMeasure measure : HeldOutMeasure.values()) {
      register(
          extensions,
          measure.function(),
          "(features, labels, id, lambda, k) - The score by errors of k-fold cross-validation.",
          HeldOutAggregate.ARGUMENTS,
          arguments -> HeldOutAggregate.of(measure, arguments));
    }
    return BoxedUnit.UNIT;
  }

  private static void register(
      SparkSessionExtensions extensions,
      String name,
      String usage,
      int arguments,
      Function<List<Expression>, Expression> make) {
    extensions.injectFunction(
        new Tuple3<>(
            new FunctionIdentifier(name),
            new ExpressionInfo(
                TransferabilityExtensions.class.getName(),
                null,
                name,
                "_FUNC_" + usage,
                "",
                "",
                "",
                "",
                "",
                "",
                "scala_udf"),
            given -> build(name, arguments, make, given)));
  }

  private static Expression build(
      String name,
      int arguments,
      Function<List<Expression>, Expression> make,
      Seq<Expression> given) {
    if (given.size() != arguments) {
      throw unchecked(
          QueryCompilationErrors.wrongNumArgsError(
              name,
              CollectionConverters.asScala(List.<Object>of(arguments)).toSeq(),
              given.size(),
              "",
              "",
              ""));
    }
    return make.apply(List.copyOf(CollectionConverters.asJava(given)));
  }

  /** Spark's analysis errors are checked exceptions in Java, but not in Scala. */
  @SuppressWarnings("unchecked") // the cast is erased
  private static <E extends Throwable> RuntimeException unchecked(Throwable error) throws E {
    throw (E) error;
  }
}
