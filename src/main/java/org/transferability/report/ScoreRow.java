package org.transferability.report;

import java.util.Objects;
import org.transferability.candidate.Candidacy;
import org.transferability.evaluate.Pair;
import org.transferability.score.Flag;
import org.transferability.score.Score;

/**
 * One row of the result: the score of a source on a target by one estimator at one penalty.
 *
 * @param source the source model, or for shared-label-mse the column of the source task's labels
 * @param dataset the dataset on which they are compared
 * @param target the target column
 * @param score the score and its parts
 * @param top1 the probability that the source is the best of its target by this estimator and
 *     penalty; NaN if there is no interval
 * @param top3 the probability that it is among the best three
 * @param column the column with lists of which the target is one output; empty if it is a column
 * @param ceiling the largest R2 that is possible for the target because of noise in its labels; NaN
 *     if it is unknown
 * @param candidacy whether the source is a candidate for the target by this estimator and penalty
 */
public record ScoreRow(
    String source,
    String dataset,
    String target,
    Score score,
    double top1,
    double top3,
    String column,
    double ceiling,
    Candidacy candidacy) {

  public ScoreRow {
    Objects.requireNonNull(column);
    Objects.requireNonNull(candidacy);
    Objects.requireNonNull(source);
    Objects.requireNonNull(dataset);
    Objects.requireNonNull(target);
    Objects.requireNonNull(score);
  }

  /** A row of a column. */
  public ScoreRow(
      String source, String dataset, String target, Score score, double top1, double top3) {
    this(source, dataset, target, score, top1, top3, "", Double.NaN, Candidacy.UNKNOWN);
  }

  /** Whether the target is one output of a column with lists. */
  public boolean isOutput() {
    return !column.isEmpty();
  }

  /** The same row of an output of a column; of the column itself if that is empty. */
  public ScoreRow ofColumn(String lists) {
    return new ScoreRow(source, dataset, target, score, top1, top3, lists, ceiling, candidacy);
  }

  /** The same row with the largest possible R2 of its target. */
  public ScoreRow withCeiling(double r2) {
    return new ScoreRow(source, dataset, target, score, top1, top3, column, r2, candidacy);
  }

  /** The held-out R2 divided by the ceiling; NaN for other estimators or without a ceiling. */
  public double ofCeiling() {
    return score.isHeldOutR2() ? score.score() / ceiling : Double.NaN;
  }

  /** A row without probabilities. */
  public ScoreRow(String source, String dataset, String target, Score score) {
    this(source, dataset, target, score, Double.NaN, Double.NaN);
  }

  /** The same row with its probabilities. */
  public ScoreRow withChances(double best, double amongThree) {
    return new ScoreRow(
        source, dataset, target, score, best, amongThree, column, ceiling, candidacy);
  }

  /** The same row with one more flag. */
  public ScoreRow with(Flag flag) {
    return with(score.with(flag));
  }

  /** The same row with another score. */
  public ScoreRow with(Score changed) {
    return new ScoreRow(source, dataset, target, changed, top1, top3, column, ceiling, candidacy);
  }

  /** The same row after a comparison of all sources. */
  public ScoreRow with(Candidacy known) {
    return new ScoreRow(source, dataset, target, score, top1, top3, column, ceiling, known);
  }

  /** Whether a race dropped the source before all rows were read. */
  public boolean isDropped() {
    return score.flags().has(Flag.DROPPED);
  }

  /** The pair that was scored. */
  public Pair pair() {
    return new Pair(source, dataset, target);
  }

  /** Whether it is a candidate: yes, no, or nothing if that is unknown. */
  public String candidate() {
    return candidacy.text();
  }

  /** Labels of what to check before ranking, separated by {@code ;}; empty if there is nothing. */
  public String flags() {
    return score.flags().warnings();
  }

  /** Labels of usual conditions that change no decision, in the same form. */
  public String notes() {
    return score.flags().notes();
  }
}
