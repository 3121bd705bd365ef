package org.transferability.candidate;

import org.transferability.score.BlockShifts;
import org.transferability.score.Score;

/**
 * One source of a comparison.
 *
 * @param score larger is better; a source without a finite one does not compete
 * @param rounding an estimate of the absolute error of the score from rounding
 * @param rows n, from which the score is
 * @param shifts the effects of blocks of rows on the score; if unknown, the source can be neither
 *     excluded nor exclude others
 */
public record Contender(double score, double rounding, long rows, BlockShifts shifts) {
  /** Of a score; a doubtful one can be neither excluded nor exclude others. */
  public static Contender of(Score score) {
    BlockShifts known = score.isDoubtful() ? BlockShifts.UNKNOWN : score.fit().byBlock();
    return new Contender(score.score(), score.rounding(), score.n(), known);
  }

  /** The same source with a better score. */
  Contender raised(double by) {
    return new Contender(score + by, rounding, rows, shifts);
  }

  boolean competes() {
    return Double.isFinite(score);
  }

  /** Whether differences from it have a standard error. */
  boolean isKnown() {
    return competes() && shifts.isKnown();
  }
}
