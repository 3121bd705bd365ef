package org.transferability.score;

import org.transferability.solve.OriginRegression;
import org.transferability.solve.RidgeFit;

/** The common part of scores through the origin, which have no penalty and no residual. */
final class OriginScore {
  /** Standard deviations of the labels; further from zero the score is about reaching the mean. */
  private static final double OFFSET = 1;

  /** The same where the features cannot reach it. */
  private static final double OFFSET_OF_CENTRED = 0.5;

  private OriginScore() {}

  static Score of(
      String estimator,
      double score,
      OriginRegression.Features features,
      int first,
      int outputs,
      Scope comparable,
      Flags known) {
    Flags flags = withOrigin(known, features, first, outputs);
    return new Score(
        estimator,
        "",
        score,
        Score.Fit.NONE,
        new Score.Shape(
            features.rows(), features.width(), outputs, features.rank(), features.condition()),
        Uncertainty.UNKNOWN,
        flags.has(Flag.CONSTANT_LABELS) ? Scope.NOTHING : comparable,
        features.source() == RidgeFit.Source.ROWS ? flags.with(Flag.REFINED) : flags);
  }

  /** The flags with those of a mean that the features have to reach without an intercept. */
  private static Flags withOrigin(
      Flags flags, OriginRegression.Features features, int first, int outputs) {
    double offset = 0;
    for (int o = first; o < first + outputs; o++) {
      offset = features.variance(o) > 0 ? Math.max(offset, features.offset(o)) : offset;
    }
    Flags all = offset > OFFSET ? flags.with(Flag.OFFSET_LABELS) : flags;
    return offset > OFFSET_OF_CENTRED && features.hasCentredFeatures()
        ? all.with(Flag.CENTRED_FEATURES)
        : all;
  }
}
