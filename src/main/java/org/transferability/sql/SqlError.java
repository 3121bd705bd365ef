package org.transferability.sql;

import org.apache.spark.QueryContext;
import org.apache.spark.SparkRuntimeException;
import org.transferability.study.InputException;
import scala.collection.immutable.Map;
import scala.collection.immutable.Map$;

/**
 * An error in the input of a function as Spark's own errors are: PySpark and Connect show its
 * message only, and the stack of other exceptions.
 */
final class SqlError {
  /** The error class of raise_error, because Spark does not accept those of a library. */
  static final String CLASS = "USER_RAISED_EXCEPTION";

  private SqlError() {}

  /** The cause is the exception itself, which programs look for. */
  @SuppressWarnings("unchecked") // an empty map of Scala has no type
  static SparkRuntimeException of(InputException e) {
    Map<String, String> parameters =
        ((Map<String, String>) (Map<?, ?>) Map$.MODULE$.empty())
            .updated("errorMessage", String.valueOf(e.getMessage()));
    return new SparkRuntimeException(CLASS, parameters, e, new QueryContext[0], "");
  }
}
