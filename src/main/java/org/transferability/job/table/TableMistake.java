package org.transferability.job.table;

import java.util.List;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.spark.SparkThrowable;
import org.transferability.study.InputException;

/** What Spark throws while it resolves or reads a table, as the user's mistake if it is one. */
final class TableMistake {
  /** Conditions that only name the step that failed: the cause has the reason. */
  private static final List<String> STEPS =
      List.of("TASK_WRITE_FAILED", "INTERNAL_ERROR", "_LEGACY_ERROR");

  private static final String NOT_FOUND = "TABLE_OR_VIEW_NOT_FOUND";

  private TableMistake() {}

  /**
   * The exception to throw.
   *
   * @param table what messages call it
   * @param expected of the table
   */
  static RuntimeException of(String table, String expected, Exception thrown) {
    String reason = "";
    for (Throwable cause : ExceptionUtils.getThrowableList(thrown)) {
      if (cause instanceof InputException input) {
        return input;
      }
      if (cause instanceof SparkThrowable error && isReason(error.getCondition())) {
        reason = NOT_FOUND.equals(error.getCondition()) ? "none of this name" : firstLine(cause);
      }
    }
    return reason.isEmpty()
        ? ExceptionUtils.asRuntimeException(thrown)
        : new InputException(
            "Cannot read %s: expected %s, found %s".formatted(table, expected, reason), thrown);
  }

  private static String firstLine(Throwable cause) {
    return String.valueOf(cause.getMessage())
        .lines()
        .filter(line -> !line.isBlank())
        .findFirst()
        .orElse("");
  }

  private static boolean isReason(String condition) {
    return condition != null && STEPS.stream().noneMatch(condition::startsWith);
  }
}
