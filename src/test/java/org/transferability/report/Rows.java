package org.transferability.report;

import java.util.OptionalDouble;

/** Rows for tests: what a test is about is given, the rest is fixed. */
final class Rows {
  private Rows() {}

  static ScoreRow row(String source, String target, String estimator, double lambda, double score) {
    return row(source, target, estimator, OptionalDouble.of(lambda), score, "");
  }

  static ScoreRow row(
      String source,
      String target,
      String estimator,
      OptionalDouble lambda,
      double score,
      String flags) {
    return new ScoreRow(
        source,
        "cub",
        target,
        estimator,
        lambda,
        score,
        -score / 2,
        -score / 2,
        0.5,
        1000L,
        512,
        2,
        512,
        1e3,
        flags);
  }
}
