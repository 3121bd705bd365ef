package org.transferability.study;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The estimators that a study can ask for, under the names used in options and in the results. */
public enum EstimatorKind {
  /** Ridge regression from the source model's features (paper, Definition 4.1). */
  LINEAR_MSE("linear-mse", Input.FEATURES, true, Unit.OBJECTIVE),
  /** The same from the source model's own predictions, the dummy labels (Definition 4.2). */
  LABEL_MSE("label-mse", Input.PREDICTIONS, true, Unit.OBJECTIVE),
  /** The same from the true labels of the source task, if both tasks share their inputs. */
  SHARED_LABEL_MSE("shared-label-mse", Input.SOURCE_LABELS, true, Unit.OBJECTIVE),
  /** The error of the fit of linear-mse by generalised cross-validation. */
  GCV(
      "gcv",
      Input.FEATURES,
      true,
      "minus the error expected on new rows, in squared units of the labels"),
  /** The error of the fit of linear-mse on held-out folds. */
  CV_MSE("cv-mse", Input.FEATURES, true, Unit.HELD_OUT_ERROR),
  /** The same for the fit of label-mse. */
  LAB_CV_MSE("lab-cv-mse", Input.PREDICTIONS, true, Unit.HELD_OUT_ERROR),
  /** The share of the variance on held-out folds that the fit of linear-mse explains. */
  CV_R2("cv-r2", Input.FEATURES, true, Unit.R2),
  /** The same for the fit of label-mse. */
  LAB_CV_R2("lab-cv-r2", Input.PREDICTIONS, true, Unit.R2),
  /** Pearson's correlation of labels and predictions on held-out folds. */
  CV_PEARSON("cv-pearson", Input.FEATURES, true, Unit.PEARSON),
  /** The same for the fit of label-mse. */
  LAB_CV_PEARSON("lab-cv-pearson", Input.PREDICTIONS, true, Unit.PEARSON),
  /** Generalised cross-validation through the origin, at two fixed penalties. */
  ORIGIN_GCV(
      "origin-gcv",
      Input.FEATURES,
      false,
      "log ratio of the spread of the labels to the expected error; 0 is no better than the mean"),
  /** The evidence of a Bayesian linear regression (You et al. 2021). */
  LOGME("logme", Input.FEATURES, false, Unit.EVIDENCE),
  /** The same from the source model's own predictions. */
  LAB_LOGME("lab-logme", Input.PREDICTIONS, false, Unit.EVIDENCE),
  /** The coding rate of all rows minus that of classes of labels (Huang et al. 2022). */
  TRANSRATE("transrate", Input.FEATURES, false, Unit.RATE),
  /** The same from the source model's own predictions. */
  LAB_TRANSRATE("lab-transrate", Input.PREDICTIONS, false, Unit.RATE),
  /** Scatter between classes of labels relative to a shrunk covariance (Ibrahim et al. 2022). */
  H_SCORE("h-score", Input.FEATURES, false, Unit.SEPARATION),
  /** The same from the source model's own predictions. */
  LAB_H_SCORE("lab-h-score", Input.PREDICTIONS, false, Unit.SEPARATION);

  /** The inputs to which labels are fitted. */
  public enum Input {
    FEATURES,
    PREDICTIONS,
    SOURCE_LABELS
  }

  /** Units of several estimators. */
  private static final class Unit {
    static final String OBJECTIVE =
        "minus the training error with its penalty, in squared units of the labels";
    static final String HELD_OUT_ERROR =
        "minus the error on held-out rows, in squared units of the labels";
    static final String R2 = "held-out R2: 1 is perfect, 0 is as good as predicting the mean";
    static final String PEARSON = "correlation of labels and predictions on held-out rows";
    static final String EVIDENCE = "log evidence in nats a row";
    static final String RATE = "coding rate in nats";
    static final String SEPARATION = "separation of classes of labels, without a unit";
  }

  private final String label;
  private final Input input;
  private final boolean penalised;
  private final String unit;

  EstimatorKind(String label, Input input, boolean penalised, String unit) {
    this.label = label;
    this.input = input;
    this.penalised = penalised;
    this.unit = unit;
  }

  public String label() {
    return label;
  }

  /** What its scores are, of which larger ones are better, and their unit. */
  public String unit() {
    return unit;
  }

  /** The inputs to which it fits the labels. */
  public Input input() {
    return input;
  }

  /** Whether it has a score for each penalty of the study; otherwise it has one score. */
  public boolean penalised() {
    return penalised;
  }

  /** Whether it divides rows into classes of their labels. */
  public boolean readsClasses() {
    return readsClassScatters() || this == H_SCORE || this == LAB_H_SCORE;
  }

  /** Whether it needs the scatter of each class, not only its mean. */
  public boolean readsClassScatters() {
    return this == TRANSRATE || this == LAB_TRANSRATE;
  }

  /** Whether it needs all eigenvalues of the scatter, for any rank. */
  public boolean decomposes() {
    return this == ORIGIN_GCV || this == LOGME || this == LAB_LOGME;
  }

  /** Whether it is computed from errors on held-out rows, and so needs folds. */
  public boolean holdsOut() {
    return this == CV_MSE || this == LAB_CV_MSE || holdsOutEachOutput();
  }

  /** Whether it is computed from held-out errors of each output, and averaged over outputs. */
  public boolean holdsOutEachOutput() {
    return this == CV_R2 || this == LAB_CV_R2 || correlates();
  }

  /** Whether it is a correlation. */
  public boolean correlates() {
    return this == CV_PEARSON || this == LAB_CV_PEARSON;
  }

  /** Whether it also has a score with the best penalty of the study, selected for the pair. */
  public boolean choosesPenalty() {
    return holdsOut() || this == GCV;
  }

  /** Whether it reads outputs of a source model, that is, files of features. */
  public boolean readsFeatureSets() {
    return input != Input.SOURCE_LABELS;
  }

  /** The estimator of this name; empty for others, such as those of a table of the user. */
  public static Optional<EstimatorKind> named(String label) {
    return Arrays.stream(values()).filter(kind -> kind.label.equals(label)).findFirst();
  }

  public static EstimatorKind parse(String text) {
    Optional<EstimatorKind> named = named(text.strip());
    if (named.isPresent()) {
      return named.get();
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
