package org.transferability.score;

import java.util.List;
import org.transferability.solve.HeldOut;
import org.transferability.solve.RidgeFit;

/**
 * Squared errors of one or several outputs on K folds, each by the fit to the other folds. The
 * errors of a fit without a second fold indicate how much the fits themselves would change with
 * other rows.
 *
 * @param rows n_k, the rows of each fold; folds without rows have no error
 * @param ofFit of the fits, summed over the outputs
 * @param ofMean of the mean of the labels of the fitted rows, summed over the outputs
 * @param relation of the predictions with the labels
 * @param blocks for each fold the number of its block: what is left out at once for intervals,
 *     mostly a fold
 * @param rounding an estimate of the absolute error of the sum of all squared errors of the fits
 * @param source what the errors were made of
 */
public record FoldErrors(
    long[] rows,
    Squares ofFit,
    Squares ofMean,
    Relation relation,
    int[] blocks,
    double rounding,
    RidgeFit.Source source) {

  /**
   * Sums of squared errors.
   *
   * @param held e_k, the sum on fold k of the fit without it
   * @param beside e_jk, the sum on fold k of the fit without block j and fold k, at [j][k]; NaN if
   *     there is none
   */
  public record Squares(double[] held, double[][] beside) {}

  /**
   * The relation of predictions and labels of one output: sums about the means of each fold, and
   * where these means are.
   *
   * @param products T_k, of predictions times labels
   * @param predictions P_k, of squares of predictions
   * @param labels of squares of labels
   * @param labelShifts the mean label of each fold minus that of the rows outside it
   * @param meanResiduals the mean of label minus prediction
   */
  public record Relation(
      double[] products,
      double[] predictions,
      double[] labels,
      double[] labelShifts,
      double[] meanResiduals) {

    /**
     * The sums over several outputs; where the means are only if there is one.
     *
     * @param folds the errors on each fold, null for a fold without any
     * @param fit its number in each of them
     * @param first the first output
     * @param outputs how many there are
     */
    public static Relation of(HeldOut[] folds, int fit, int first, int outputs) {
      int count = folds.length;
      Relation all =
          new Relation(
              new double[count],
              new double[count],
              new double[count],
              new double[count],
              new double[count]);
      for (int k = 0; k < count; k++) {
        for (int o = first; o < first + outputs && folds[k] != null; o++) {
          all.products[k] += folds[k].products(fit, o);
          all.predictions[k] += folds[k].predictions(fit, o);
          all.labels[k] += folds[k].labels(o);
          all.labelShifts[k] = folds[k].labelShift(o);
          all.meanResiduals[k] = folds[k].meanResidual(fit, o);
        }
      }
      return all;
    }
  }

  /** The rounding of the errors of one fit, summed over outputs and folds, see {@link Relation}. */
  public static double rounding(HeldOut[] folds, int fit, int first, int outputs) {
    double rounding = 0;
    for (HeldOut fold : folds) {
      for (int o = first; o < first + outputs && fold != null; o++) {
        rounding += fold.errorEstimate(fit, o);
      }
    }
    return rounding;
  }

  /** The errors if every fold uses the penalty with the smallest error on the other folds. */
  public static FoldErrors best(List<FoldErrors> errors) {
    FoldErrors any = errors.get(0);
    int folds = any.rows.length;
    double[] held = new double[folds];
    double[][] beside = new double[any.ofFit.beside.length][folds];
    double[] products = new double[folds];
    double[] predictions = new double[folds];
    double[] meanResiduals = new double[folds];
    double rounding = 0;
    for (int k = 0; k < folds; k++) {
      FoldErrors chosen = errors.get(least(errors, k));
      held[k] = chosen.ofFit.held[k];
      products[k] = chosen.relation.products[k];
      predictions[k] = chosen.relation.predictions[k];
      meanResiduals[k] = chosen.relation.meanResiduals[k];
      for (int j = 0; j < beside.length; j++) {
        beside[j][k] = chosen.ofFit.beside[j][k];
      }
      rounding = Math.max(rounding, chosen.rounding);
    }
    return new FoldErrors(
        any.rows,
        new Squares(held, beside),
        any.ofMean,
        new Relation(
            products, predictions, any.relation.labels, any.relation.labelShifts, meanResiduals),
        any.blocks,
        rounding,
        any.source);
  }

  /** The penalty with the smallest error on all folds but one; -1: on all folds. */
  public static int least(List<FoldErrors> errors, int left) {
    return least(errors.stream().map(e -> e.ofFit.held).toList(), errors.get(0).rows, left);
  }

  /**
   * The same from errors alone.
   *
   * @param held e_k at each penalty
   * @param rows n_k
   */
  public static int least(List<double[]> held, long[] rows, int left) {
    int least = 0;
    double smallest = sum(held.get(0), rows, left);
    for (int p = 1; p < held.size(); p++) {
      double sum = sum(held.get(p), rows, left);
      if (sum < smallest) {
        least = p;
        smallest = sum;
      }
    }
    return least;
  }

  /** The number of rows in all folds. */
  long n() {
    long n = 0;
    for (long ofFold : rows) {
      n += ofFold;
    }
    return n;
  }

  /** The rows of each block. */
  long[] blockRows() {
    long[] ofBlock = new long[ofFit.beside.length];
    for (int k = 0; k < rows.length; k++) {
      ofBlock[blocks[k]] += rows[k];
    }
    return ofBlock;
  }

  /** The sum of all e_k. */
  public double sum() {
    return sumWithout(-1);
  }

  /** The smallest value that the sum of all e_k can have, given its rounding error. */
  public double least() {
    return sum() - rounding;
  }

  /** The sum of all e_k but one. */
  double sumWithout(int left) {
    return sum(ofFit.held, left);
  }

  /** Whether the labels vary. */
  boolean varies() {
    return sum(ofMean.held, -1) > 0;
  }

  /** 1 - (squared errors of the fits) / (squared errors of the mean of the fitted rows). */
  double r2() {
    return 1 - sum() / sum(ofMean.held, -1);
  }

  /**
   * An estimate of the absolute error of {@link #pearson} from rounding: the root mean square error
   * of the predictions, by their spread within the folds. 0 if they do not vary.
   */
  double pearsonError() {
    double spread = sum(relation.predictions, -1);
    return sum() > 0 && spread > 0 ? rounding / Math.sqrt(sum() * spread) : 0;
  }

  /** R2 without fold j, by fits that lack it too. */
  double r2Without(int j) {
    return 1 - jackknifed(ofFit, j) / jackknifed(ofMean, j);
  }

  /** The sum of squared errors without fold j, by fits that lack it too. */
  double jackknifed(int j) {
    return jackknifed(ofFit, j);
  }

  /**
   * How many standard errors the predictions' correlation with the labels within the folds is from
   * 0: z = sum_k T_k / sqrt(2 sum_k P_k s_k^2), with s_k^2 the variance of the labels of fold k.
   * The factor 2 is an upper bound, because the predictions on two folds share their fits.
   */
  double standardErrorsFromZero() {
    double products = 0;
    double variance = 0;
    for (int k = 0; k < rows.length; k++) {
      if (rows[k] > 1) {
        products += relation.products[k];
        variance += relation.predictions[k] * relation.labels[k] / (rows[k] - 1);
      }
    }
    return products <= 0 ? Double.NEGATIVE_INFINITY : products / Math.sqrt(2 * variance);
  }

  /**
   * Pearson's correlation of predictions and labels over all held-out rows; NaN if one of them does
   * not vary.
   */
  double pearson() {
    return pooled().pearsonOf(0);
  }

  /** The same of one fold. */
  double pearsonOf(int k) {
    double predictions = relation.predictions[k];
    double labels = relation.labels[k];
    return predictions > 0 && labels > 0
        ? relation.products[k] / Math.sqrt(predictions * labels)
        : Double.NaN;
  }

  /** The same errors as those of one fold with all rows, without what intervals need. */
  public FoldErrors pooled() {
    double n = n();
    double mean = 0;
    double[] label = new double[rows.length]; // means about the mean of all labels
    double[] predicted = new double[rows.length];
    for (int k = 0; k < rows.length; k++) {
      if (rows[k] > 0) {
        label[k] = relation.labelShifts[k] * (n - rows[k]) / n;
        predicted[k] = label[k] - relation.meanResiduals[k];
        mean += rows[k] * predicted[k] / n;
      }
    }
    double products = 0;
    double predictions = 0;
    double labels = 0;
    for (int k = 0; k < rows.length; k++) {
      if (rows[k] > 0) {
        double moved = predicted[k] - mean;
        products += relation.products[k] + rows[k] * moved * label[k];
        predictions += relation.predictions[k] + rows[k] * moved * moved;
        labels += relation.labels[k] + rows[k] * label[k] * label[k];
      }
    }
    return new FoldErrors(
        new long[] {n()},
        new Squares(new double[] {sum()}, new double[1][1]),
        new Squares(new double[] {sum(ofMean.held, -1)}, new double[1][1]),
        new Relation(
            new double[] {products},
            new double[] {predictions},
            new double[] {labels},
            new double[1],
            new double[] {-mean}),
        new int[1],
        rounding,
        source);
  }

  private double sum(double[] squares, int left) {
    return sum(squares, rows, left);
  }

  private static double sum(double[] squares, long[] rows, int left) {
    double sum = 0;
    for (int k = 0; k < rows.length; k++) {
      sum += k == left || rows[k] == 0 ? 0 : squares[k];
    }
    return sum;
  }

  private double jackknifed(Squares squares, int j) {
    long[] ofBlock = blockRows();
    int used = 0;
    for (long count : ofBlock) {
      used += count > 0 ? 1 : 0;
    }
    double ratio = used < 3 ? 0 : (used - 2.0) / (used - 1);
    double sum = 0;
    for (int k = 0; k < rows.length; k++) {
      sum += blocks[k] == j || rows[k] == 0 ? 0 : squares.held[k];
    }
    for (int k = 0; k < rows.length && used > 2; k++) {
      if (blocks[k] != j && rows[k] > 0 && ofBlock[j] > 0) {
        sum += ratio * ratio * (squares.beside[j][k] - squares.held[k]);
      }
    }
    return sum;
  }

  /**
   * The share of a difference of two fits that {@link #jackknifed} counts, for a number of blocks.
   */
  public static double counted(int blocks) {
    double ratio = blocks < 3 ? 0 : (blocks - 2.0) / (blocks - 1);
    return ratio * ratio;
  }
}
