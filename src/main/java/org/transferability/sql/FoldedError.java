package org.transferability.sql;

import java.util.Arrays;
import java.util.List;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.TargetMoments;
import org.transferability.score.Flags;
import org.transferability.score.LinearMse;
import org.transferability.solve.HeldOut;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;
import org.transferability.study.Penalty;

/**
 * The error of K-fold cross-validation, with the lost digits of the worst of its fits.
 *
 * @param score minus the squared error of rows held out, divided by their number
 * @param flags digits-lost, or none
 */
record FoldedError(double score, Flags flags) {
  private static final int ALL_DIGITS = 16;

  /** Fits the rows outside each of at least two folds, and evaluates each fit on the fold. */
  static FoldedError of(FoldMoments folds, Penalty penalty) {
    double sum = 0;
    double rounding = 0;
    long rows = 0;
    int lost = 0;
    long[] deficit = new long[folds.count()];
    for (int k = 0; k < deficit.length; k++) {
      TargetMoments others = folds.without(k).target(0);
      TargetMoments left = folds.fold(k).target(0);
      RidgeProblem problem = RidgeProblem.of(others);
      RidgeFit fit = RidgeSolver.prepare(problem).solve(penalty.lambda(problem.meanVariance()));
      HeldOut errors = HeldOut.of(List.of(fit), others, left);
      for (int output = 0; output < problem.outputs(); output++) {
        sum += errors.squares(0, output);
        rounding += errors.errorEstimate(0, output);
      }
      rows += left.rows();
      lost = Math.max(lost, LinearMse.of(fit, 0, fit.outputs()).flags().digitsLost());
      deficit[k] = fit.lambda() > 0 ? 0 : deficit(fit, others);
    }
    if (sum > 0 && rounding > RidgeFit.DOUBTFUL_ERROR * sum) {
      double digits = Math.ceil(Math.log10(rounding / sum / Math.ulp(1.0)));
      lost = (int) Math.max(lost, Math.min(digits, ALL_DIGITS));
    }
    if (Arrays.stream(deficit).distinct().count() > 1) {
      lost = ALL_DIGITS; // rounding determines the rank: in some folds directions are excluded
    }
    double score = sum == 0 ? 0 : -sum / rows; // never -0.0
    return new FoldedError(score, lost == 0 ? Flags.none() : Flags.none().withDigitsLost(lost));
  }

  /** The difference of the rank from the largest that these rows and varying features allow. */
  private static long deficit(RidgeFit fit, TargetMoments moments) {
    long varying = Arrays.stream(moments.scatter().diagonal()).filter(s -> s > 0).count();
    return Math.min(varying, moments.rows() - 1) - fit.diagnostics().rank();
  }
}
