package org.transferability.read;

import java.io.Serializable;
import java.util.List;

/**
 * Names of the columns to read from a feature file; only these are fetched.
 *
 * @param id the row's id, or null: not read
 * @param features the features, or null: none
 * @param prediction the source model's own output, or null: none
 * @param fold determines which rows stay together in one fold, or null: none
 * @param labels labels in the same row (without a join), with their widths; usually empty
 * @param featureShape the shape that the features of every row must have, or null: that of the
 *     first row read
 * @param predictionShape the same for the prediction
 */
public record FeatureColumns(
    String id,
    String features,
    String prediction,
    String fold,
    List<LabelColumn> labels,
    ListShape featureShape,
    ListShape predictionShape)
    implements Serializable {
  public FeatureColumns {
    labels = List.copyOf(labels);
  }

  public FeatureColumns(
      String id, String features, String prediction, String fold, List<LabelColumn> labels) {
    this(id, features, prediction, fold, labels, null, null);
  }

  public FeatureColumns(String id, String features, String prediction) {
    this(id, features, prediction, null, List.of());
  }

  public FeatureColumns(String id, String features, String prediction, List<LabelColumn> labels) {
    this(id, features, prediction, null, labels);
  }

  /** The same columns with shapes that every row must have; null: any. */
  public FeatureColumns withShapes(ListShape ofFeatures, ListShape ofPrediction) {
    return new FeatureColumns(id, features, prediction, fold, labels, ofFeatures, ofPrediction);
  }

  /** The total number of outputs of all label columns. */
  public int outputs() {
    return labels.stream().mapToInt(LabelColumn::width).sum();
  }
}
