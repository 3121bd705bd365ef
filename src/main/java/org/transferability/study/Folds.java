package org.transferability.study;

/**
 * How rows are assigned to folds: parts of about equal size, the same for every source of a
 * dataset.
 *
 * @param count the number of folds, at least 2; with 0 there are no folds, held-out errors or
 *     intervals
 * @param column rows with the same value of this column stay together; null: the hash of the id
 *     decides
 * @param confidence confidence level of the intervals from the folds, between 0 and 1
 */
public record Folds(int count, String column, double confidence) {
  /** Five folds by id, intervals of 90 %. */
  public static final Folds DEFAULT = new Folds(5, null, 0.9);

  private static final int MOST = 1000;

  public Folds {
    if (count < 0 || count == 1 || count > MOST) {
      throw new InputException(
          "Cannot use folds: expected 0 (none) or 2 to " + MOST + ", found " + count);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new InputException(
          "Cannot use a confidence: expected a number between 0 and 1, found " + confidence);
    }
    if (column != null && column.isBlank()) {
      throw new InputException("Cannot use a fold column: expected a name, found a blank one");
    }
    if (column != null && count == 0) {
      throw new InputException(
          "Cannot use fold column '" + column + "': expected 2 folds or more, found 0");
    }
  }

  /** The number of parts of the rows: one if there are no folds. */
  public int parts() {
    return Math.max(1, count);
  }

  /** Whether a column determines which rows stay together. */
  public boolean byColumn() {
    return column != null;
  }
}
