package org.transferability.study;

/**
 * How rows are dealt to folds: parts of about equal size, the same for every source of a dataset.
 *
 * @param count how many, at least 2; or 0: none, and neither held-out errors nor intervals
 * @param column rows that are alike in this column stay together; null: each id falls where its
 *     hash says
 * @param confidence of the intervals that the folds give, between 0 and 1
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

  /** Into how many parts the rows are dealt: one where there are no folds. */
  public int parts() {
    return Math.max(1, count);
  }

  /** Whether a column says which rows stay together. */
  public boolean byColumn() {
    return column != null;
  }
}
