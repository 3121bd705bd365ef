package org.transferability.report.page;

import org.transferability.report.Measure;
import org.transferability.study.EstimatorKind;

/** What the scores of a measure mean: what 0 is, and how much a difference of 0.1 is. */
final class MeasureMeaning {
  private static final String ERROR =
      "0 is perfect, minus the variance of the labels is no better than predicting their mean, and"
          + " 0.1 more is an error that is smaller by 0.1 squared units of the labels.";

  private MeasureMeaning() {}

  /** A paragraph for readers of the page; empty for an estimator of another origin. */
  static String of(Measure measure) {
    return EstimatorKind.named(measure.estimator()).map(MeasureMeaning::text).orElse("");
  }

  private static String text(EstimatorKind kind) {
    return switch (kind) {
      case CV_R2, LAB_CV_R2 ->
          "Held-out R2: the share of the variance of the labels that a linear probe explains on"
              + " rows to which it was not fitted. 1 is perfect, 0 is no better than predicting the"
              + " mean, and 0.1 more is another 10 % of the variance.";
      case CV_PEARSON, LAB_CV_PEARSON ->
          "The correlation of labels and predictions on held-out rows. 1 is perfect, 0 is no"
              + " relation, and 0.1 more is a correlation that is larger by 0.1.";
      case CV_MSE, LAB_CV_MSE ->
          "Minus the mean squared error on held-out rows, summed over the outputs. " + ERROR;
      case GCV ->
          "Minus the mean squared error that is expected on new rows, summed over the outputs. "
              + ERROR;
      case LINEAR_MSE, LABEL_MSE, SHARED_LABEL_MSE ->
          "Minus the training error with its penalty, summed over the outputs; wide features have"
              + " an advantage. "
              + ERROR;
      case ORIGIN_GCV ->
          "The logarithm of the spread of the labels divided by the error that is expected on new"
              + " rows without an intercept. 0 is no better than predicting the mean, and 0.1 more"
              + " is an error (root mean square) that is about 10 % smaller.";
      case LOGME, LAB_LOGME ->
          "The logarithm of the evidence of a linear model without an intercept, in nats a row. 0"
              + " has no meaning, because the value depends on the unit of the labels; 0.1 more"
              + " makes the labels about 10 % more probable for each row.";
      case TRANSRATE, LAB_TRANSRATE ->
          "The coding rate of all rows minus that within classes of labels, in nats. 0 is no"
              + " difference between classes, and 0.1 more is 0.1 nats.";
      case H_SCORE, LAB_H_SCORE ->
          "The separation of classes of labels by the features, without a unit. 0 is no"
              + " separation, and the largest value is the number of classes minus one.";
    };
  }
}
