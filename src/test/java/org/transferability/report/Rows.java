package org.transferability.report;

import org.transferability.score.Flag;
import org.transferability.score.Flags;
import org.transferability.score.Scope;
import org.transferability.score.Score;
import org.transferability.score.Uncertainty;

/** Rows for tests: what a test is about is given, the rest is fixed. */
final class Rows {
  private Rows() {}

  static ScoreRow row(String source, String target, String estimator, int lambda, double score) {
    return row(source, target, estimator, Integer.toString(lambda), score);
  }

  static ScoreRow row(
      String source, String target, String estimator, String lambda, double score, Flag... set) {
    Flags flags = Flags.none();
    for (Flag flag : set) {
      flags = flag == Flag.DIGITS_LOST ? flags.withDigitsLost(7) : flags.with(flag);
    }
    return new ScoreRow(
        source,
        "cub",
        target,
        new Score(
            estimator,
            lambda,
            score,
            lambda.isEmpty() ? Score.Fit.NONE : new Score.Fit(-score / 2, -score / 2, 0.5),
            new Score.Shape(1000L, 512, 2, 512, 1e3),
            Uncertainty.UNKNOWN,
            Scope.SOURCES,
            flags));
  }
}
