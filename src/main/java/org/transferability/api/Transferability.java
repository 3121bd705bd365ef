package org.transferability.api;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.Revisit;
import org.transferability.accumulate.SquareRange;
import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.score.MomentsScore;
import org.transferability.score.Score;
import org.transferability.solve.RevisitedFit;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;
import org.transferability.study.Penalty;

/**
 * From rows to moments, from moments to scores.
 *
 * <pre>{@code
 * Score best = Transferability.score(features, labels, "gcv", "1");  // n x d, n x q
 * Moments moments = Transferability.moments(features, labels);
 * Score score = Transferability.score(moments, "linear-mse", "1");
 * score.score();                                                     // larger is better
 * byte[] kept = moments.toBytes();                                   // everything that scores need Moments all = Moments.merge(moments, Moments.fromBytes(other));
 * }</pre>
 */
public final class Transferability {

  private Transferability() {}

  /**
   * The moments of rows in memory.
   *
   * @param features n x d, finite; not modified
   * @param labels n x q; a row in which one is NaN is ignored
   * @throws InputException if rows differ in length or number, features are not finite, or a label
   *     is infinite
   */
  public static Moments moments(double[][] features, double[][] labels) {
    return ArrayRows.of(features, labels).moments();
  }

  /** The same for one label a row. */
  public static Moments moments(double[][] features, double[] labels) {
    return moments(features, column(labels));
  }

  private static double[][] column(double[] labels) {
    return Arrays.stream(labels).mapToObj(y -> new double[] {y}).toArray(double[][]::new);
  }

  /**
   * The moments of Parquet files as jobs/score reads them, joined by the column {@code id}; in this
   * thread, block by block. Labels are held in memory.
   *
   * @param features a folder or file with {@code id} and {@code features}
   * @param targets a folder or file with {@code id} and the target
   * @param target the column of labels; a row in which one is missing is ignored
   * @throws InputException if a file is missing or wrong, an id is duplicated, or no id is in both
   * @throws IOException if the file system fails
   */
  public static Moments read(String features, String targets, String target) throws IOException {
    return FileRows.of(features, targets, target).moments();
  }

  /**
   * The score of all labels of some moments as one target. If moments have lost digits, {@link
   * Score#flags} reports it; the methods that receive rows can restore them.
   *
   * @param estimator linear-mse, label-mse (if the features are predictions), gcv, logme or
   *     origin-gcv
   * @param penalty of the objective divided by n, such as 0 or 1; relative, as 1e-3r, it is
   *     multiplied by tr(S)/d; null for an estimator without
   * @throws InputException if there is no such estimator, it is no penalty, the moments are of no
   *     rows or of several groups of labels, or numbers are too large or too small to be squared
   */
  public static Score score(Moments moments, String estimator, String penalty) {
    MomentsScore known = known(estimator, penalty);
    RidgeProblem problem = problem("score", moments);
    return known.of(problem, known.takesPenalty() ? lambda(problem, penalty) : 0);
  }

  /** The score of an estimator without a penalty: logme, origin-gcv. */
  public static Score score(Moments moments, String estimator) {
    return score(moments, estimator, null);
  }

  /**
   * The score of rows in memory. If their moments have lost more than half of the digits, the rows
   * are used a second time, as in jobs/score. If there are no more rows than features, nothing of
   * size d x d is computed.
   *
   * @param features n x d, finite; not modified
   * @param labels n x q, one target; a row in which one is NaN is ignored
   * @param estimator as above
   * @param penalty as above
   * @throws InputException as above, and if the rows are wrong
   */
  public static Score score(
      double[][] features, double[][] labels, String estimator, String penalty) {
    ArrayRows rows = ArrayRows.of(features, labels);
    MomentsScore known = known(estimator, penalty);
    Optional<ReducedRows> reduced = rows.reduced();
    return reduced.isPresent()
        ? score(reduced.get(), labels[0].length, known, penalty)
        : score(rows.moments(), rows::revisit, known, penalty);
  }

  private static Score score(ReducedRows rows, int outputs, MomentsScore known, String penalty) {
    Moments moments = rows.moments(LabelLayout.complete(outputs), 1).fold(0);
    return score(moments, pass -> rows.revisit(List.of(pass)).get(0), known, penalty);
  }

