package org.transferability.score;

import java.util.List;

/**
 * Pearson's correlation of labels and held-out predictions over the rows of all folds, the mean
 * over the outputs that vary. The predictions are those of {@link CvR2}. scikit-learn: {@code
 * pearsonr(y, cross_val_predict(Ridge))}.
 *
 * <p>It does not change with affine transformations of an output, offsets of the features or, at
 * relative penalties, one common scale of the features. It ignores wrong offsets and scales of the
 * predictions, so it can be high where R2 is low. Predictions without a relation to the labels have
 * a negative correlation if rows are few, because each fold is predicted about the mean of the
 * others. It has no interval.
 */
public final class CvPearson {
  /** The name in options, from features. */
  public static final String NAME = "cv-pearson";

  /** The name in options, from predictions. */
  public static final String LABEL_NAME = "lab-cv-pearson";

  private CvPearson() {}

  /**
   * The score of one target.
   *
   * @param r2 the held-out R2 of the same errors
   * @param outputs the errors of each output
   */
  public static Score of(String name, Score r2, List<FoldErrors> outputs) {
    double mean =
        outputs.stream()
            .filter(FoldErrors::varies)
            .mapToDouble(FoldErrors::pearson)
            .average()
            .orElse(Double.NaN);
    double error =
        outputs.stream()
            .filter(FoldErrors::varies)
            .mapToDouble(FoldErrors::pearsonError)
            .max()
            .orElse(0);
    int lost = RegularisedMse.withDigitsLost(Flags.none(), error).digitsLost();
    Score score =
        new Score(
            name,
            r2.lambda(),
            mean,
            new Score.Fit(r2.mse(), Double.NaN, r2.r2(), Double.NaN, r2.fit().byFold()),
            r2.shape(),
            Uncertainty.UNKNOWN,
            Double.isNaN(mean) ? Scope.NOTHING : Scope.TARGETS,
            r2.flags());
    return score.withDigitsLost(lost);
  }
}
