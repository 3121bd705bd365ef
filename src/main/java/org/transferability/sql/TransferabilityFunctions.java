package org.transferability.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.FunctionIdentifier;
import org.apache.spark.sql.catalyst.analysis.FunctionRegistry;
import org.apache.spark.sql.catalyst.expressions.Expression;
import org.apache.spark.sql.catalyst.expressions.ExpressionInfo;
import org.apache.spark.sql.errors.QueryCompilationErrors;
import org.transferability.linear.Blas;
import org.transferability.score.MomentsScore;
import org.transferability.study.InputException;
import scala.Function1;
import scala.Option;
import scala.collection.immutable.Seq;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The SQL functions, for a session that runs already, as in a notebook:
 *
 * <pre>
 *   TransferabilityFunctions.register(spark);                                       // Java, Scala
 *   spark._jvm.org.transferability.sql.TransferabilityFunctions.register(spark._jsparkSession)
 * </pre>
 */
public final class TransferabilityFunctions {
  private TransferabilityFunctions() {}

  /**
   * A function as Spark registers it.
   *
   * @param make an expression of its arguments
   */
  record Entry(
      FunctionIdentifier name, ExpressionInfo info, Function1<Seq<Expression>, Expression> make) {}

  /**
   * Registers the functions in this session, and in no other.
   *
   * @throws InputException if Spark is older than 4.1, or the session is that of a Connect client
   */
  public static void register(SparkSession spark) {
    if (!(spark instanceof org.apache.spark.sql.classic.SparkSession session)) {
      throw new InputException(
          "Cannot register the SQL functions: expected a session in the driver, found %s (set spark.sql.extensions where the server is started)"
              .formatted(spark == null ? "null" : spark.getClass().getName()));
    }
    FunctionRegistry registry = session.sessionState().functionRegistry();
    for (Entry function : all()) {
      registry.registerFunction(
          inRegistry(function.name().funcName()), function.info(), function.make());
    }
  }

  /** Since Spark 4.2 a registry takes complete names only; extensions complete them themselves. */
  static FunctionIdentifier inRegistry(String name) {
    return SparkVersion.isAtLeast(4, 2)
        ? new FunctionIdentifier(name, Option.apply("builtin"), Option.apply("system"))
        : new FunctionIdentifier(name);
  }

  /** All functions. Loads the BLAS, before MLlib, or anything else, binds another library. */
  static List<Entry> all() {
    SparkVersion.requireSupported();
    Blas.load();
    List<Entry> all = new ArrayList<>();
    for (MomentsScore score : MomentsScore.values()) {
      String inputs = score == MomentsScore.LABEL_MSE ? "predictions" : "features";
      String lambda = score.takesPenalty() ? ", lambda" : "";
      all.add(
          entry(
              Signature.name(score),
              "(" + inputs + ", labels" + lambda + ") - The score of a group of rows.",
              score.takesPenalty() ? 3 : 2,
              arguments -> MomentsAggregate.of(score, arguments)));
      all.add(
          entry(
              Signature.name(score) + "_of",
              "(moments" + lambda + ") - The score of stored moments.",
              score.takesPenalty() ? 2 : 1,
              arguments -> ScoreOfMoments.of(score, arguments)));
    }
    all.add(
        entry(
            "moments",
            "(features, labels) - The moments of a group of rows, as binary, from which scores are computed.",
            2,
            arguments -> MomentsAggregate.of(null, arguments)));
    all.add(
        entry(
            MomentsMerge.NAME,
            "(moments) - The moments of the union of the rows of several moments.",
            1,
            arguments -> new MomentsMerge(GroupAggregate.Wiring.of(arguments))));
    for (HeldOutMeasure measure : HeldOutMeasure.values()) {
      all.add(
          entry(
              measure.function(),
              "(features, labels, id, lambda, k) - The score by errors of k-fold cross-validation.",
              HeldOutAggregate.ARGUMENTS,
              arguments -> HeldOutAggregate.of(measure, arguments)));
    }
    return all;
  }

  private static Entry entry(
      String name, String usage, int arguments, Function<List<Expression>, Expression> make) {
    return new Entry(
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
        given -> build(name, arguments, make, given));
  }

  private static Expression build(
      String name,
      int arguments,
      Function<List<Expression>, Expression> make,
      Seq<Expression> given) {
    if (given.size() != arguments) {
      throw ExceptionUtils.asRuntimeException(
          QueryCompilationErrors.wrongNumArgsError(
              name,
              CollectionConverters.asScala(List.<Object>of(arguments)).toSeq(),
              given.size(),
              "",
              "",
              ""));
    }
    try {
      return make.apply(List.copyOf(CollectionConverters.asJava(given)));
    } catch (InputException e) {
      throw SqlError.of(e);
    }
  }
}
