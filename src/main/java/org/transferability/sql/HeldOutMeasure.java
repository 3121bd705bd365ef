package org.transferability.sql;

import org.transferability.score.CvMse;
import org.transferability.score.CvPearson;
import org.transferability.score.CvR2;

/** What a function of errors on held-out rows returns. */
enum HeldOutMeasure {
  MSE(CvMse.NAME),
  R2(CvR2.NAME),
  PEARSON(CvPearson.NAME);

  private final String estimator;

  HeldOutMeasure(String estimator) {
    this.estimator = estimator;
  }

  /** The name in options of jobs. */
  String estimator() {
    return estimator;
  }

  /** The name in SQL. */
  String function() {
    return estimator.replace('-', '_');
  }

  /** Whether each output may have its own penalty, so that a list of penalties can be given. */
  boolean choosesPenalty() {
    return this != MSE;
  }
}
