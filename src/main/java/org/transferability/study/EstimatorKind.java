package org.transferability.study;

import java.util.Arrays;
import java.util.List;

/** The estimators that a study can ask for, under the names used in options and in the results. */
public enum EstimatorKind {
  /** Ridge regression from the source model's features (paper, Definition 4.1). */
  LINEAR_MSE("linear-mse", Input.FEATURES, true),
  /** The same from the source model's own predictions, the dummy labels (Definition 4.2). */
  LABEL_MSE("label-mse", Input.PREDICTIONS, true),
  /** The same from the true labels of the source task, where both tasks share their inputs. */
  SHARED_LABEL_MSE("shared-label-mse", Input.SOURCE_LABELS, true),
  /** The fit of linear-mse judged by generalised cross-validation. */
  GCV("gcv", Input.FEATURES, true),
  /** The fit of linear-mse judged on the folds that it was not made from. */
  CV_MSE("cv-mse", Input.FEATURES, true),
  /** The same for the fit of label-mse. */
  LAB_CV_MSE("lab-cv-mse", Input.PREDICTIONS, true),
  /** Generalised cross-validation through the origin, at two fixed penalties. */
  ORIGIN_GCV("origin-gcv", Input.FEATURES, false),
  /** The evidence of a Bayesian linear regression (You et al. 2021). */
  LOGME("logme", Input.FEATURES, false),
  /** The same from the source model's own predictions. */
  LAB_LOGME("lab-logme", Input.PREDICTIONS, false),
  /** Coding rates of the features, of all rows less of classes of labels (Huang et al. 2022). */
  TRANSRATE("transrate", Input.FEATURES, false),
  /** The same from the source model's own predictions. */
  LAB_TRANSRATE("lab-transrate", Input.PREDICTIONS, false),
  /** Scatter between classes of labels beside a shrunk covariance (Ibrahim et al. 2022). */
  H_SCORE("h-score", Input.FEATURES, false),
  /** The same from the source model's own predictions. */
  LAB_H_SCORE("lab-h-score", Input.PREDICTIONS, false);

  /** What labels are fitted to. */
  public enum Input {
    /** The features of a source model. */
    FEATURES,
    /** Its own predictions. */
    PREDICTIONS,
    /** The labels of the source task. */
    SOURCE_LABELS
  }

  private final String label;
  private final Input input;
  private final boolean penalised;

  EstimatorKind(String label, Input input, boolean penalised) {
    this.label = label;
    this.input = input;
    this.penalised = penalised;
  }

  public String label() {
    return label;
  }

  /** What it fits the labels to. */
  public Input input() {
    return input;
  }

  /** Whether it gives a score for each penalty of the study; else one score in all. */
  public boolean penalised() {
    return penalised;
  }

  /** Whether it tells rows apart by classes of their labels. */
  public boolean readsClasses() {
    return readsClassScatters() || this == H_SCORE || this == LAB_H_SCORE;
  }

  /** Whether it needs the scatter of each class, and not its mean only. */
  public boolean readsClassScatters() {
    return this == TRANSRATE || this == LAB_TRANSRATE;
  }

  /** Whether it needs all eigenvalues of the scatter, whatever its rank. */
  public boolean decomposes() {
    return this == ORIGIN_GCV || this == LOGME || this == LAB_LOGME;
  }

  /** Whether it is made of errors on rows that the fit has not seen, and so needs folds. */
  public boolean holdsOut() {
    return this == CV_MSE || this == LAB_CV_MSE;
  }

  /** Whether it also gives a score with the best penalty of the study, chosen for the pair. */
  public boolean choosesPenalty() {
    return holdsOut() || this == GCV;
  }

  /** Whether it reads what a source model said, that is, files of features. */
  public boolean readsFeatureSets() {
    return input != Input.SOURCE_LABELS;
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
