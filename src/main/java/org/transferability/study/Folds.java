package org.transferability.study;

import java.util.Map;

/**
 * How rows are assigned to folds, in the same way for every source of a dataset.
 *
 * @param count the number of folds, at least 2; with 0 there are no folds, held-out errors or
 *     intervals. The largest number that there may be if each value of the column is a fold; the
 *     number of folds of each side of a split
 * @param column whose values decide, see {@code rule}; null if the id does
 * @param rule what decides
 * @param confidence confidence level of the intervals from the folds, between 0 and 1
 */
public record Folds(int count, String column, Rule rule, double confidence) {
  /** What assigns a row to a fold. */
  public enum Rule {
    /** A hash of the id, so that folds have about equal size. */
    ID,
    /** A hash of the value of the column: rows with the same value share a fold. */
    GROUP,
    /** The value of the column: each value is a fold, which is left out. */
    EACH_GROUP,
    /** The value of the column, which states whether the row is for fits or for the score. */
    SPLIT
  }

  /** Each distinct value of a column can be a fold up to this number of values. */
  public static final int MOST_GROUPS = 64;

  /** The number of folds where none is given. */
  public static final int USUAL = 5;

  /** Five folds by id, intervals of 90 %. */
  public static final Folds DEFAULT = new Folds(USUAL, null, Rule.ID, 0.9);

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
    String name = rule == Rule.SPLIT ? "split column" : "fold column";
    if (column != null && column.isBlank()) {
      throw new InputException("Cannot use a " + name + ": expected a name, found a blank one");
    }
    if (column != null && count == 0) {
      throw new InputException(
          "Cannot use " + name + " '" + column + "': expected 2 folds or more, found 0");
    }
  }

  /**
   * The folds that options ask for.
   *
   * @param count as given, or null
   * @param foldColumn as given, or null
   * @param splitColumn as given, or null
   */
  public static Folds of(Integer count, String foldColumn, String splitColumn, double confidence) {
    if (foldColumn != null && splitColumn != null) {
      throw new InputException(
          "Cannot assign rows to folds: expected a fold column or a split column, found both '%s' and '%s'"
              .formatted(foldColumn, splitColumn));
    }
    int folds = count == null ? USUAL : count;
    if (splitColumn != null) {
      return new Folds(folds, splitColumn, Rule.SPLIT, confidence);
    }
    if (foldColumn != null) {
      return count == null
          ? new Folds(MOST_GROUPS, foldColumn, Rule.EACH_GROUP, confidence)
          : new Folds(count, foldColumn, Rule.GROUP, confidence);
    }
    return new Folds(folds, null, Rule.ID, confidence);
  }

  /** The number of parts of the rows: one if there are no folds. At most, if values decide. */
  public int parts() {
    return rule == Rule.SPLIT ? 2 * count : Math.max(1, count);
  }

  /** Whether a column determines which rows stay together. */
  public boolean byColumn() {
    return rule == Rule.GROUP || rule == Rule.EACH_GROUP;
  }

  /** Whether the values of the column must be known before rows are assigned. */
  public boolean isGiven() {
    return rule == Rule.EACH_GROUP || rule == Rule.SPLIT;
  }

  /** The options by name, for run.json. */
  public void describe(Map<String, Object> options) {
    options.put("folds", rule == Rule.EACH_GROUP ? "each value of " + column : (Object) count);
    options.put("fold-column", byColumn() ? column : null);
    options.put("split-column", rule == Rule.SPLIT ? column : null);
    options.put("confidence", count == 0 ? null : confidence);
  }
}
