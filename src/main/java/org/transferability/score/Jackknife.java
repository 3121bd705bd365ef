package org.transferability.score;

/**
 * The uncertainty of a score from leaving out one fold at a time: the delete-a-group jackknife for
 * groups of unequal size (Busing, Meijer, van der Leeden, "Delete-m Jackknife for Unequal m",
 * Statistics and Computing 9, 1999),
 *
 * <pre>
 *   h_k   = n / n_k
 *   tau_k = h_k T - (h_k - 1) T_-k            pseudo-value of fold k
 *   se^2  = (1/K) sum_k (tau_k - mean tau)^2 / (h_k - 1)
 *   T -+ t(K - 1) se
 * </pre>
 *
 * <p>with T the score of all n rows and T_-k that of the rows outside fold k. The interval is for
 * the mean of T over other samples of n rows. It is centred at T, not at the mean of the
 * pseudo-values, which would be an estimate for infinitely many rows. The quantile is Student's,
 * because the variance is estimated from few folds; folds without rows are ignored.
 */
public final class Jackknife {
  private Jackknife() {}

  /**
   * The uncertainty of one score.
   *
   * @param score T
   * @param without T_-k for each of the K folds; ignored if the fold has no row
   * @param rows n_k
   * @param confidence of the interval, between 0 and 1
   */
  public static Uncertainty of(double score, double[] without, long[] rows, double confidence) {
    long n = 0;
    int used = 0;
    for (long ofFold : rows) {
      n += ofFold;
      used += ofFold > 0 ? 1 : 0;
    }
    double[] shifts = new double[rows.length];
    double mean = 0;
    for (int k = 0; k < rows.length; k++) {
      if (rows[k] > 0) {
        double h = (double) n / rows[k];
        shifts[k] = h * (score - without[k]) + without[k];
        mean += shifts[k] / used;
      }
    }
    for (int k = 0; k < rows.length; k++) {
      if (rows[k] > 0) {
        double h = (double) n / rows[k];
        shifts[k] = (shifts[k] - mean) / Math.sqrt(used * (h - 1));
      }
    }
    return ofShifts(score, shifts, used, confidence);
  }

  /**
   * @param used folds with rows
   */
  static Uncertainty ofShifts(double score, double[] shifts, int used, double confidence) {
    double squares = 0;
    for (double shift : shifts) {
      squares += shift * shift;
    }
    double error = Math.sqrt(squares);
    if (used < 2 || !(error < Double.POSITIVE_INFINITY)) {
      return Uncertainty.UNKNOWN;
    }
    double reach = StudentT.quantile(confidence, used - 1) * error;
    return new Uncertainty(error, score - reach, score + reach, shifts);
  }
}
