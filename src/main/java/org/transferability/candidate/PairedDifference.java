package org.transferability.candidate;

/**
 * The difference of the scores of two sources of the same target, each from all its rows, with the
 * standard error of the difference of their errors on sampled rows, paired by blocks.
 *
 * <p>With row losses of either source it is the central limit theorem of Bayle, Bayle, Janson and
 * Mackey, "Cross-validation Confidence Intervals for Test Error", NeurIPS 2020, for the difference
 * of the losses: about the mean test error of the K fits.
 *
 * @param difference of the first minus the second
 * @param standardError of the difference, for n rows
 * @param resolution what a difference must exceed to be more than rounding
 * @param degrees of freedom of the standard error
 * @param unit what a difference of R2 of 1 is
 * @param rows n, the smaller of the two
 */
record PairedDifference(
    double difference,
    double standardError,
    double resolution,
    int degrees,
    double unit,
    long rows) {
  /** Scores closer than this, in units of R2, are not distinguished. */
  private static final double SMALLEST = 1e-9;

  /** Both must be known. */
  static PairedDifference of(Contender first, Contender second) {
    double unit = Math.max(first.shifts().unit(), second.shifts().unit());
    return new PairedDifference(
        first.score() - second.score(),
        first.shifts().standardErrorOfDifference(second.shifts()),
        SMALLEST * unit + first.rounding() + second.rounding(),
        Math.min(first.shifts().blocks(), second.shifts().blocks()) - 1,
        unit,
        Math.min(first.rows(), second.rows()));
  }

  /** Half of the length of the interval of the difference. */
  double reach(double standardErrors) {
    return standardErrors * standardError + resolution;
  }
}
