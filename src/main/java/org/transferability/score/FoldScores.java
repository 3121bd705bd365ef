package org.transferability.score;

import java.util.Arrays;
import java.util.List;

/**
 * Held-out errors of each fold. Values are means over the outputs that vary in the fold; NaN where
 * none does, or the fold has no rows.
 *
 * @param names of the folds, such as a subject; empty if they are only numbers
 * @param rows n_k, held out
 * @param mse e_k / n_k, summed over the outputs
 * @param r2 1 - (squared errors) / (squared deviations from the mean of the rows outside the fold)
 * @param ownR2 1 - (squared errors) / (squared deviations from the mean of the rows in the fold):
 *     r2_score of scikit-learn
 * @param pearson the correlation of predictions and labels in the fold
 */
public record FoldScores(
    List<String> names, long[] rows, double[] mse, double[] r2, double[] ownR2, double[] pearson) {

  /**
   * Of errors by output.
   *
   * @param outputs at least one, with the same folds
   */
  public static FoldScores of(List<FoldErrors> outputs) {
    int folds = outputs.get(0).rows().length;
    FoldScores scores =
        new FoldScores(
            List.of(),
            outputs.get(0).rows(),
            new double[folds],
            new double[folds],
            new double[folds],
            new double[folds]);
    for (int k = 0; k < folds; k++) {
      scores.add(outputs, k);
    }
    return scores;
  }

  /** Of the errors of one target with several outputs, summed over these: without a correlation. */
  public static FoldScores ofSum(FoldErrors joint, int outputs) {
    FoldScores scores = of(List.of(joint));
    if (outputs > 1) {
      Arrays.fill(scores.pearson, Double.NaN);
    }
    return scores;
  }

  /** The same with names. */
  public FoldScores named(List<String> folds) {
    return new FoldScores(folds, rows, mse, r2, ownR2, pearson);
  }

  private void add(List<FoldErrors> outputs, int k) {
    Mean aboutOutside = new Mean();
    Mean aboutInside = new Mean();
    Mean correlation = new Mean();
    for (FoldErrors output : outputs) {
      double error = output.ofFit().held()[k];
      mse[k] += error / rows[k]; // NaN without rows
      aboutOutside.add(1 - error / output.ofMean().held()[k], output.ofMean().held()[k]);
      aboutInside.add(1 - error / output.relation().labels()[k], output.relation().labels()[k]);
      correlation.add(output.pearsonOf(k), output.relation().labels()[k]);
    }
    r2[k] = aboutOutside.value();
    ownR2[k] = aboutInside.value();
    pearson[k] = correlation.value();
  }

  /** A mean over outputs. */
  private static final class Mean {
    private double sum;
    private int count;

    /** Adds a value if the labels of the output vary. */
    void add(double value, double squares) {
      if (squares > 0 && !Double.isNaN(value)) {
        sum += value;
        count++;
      }
    }

    double value() {
      return count == 0 ? Double.NaN : sum / count;
    }
  }

  /**
   * The mean over folds of what an estimator reports: its R2 as {@code ownR2}, its correlation, or
   * minus its squared error. NaN if no fold has a value. {@code cross_val_score(...).mean()} of
   * scikit-learn.
   */
  public double mean(String estimator) {
    return switch (estimator) {
      case CvR2.NAME, CvR2.LABEL_NAME -> mean(ownR2);
      case CvPearson.NAME, CvPearson.LABEL_NAME -> mean(pearson);
      default -> -mean(mse);
    };
  }

  private static double mean(double[] values) {
    Mean mean = new Mean();
    for (double value : values) {
      mean.add(value, 1);
    }
    return mean.value();
  }
}
