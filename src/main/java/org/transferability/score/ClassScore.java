package org.transferability.score;

import org.transferability.accumulate.classes.TargetClasses;
import org.transferability.solve.Diagnostics;

/** What the scores by classes of labels share: neither a penalty nor a residual. */
final class ClassScore {
  private ClassScore() {}

  static Score of(
      String estimator,
      double score,
      int outputs,
      TargetClasses classes,
      Diagnostics known,
      Scope comparable,
      Flags flags) {
    return new Score(
        estimator,
        "",
        score == 0 ? 0 : score, // never -0.0
        Double.NaN,
        Double.NaN,
        Double.NaN,
        Uncertainty.UNKNOWN,
        classes.rows(),
        classes.width(),
        outputs,
        known.rank(),
        known.condition(),
        flags.has(Flag.CONSTANT_LABELS) ? Scope.NOTHING : comparable,
        flags);
  }

  /** With one class there is nothing to tell apart; classes of one row each tell nothing either. */
  static Flags flags(TargetClasses classes) {
    if (classes.count() < 2) {
      return Flags.none().with(Flag.CONSTANT_LABELS);
    }
    return classes.rows() < 2L * classes.count() ? Flags.none().with(Flag.FEW_ROWS) : Flags.none();
  }
}
