package org.transferability.study;

import java.util.Arrays;
import java.util.List;

/** The estimators that a study can ask for, under the names used in options and in the results. */
public enum EstimatorKind {
  /** Ridge regression from the source model's features (paper, Definition 4.1). */
  LINEAR_MSE("linear-mse"),
  /** The same from the source model's own predictions, the dummy labels (Definition 4.2). */
  LABEL_MSE("label-mse"),
  /** The same from the true labels of the source task, where both tasks share their inputs. */
  SHARED_LABEL_MSE("shared-label-mse");

  private final String label;

  EstimatorKind(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  /** Whether it reads what a source model said, that is, files of features. */
  public boolean readsFeatureSets() {
    return this != SHARED_LABEL_MSE;
  }

  public static EstimatorKind parse(String text) {
    for (EstimatorKind kind : values()) {
      if (kind.label.equals(text.strip())) {
        return kind;
      }
    }
    List<String> labels = Arrays.stream(values()).map(EstimatorKind::label).toList();
    throw new InputException(
        "Cannot use estimator '" + text + "': " + NearestName.expected(text, labels));
  }

  @Override
  public String toString() {
    return label;
  }
}
