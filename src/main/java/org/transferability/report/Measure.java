package org.transferability.report;

import java.util.Objects;
import java.util.OptionalDouble;

/** An estimator at a penalty: what one source can be compared by with another. */
public record Measure(String estimator, OptionalDouble lambda) {
  public Measure {
    Objects.requireNonNull(estimator);
    Objects.requireNonNull(lambda);
  }

  /** The penalty as text, empty where there is none. */
  String lambdaText() {
    return lambda.isPresent() ? shortest(lambda.getAsDouble()) : "";
  }

  static Measure of(ScoreRow row) {
    return new Measure(row.estimator(), row.lambda());
  }

  /** {@code linear-mse 0.001}, for a head of a column. */
  @Override
  public String toString() {
    return lambda.isPresent() ? estimator + " " + shortest(lambda.getAsDouble()) : estimator;
  }

  private static String shortest(double value) {
    String text = Double.toString(value);
    return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
  }
}
