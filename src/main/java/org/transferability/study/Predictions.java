package org.transferability.study;

/** How a feature set without predictions is treated if an estimator reads them. */
public enum Predictions {
  /** As an error: the estimators were named. */
  REQUIRED,
  /** It has no score by these estimators: they are in the default list. */
  IF_PRESENT
}
