package org.transferability.read;

/** How to treat a row whose features or predictions are not all finite numbers. */
public enum MissingFeatures {
  /** Stop with an error that names the row. */
  ERROR,
  /** Drop the row and count it. */
  DROP_ROW,
  /**
   * Null and NaN mean that the row is not part of this set (true labels used as features): drop it
   * and count it. Infinity is still an error.
   */
  SKIP_NULL
}
