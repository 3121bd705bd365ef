package org.transferability.run.aggregate;

import java.util.Optional;
import org.transferability.accumulate.FoldMoments;
import org.transferability.accumulate.classes.ClassMoments;
import org.transferability.run.chunk.RowCounts;

/**
 * The merged moments and counts of the rows of a feature set.
 *
 * @param features moments of features and labels, if features were read
 * @param predictions moments of predictions and labels, if predictions were read
 * @param featureClasses classes of labels of the features, if there are any
 * @param predictionClasses classes of labels of the predictions, if told apart
 * @param counts what was read and joined
 * @param labelsWithoutFeatures label rows that found no features, 0 without a join
 * @param matched serialised bitmap of the label rows that found features, empty without a table
 */
public record SetMoments(
    Optional<FoldMoments> features,
    Optional<FoldMoments> predictions,
    Optional<ClassMoments> featureClasses,
    Optional<ClassMoments> predictionClasses,
    RowCounts counts,
    long labelsWithoutFeatures,
    Optional<byte[]> matched) {

  SetMoments withFeatures(FoldMoments whole) {
    return new SetMoments(
        Optional.of(whole),
        predictions,
        featureClasses,
        predictionClasses,
        counts,
        labelsWithoutFeatures,
        matched);
  }
}
