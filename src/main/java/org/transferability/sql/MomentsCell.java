package org.transferability.sql;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.LabelLayout;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.SquareRange;
import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.score.MomentsScore;
import org.transferability.score.Score;
import org.transferability.solve.RidgeProblem;
import org.transferability.study.InputException;
import org.transferability.study.Penalty;

/** Moments of one group of rows, in memory or stored in a table, and their scores. */
final class MomentsCell {
  private MomentsCell() {}

  /** Moments from a table. */
  static Moments read(String function, byte[] bytes) {
    try {
      return Moments.fromBytes(bytes);
    } catch (RuntimeException e) {
      throw new InputException(
          "Cannot evaluate %s: expected bytes from moments(), found %d other bytes (%s)"
              .formatted(function, bytes.length, e.getMessage()),
          e);
    }
  }

  /** Moments for a table; squares of numbers must be finite. */
  static byte[] write(String function, Moments moments) {
    TargetMoments target = moments.target(0);
    if (!moments.features().scatter().isFinite()
        || !Arrays.stream(target.squares()).allMatch(Double::isFinite)) {
      requireSquares(function, target);
    }
    return moments.toBytes();
  }

  /** The score at a penalty (null if it has none); null if the score is undefined or doubtful. */
  static Double score(
      String function, MomentsScore score, Moments moments, Penalty penalty, Doubtful doubtful) {
    int groups = moments.layout().groups();
    if (groups != 1) {
      throw new InputException(
          "Cannot evaluate %s: expected moments of one group of labels, found %d"
              .formatted(function, groups));
    }
    if (moments.rows(0) == 0) {
      return null;
    }
    RidgeProblem problem = problem(function, moments);
    Score found = score.of(problem, lambda(penalty, problem));
    return doubtful.value(function, found.score(), found.flags());
  }

  /** The same of rows in coordinates of their span, which can be read a second time. */
  static Double score(
      String function,
      MomentsScore score,
      ReducedRows rows,
      int outputs,
      Penalty penalty,
      Doubtful doubtful) {
    Moments moments = rows.moments(LabelLayout.complete(outputs), 1).fold(0);
    RidgeProblem problem = problem(function, moments);
    Score found =
        score.of(problem, lambda(penalty, problem), pass -> rows.revisit(List.of(pass)).get(0));
    return doubtful.value(function, found.score(), found.flags());
  }

  private static RidgeProblem problem(String function, Moments moments) {
    TargetMoments target = moments.target(0);
    requireSquares(function, target);
    return RidgeProblem.of(target);
  }

  private static double lambda(Penalty penalty, RidgeProblem problem) {
    return penalty == null ? 0 : penalty.lambda(problem.meanVariance());
  }

  /**
   * @throws InputException if numbers are too large or too small to be squared
   */
  static void requireSquares(String function, TargetMoments target) {
    Optional<String> violation = SquareRange.violation(target);
    if (violation.isPresent()) {
      throw new InputException("Cannot evaluate %s: %s".formatted(function, violation.get()));
    }
  }
}
