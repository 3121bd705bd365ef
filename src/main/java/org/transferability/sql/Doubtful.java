package org.transferability.sql;

import java.util.Arrays;
import java.util.Locale;
import org.apache.spark.sql.internal.SQLConf;
import org.transferability.score.Flags;
import org.transferability.study.InputException;

/**
 * The result of a function for a score that has lost half of its digits or more: a query cannot
 * read the rows again, and a number cannot carry a flag. The setting {@value #SETTING} of the
 * session selects it when a query is analysed.
 */
enum Doubtful {
  NULL,
  /** The number, unchanged. */
  RETURN,
  /** An error with the number of lost digits. */
  ERROR;

  static final String SETTING = "spark.transferability.doubtful";

  /** The choice of this session; NULL by default. */
  static Doubtful ofSession() {
    String value = SQLConf.get().getConfString(SETTING, "null").strip();
    return Arrays.stream(values())
        .filter(choice -> choice.name().equals(value.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InputException(
                    "Cannot use %s: expected null, return or error, found %s"
                        .formatted(SETTING, value)));
  }

  /** The value of a cell of this function; null for a score that is not defined. */
  Double value(String function, double score, Flags flags) {
    if (Double.isNaN(score) || (this == NULL && flags.isDoubtful())) {
      return null;
    }
    if (this == ERROR && flags.isDoubtful()) {
      throw new InputException(
          "Cannot evaluate %s: expected a score that has more than half of its digits, found %s with %s (use a larger penalty, use jobs/score, which reads the rows again, or set %s to return or null)"
              .formatted(function, score, flags, SETTING));
    }
    return score;
  }
}
