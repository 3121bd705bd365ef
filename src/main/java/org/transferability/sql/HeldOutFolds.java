package org.transferability.sql;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.TargetMoments;
import org.transferability.score.CvMse;
import org.transferability.score.CvPearson;
import org.transferability.score.CvR2;
import org.transferability.score.FoldErrors;
import org.transferability.score.LinearMse;
import org.transferability.score.Score;
import org.transferability.solve.HeldOut;
import org.transferability.solve.RidgeFit;
import org.transferability.solve.RidgeProblem;
import org.transferability.solve.RidgeSolver;
import org.transferability.study.Penalty;

/**
 * K-fold cross-validation of one group of rows: the errors of the fits to the rows outside each
 * fold, at one or several penalties. Without intervals.
 */
final class HeldOutFolds {
  private static final int ALL_DIGITS = 16;
  private static final double CONFIDENCE = 0.9; // there is no interval

  private final RidgeProblem whole;
  private final List<Penalty> penalties;
  private final long[] rows;
  private final HeldOut[] errors;
  private int lost; // digits, of the worst fit

  private HeldOutFolds(RidgeProblem whole, List<Penalty> penalties, int folds) {
    this.whole = whole;
    this.penalties = penalties;
    this.rows = new long[folds];
    this.errors = new HeldOut[folds];
  }

  /**
   * Fits the rows outside each fold and evaluates each fit on the fold.
   *
   * @param folds at least two, all with rows
   */
  static HeldOutFolds of(FoldMoments folds, List<Penalty> penalties) {
    HeldOutFolds all =
        new HeldOutFolds(RidgeProblem.of(folds.whole().target(0)), penalties, folds.count());
    long[][] deficit = new long[penalties.size()][folds.count()];
    for (int k = 0; k < folds.count(); k++) {
      TargetMoments others = folds.without(k).target(0);
      TargetMoments left = folds.fold(k).target(0);
      RidgeProblem problem = RidgeProblem.of(others);
      RidgeSolver solver = RidgeSolver.prepare(problem);
      List<RidgeFit> fits = new ArrayList<>();
      for (Penalty penalty : penalties) {
        RidgeFit fit = solver.solve(penalty.lambda(problem.meanVariance()));
        int ofFit = LinearMse.of(fit, 0, fit.outputs()).flags().digitsLost();
        all.lost = Math.max(all.lost, ofFit);
        deficit[fits.size()][k] = fit.lambda() > 0 ? 0 : deficit(fit, others);
        fits.add(fit);
      }
      all.rows[k] = left.rows();
      all.errors[k] = HeldOut.of(fits, others, left);
    }
    if (Arrays.stream(deficit).anyMatch(d -> Arrays.stream(d).distinct().count() > 1)) {
      all.lost = ALL_DIGITS; // rounding determines the rank: in some folds directions are excluded
    }
    return all;
  }

  /** The difference of the rank from the largest that these rows and varying features allow. */
  private static long deficit(RidgeFit fit, TargetMoments moments) {
    long varying = Arrays.stream(moments.scatter().diagonal()).filter(s -> s > 0).count();
    return Math.min(varying, moments.rows() - 1) - fit.diagnostics().rank();
  }

  /** The score of all outputs as one target; of several penalties, each fold has its best. */
  Score score(HeldOutMeasure measure) {
    String name = measure.estimator();
    FoldErrors joint = best(0, whole.outputs());
    RidgeFit fit = RidgeSolver.prepare(whole).solve(penalties.get(0).lambda(whole.meanVariance()));
    Score mse =
        CvMse.of(name, LinearMse.of(fit, 0, whole.outputs()), joint, CONFIDENCE)
            .withDigitsLost(lost);
    if (measure == HeldOutMeasure.MSE) {
      return mse;
    }
    List<FoldErrors> outputs =
        IntStream.range(0, whole.outputs()).mapToObj(output -> best(output, 1)).toList();
    Score r2 = CvR2.of(name, mse, outputs, CONFIDENCE);
    return measure == HeldOutMeasure.R2 ? r2 : CvPearson.of(name, r2, outputs);
  }

  /** The errors of some outputs, summed, at the best penalty of each fold. */
  private FoldErrors best(int first, int outputs) {
    return FoldErrors.best(
        IntStream.range(0, penalties.size()).mapToObj(p -> errors(p, first, outputs)).toList());
  }

  private FoldErrors errors(int penalty, int first, int outputs) {
    int count = rows.length;
    double[] held = new double[count];
    double[] ofMean = new double[count];
    for (int k = 0; k < count; k++) {
      for (int o = first; o < first + outputs; o++) {
        held[k] += errors[k].squares(penalty, o);
        ofMean[k] += errors[k].squaresOfMean(o);
      }
    }
    double[][] unknown = new double[1][count];
    Arrays.fill(unknown[0], Double.NaN);
    return new FoldErrors(
        rows,
        new FoldErrors.Squares(held, unknown),
        new FoldErrors.Squares(ofMean, unknown),
        FoldErrors.Relation.of(errors, penalty, first, outputs),
        new int[count], // one block: no interval
        FoldErrors.rounding(errors, penalty, first, outputs),
        RidgeFit.Source.MOMENTS);
  }
}
