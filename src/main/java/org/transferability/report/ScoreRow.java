package org.transferability.report;

import java.util.Objects;
import org.transferability.evaluate.Pair;
import org.transferability.score.Score;

/**
 * One line of the result: how well a source is expected to transfer to a target, by one estimator
 * at one penalty.
 *
 * @param source the source model, or for shared-label-mse the column of the source task's labels
 * @param dataset where both are compared
 * @param target the target column
 * @param score the score and what it is made of
 * @param top1 the probability that the source is the best of its target by this estimator and
 *     penalty; NaN where no interval is known
 * @param top3 the probability that it is among the best three
 */
public record ScoreRow(
    String source, String dataset, String target, Score score, double top1, double top3) {

  public ScoreRow {
    Objects.requireNonNull(source);
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(target);
    Objects.requireNonNull(score);
  }

  /** A row that knows nothing of the other sources yet. */
  public ScoreRow(String source, String dataset, String target, Score score) {
    this(source, dataset, target, score, Double.NaN, Double.NaN);
  }

  /** The same row with its chances. */
  public ScoreRow withChances(double best, double amongThree) {
    return new ScoreRow(source, dataset, target, score, best, amongThree);
  }

  /** What was scored. */
  public Pair pair() {
    return new Pair(source, dataset, target);
  }

  /** Labels of warnings, {@code ;} between them; empty when there is none. */
  public String flags() {
    return score.flags().toString();
  }
}
