package org.transferability.sql;

import java.util.Arrays;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.SquareRange;
import org.transferability.accumulate.TargetMoments;
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
    TargetMoments target = moments.target(0);
    requireSquares(function, target);
    RidgeProblem problem = RidgeProblem.of(target);
    double lambda = penalty == null ? 0 : penalty.lambda(problem.meanVariance());
    Score found = score.of(problem, lambda);
    return doubtful.value(function, found.score(), found.flags());
  }

  /**
   * @throws InputException if numbers are too large or too small to be squared
   */
  static void requireSquares(String function, TargetMoments target) {
    SquareRange.violation(target)
        .ifPresent(
            violation -> {
              throw new InputException("Cannot evaluate %s: %s".formatted(function, violation));
            });
  }
}
