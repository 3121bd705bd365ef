package org.transferability.score;

import java.util.List;

/**
 * The scores of one target at single penalties, for the curve in a report: those of the list of
 * which the best was chosen, and perhaps some between them.
 *
 * @param penalties as they are written in options
 * @param scores by the same estimator, one for each penalty; NaN if the labels do not vary
 */
public record PenaltyCurve(List<String> penalties, double[] scores) {
  public PenaltyCurve {
    penalties = List.copyOf(penalties);
    if (penalties.size() != scores.length) {
      throw new IllegalArgumentException(
          "Cannot make a curve: expected %d scores, found %d"
              .formatted(penalties.size(), scores.length));
    }
  }

  /** The score at a penalty; NaN if it is not one of the curve. */
  public double at(String penalty) {
    int number = penalties.indexOf(penalty);
    return number < 0 ? Double.NaN : scores[number];
  }
}
