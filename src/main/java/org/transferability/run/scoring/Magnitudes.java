package org.transferability.run.scoring;

import java.util.List;
import java.util.Optional;
import org.transferability.accumulate.SquareRange;
import org.transferability.accumulate.TargetMoments;
import org.transferability.run.plan.TargetSlice;
import org.transferability.study.InputException;

/** Refuses numbers that are outside {@link SquareRange}, with the names of the set and target. */
final class Magnitudes {
  private Magnitudes() {}

  /**
   * @param targets the targets of the group, in the order of its outputs
   * @throws InputException if a sum of squares is neither 0 nor a normal number
   */
  static void require(String set, List<TargetSlice> targets, TargetMoments rows) {
    Optional<String> violation =
        SquareRange.violation(
            rows,
            feature -> "number " + (feature + 1) + " of its features",
            output -> "target '" + nameOf(output, targets) + "'");
    if (violation.isPresent()) {
      throw new InputException("Cannot score %s: %s".formatted(set, violation.get()));
    }
  }

  private static String nameOf(int output, List<TargetSlice> targets) {
    int end = 0;
    for (TargetSlice target : targets) {
      end += target.width();
      if (output < end) {
        return target.name();
      }
    }
    throw new IllegalArgumentException("Cannot name output " + output);
  }
}
