package org.transferability.run.scoring;

import java.util.Optional;
import org.transferability.accumulate.Precision;
import org.transferability.run.plan.TargetGroup;

/** The moments of a group of targets for tests: in float64, neither reduced nor sampled. */
final class TestMoments {
  private TestMoments() {}

  static GroupMoments of(TargetGroup group, SetFolds set) {
    return of(group, set, ScoreMethod.Intercept.FITTED);
  }

  static GroupMoments of(TargetGroup group, SetFolds set, ScoreMethod.Intercept intercept) {
    return new GroupMoments(
        group,
        set,
        set.folds().whole().target(group.number()),
        Precision.DOUBLE,
        intercept,
        Optional.empty(),
        Optional.empty());
  }
}
