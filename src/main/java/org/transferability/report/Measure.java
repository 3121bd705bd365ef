package org.transferability.report;

import java.util.Objects;
import org.transferability.score.CvR2;

/**
 * An estimator at a penalty, by which sources are compared.
 *
 * @param lambda as it was requested, empty if the estimator has no penalty
 */
public record Measure(String estimator, String lambda) {
  public Measure {
    Objects.requireNonNull(estimator);
    Objects.requireNonNull(lambda);
  }

  /** The measure of a row. */
  public static Measure of(ScoreRow row) {
    return new Measure(row.score().estimator(), row.score().lambda());
  }

  /** Whether its scores are held-out R2. */
  public boolean isHeldOutR2() {
    return estimator.equals(CvR2.NAME) || estimator.equals(CvR2.LABEL_NAME);
  }

  /** {@code linear-mse 0.001}, for the header of a column. */
  @Override
  public String toString() {
    return lambda.isEmpty() ? estimator : estimator + " " + lambda;
  }
}
