package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.TargetMoments;
import org.transferability.run.plan.TargetGroup;
import org.transferability.solve.RidgeProblem;

/**
 * The moments of one group of targets.
 *
 * @param set of all groups, by use
 * @param present of all rows of the group that are fitted
 * @param precision in which products of features were formed
 * @param intercept whether fits have one
 */
record GroupMoments(
    TargetGroup group,
    SetFolds set,
    TargetMoments present,
    Precision precision,
    ScoreMethod.Intercept intercept) {

  /** Of fits with an intercept. */
  GroupMoments(TargetGroup group, SetFolds set, TargetMoments present, Precision precision) {
    this(group, set, present, precision, ScoreMethod.Intercept.FITTED);
  }

  /** Of the rows that are fitted, by fold, of all groups. */
  FoldMoments folds() {
    return set.folds();
  }

  /** Of the rows of a fold. */
  TargetMoments fold(int k) {
    return of(folds().fold(k));
  }

  /** The part of the group in the moments of some rows. */
  TargetMoments of(Moments rows) {
    return rows.target(group.number());
  }

  /** How many rows of the group each fold has. */
  long[] rows() {
    return rows(folds());
  }

  /** How many rows of the group each of these folds has. */
  long[] rows(FoldMoments folds) {
    long[] rows = new long[folds.count()];
    Arrays.setAll(rows, k -> folds.fold(k).rows(group.number()));
    return rows;
  }

  /** The problem of some rows of the group. */
  RidgeProblem problem(TargetMoments rows) {
    return intercept == ScoreMethod.Intercept.NONE
        ? RidgeProblem.throughOrigin(rows, precision)
        : RidgeProblem.of(rows, precision);
  }

  /** The median of the folds' means: no row of one fold, however large, moves it. */
  double[] centre(Function<TargetMoments, double[]> mean) {
    List<double[]> means = new ArrayList<>();
    long[] rows = rows();
    for (int k = 0; k < rows.length; k++) {
      if (rows[k] > 0) {
        means.add(mean.apply(fold(k)));
      }
    }
    double[] centre = mean.apply(present).clone();
    if (means.size() > 2) {
      double[] sorted = new double[means.size()];
      for (int i = 0; i < centre.length; i++) {
        for (int k = 0; k < sorted.length; k++) {
          sorted[k] = means.get(k)[i];
        }
        Arrays.sort(sorted);
        centre[i] = sorted[sorted.length / 2];
      }
    }
    return centre;
  }
}
