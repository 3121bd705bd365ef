package org.transferability.score;

import java.util.OptionalDouble;
import org.transferability.solve.OriginSpectrum;

/** What the scores of regressions through the origin share: neither a penalty nor a residual. */
final class OriginScore {
  private OriginScore() {}

  static Score of(
      String estimator, double score, OriginSpectrum spectrum, int outputs, Flags flags) {
    return new Score(
        estimator,
        OptionalDouble.empty(),
        score,
        Double.NaN,
        Double.NaN,
        Double.NaN,
        spectrum.rows(),
        spectrum.width(),
        outputs,
        spectrum.rank(),
        spectrum.condition(),
        flags);
  }
}
