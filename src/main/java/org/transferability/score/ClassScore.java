package org.transferability.score;

import org.transferability.accumulate.classes.TargetClasses;
import org.transferability.solve.Diagnostics;

/** The common part of scores by classes of labels, which have neither a penalty nor a residual. */
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
        Score.Fit.NONE,
        new Score.Shape(classes.rows(), known.width(), outputs, known.rank(), known.condition()),
        Uncertainty.UNKNOWN,
        flags.has(Flag.CONSTANT_LABELS) ? Scope.NOTHING : comparable,
        flags);
  }

  /** One class, or classes of one row each, carry no information. */
  static Flags flags(TargetClasses classes) {
    if (classes.count() < 2) {
      return Flags.none().with(Flag.CONSTANT_LABELS);
    }
    return classes.rows() < 2L * classes.count()
        ? Flags.none().with(Flag.FEW_ROWS_PER_CLASS)
        : Flags.none();
  }
}
