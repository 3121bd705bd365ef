package org.transferability.run.scoring;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.Moments;
import org.transferability.accumulate.Precision;
import org.transferability.accumulate.TargetMoments;
import org.transferability.accumulate.reduced.ReducedRows;
import org.transferability.run.plan.TargetGroup;
import org.transferability.solve.KernelRows;
import org.transferability.solve.RidgeProblem;

/**
 * The moments of one group of targets.
 *
 * @param set of all groups, by use
 * @param present of all rows of the group that are fitted
 * @param precision in which products of features were formed
 * @param intercept whether fits have one
 * @param reduced the rows in the coordinates of the moments, if they are at hand
 * @param sample some of the rows, if any are sampled
 */
record GroupMoments(
    TargetGroup group,
    SetFolds set,
    TargetMoments present,
    Precision precision,
    ScoreMethod.Intercept intercept,
    Optional<ReducedRows> reduced,
    Optional<GroupSample> sample) {

  /** More rows have scalar products that take more memory than moments do. */
  private static final int MOST_KERNEL_ROWS = 4096;

  /** Fits to parts of more rows than this share of their coordinates are cheaper from moments. */
  private static final double MOST_ROWS_A_COORDINATE = 1.25;

  /**
   * The rows of the group, for fits to parts of them; empty if these are better made from moments.
   *
   * @param whole fits to all rows of the group
   */
  Optional<KernelRows> kernelRows(GroupFits whole) {
    long n = present.rows();
    if (reduced.isEmpty()
        || set.isSplit()
        || intercept == ScoreMethod.Intercept.NONE
        || n > MOST_KERNEL_ROWS
        || n > MOST_ROWS_A_COORDINATE * present.width()) {
      return Optional.empty();
    }
    int[] outputs = present.outputs();
    int r = present.width();
    double[] mean = present.labelMean();
    double[] x = new double[Math.toIntExact(n * r)];
    double[] y = new double[Math.toIntExact(n * outputs.length)];
    int[] fold = new int[(int) n];
    int[] numbers = new int[(int) n];
    int[] next = new int[2]; // row of the group, row of the set
    reduced
        .get()
        .forEachBlock(
            (features, labels, foldOfRow, count) -> {
              int all = labels.length / count;
              for (int i = 0; i < count; i++) {
                int row = next[0];
                boolean missing = false;
                for (int o = 0; o < outputs.length && !missing; o++) {
                  double label = labels[i * all + outputs[o]];
                  missing = Double.isNaN(label);
                  if (row < n) {
                    y[row * outputs.length + o] = label - mean[o];
                  }
                }
                if (!missing) {
                  System.arraycopy(features, i * r, x, row * r, r);
                  fold[row] = foldOfRow[i];
                  numbers[row] = next[1];
                  next[0]++;
                }
                next[1]++;
              }
            });
    return Optional.of(whole.kernelRows(x, y, fold, numbers, folds().count()));
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