  private static Score score(
      Moments moments, Function<Revisit, double[]> revisit, MomentsScore known, String penalty) {
    RidgeProblem problem = problem("score", moments);
    double lambda = known.takesPenalty() ? lambda(problem, penalty) : 0;
    return known.of(problem, lambda, revisit);
  }

  /** The same for one label a row. */
  public static Score score(
      double[][] features, double[] labels, String estimator, String penalty) {
    return score(features, column(labels), estimator, penalty);
  }

  /**
   * The score of Parquet files as {@link #read} reads them; they are read a second time if moments
   * have lost more than half of the digits. If there are no more rows than features, nothing of
   * size d x d is computed.
   *
   * @throws InputException as above, and if a file is missing or wrong
   * @throws IOException if the file system fails
   */
  public static Score score(
      String features, String targets, String target, String estimator, String penalty)
      throws IOException {
    return score(FileRows.of(features, targets, target), known(estimator, penalty), penalty);
  }

  /**
   * Ranks the sources of a folder on one target: one line for a zoo. In this thread; labels are
   * held in memory.
   *
   * @param features the tree {@code source=NAME/dataset=NAME/*.parquet}
   * @param targets the tree {@code dataset=NAME/*.parquet}
   * @return sorted by dataset, then by place
   * @throws InputException as {@link #score(String, String, String, String, String)} does, and if a
   *     dataset has no labels
   * @throws IOException if the file system fails
   */
  public static List<RankedSource> rank(
      String features, String targets, String target, String estimator, String penalty)
      throws IOException {
    MomentsScore known = known(estimator, penalty);
    return RankedSource.all(features, targets, target, rows -> score(rows, known, penalty));
  }

  private static Score score(FileRows rows, MomentsScore known, String penalty) throws IOException {
    Optional<ReducedRows> reduced = rows.reduced();
    if (reduced.isPresent()) {
      return score(reduced.get(), rows.outputs(), known, penalty);
    }
    try {
      return score(rows.moments(), rows::revisit, known, penalty);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * The regression behind linear-mse: weights and intercept. {@link RidgeFit#isDoubtful} is true if
   * the moments have lost more than half of the objective's digits.
   *
   * @throws InputException as {@link #score(Moments, String, String)} does
   */
  public static RidgeFit fit(Moments moments, String penalty) {
    RidgeProblem problem = problem("fit", moments);
    return RidgeSolver.prepare(problem).solve(lambda(problem, penalty));
  }

  /** The same from rows in memory, which are used a second time if moments have lost digits. */
  public static RidgeFit fit(double[][] features, double[][] labels, String penalty) {
    ArrayRows rows = ArrayRows.of(features, labels);
    RidgeProblem problem = problem("fit", rows.moments());
    return RevisitedFit.of(problem, lambda(problem, penalty), rows::revisit);
  }

  private static double lambda(RidgeProblem problem, String penalty) {
    return Penalty.parse(penalty).lambda(problem.meanVariance());
  }

  /** One group of labels over at least one row, of numbers that can be squared. */
  private static RidgeProblem problem(String verb, Moments moments) {
    int groups = moments.layout().groups();
    if (groups != 1) {
      throw new InputException(
          "Cannot %s moments: expected one group of labels, found %d (compute moments of each separately)"
              .formatted(verb, groups));
    }
    if (moments.rows(0) == 0) {
      throw new InputException(
          "Cannot %s moments: expected at least one row with labels, found none".formatted(verb));
    }
    TargetMoments target = moments.target(0);
    SquareRange.violation(target)
        .ifPresent(
            violation -> {
              throw new InputException("Cannot %s moments: %s".formatted(verb, violation));
            });
    return RidgeProblem.of(target);
  }

  private static MomentsScore known(String estimator, String penalty) {
    MomentsScore known = MomentsScore.named(estimator).orElseThrow(() -> unknown(estimator));
    if (known.takesPenalty() && penalty == null) {
      throw new InputException(
          "Cannot score by %s: expected a penalty such as 1, found none".formatted(estimator));
    }
    return known;
  }

  private static InputException unknown(String estimator) {
    List<String> names = Arrays.stream(MomentsScore.values()).map(MomentsScore::label).toList();
    return new InputException(
        "Cannot score: no estimator '%s'; %s"
            .formatted(estimator, NearestName.expected(estimator, names)));
  }
}
