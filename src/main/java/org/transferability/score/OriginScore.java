package org.transferability.score;

import org.transferability.solve.OriginSpectrum;
import org.transferability.solve.RidgeFit;

/** The common part of scores through the origin, which have no penalty and no residual. */
final class OriginScore {
  private OriginScore() {}

  static Score of(
      String estimator,
      double score,
      OriginSpectrum spectrum,
      int outputs,
      Scope comparable,
      Flags flags) {
    return new Score(
        estimator,
        "",
        score,
        Score.Fit.NONE,
        new Score.Shape(
            spectrum.rows(), spectrum.width(), outputs, spectrum.rank(), spectrum.condition()),
        Uncertainty.UNKNOWN,
        flags.has(Flag.CONSTANT_LABELS) ? Scope.NOTHING : comparable,
        spectrum.source() == RidgeFit.Source.ROWS ? flags.with(Flag.REFINED) : flags);
  }
}
