package org.transferability.report;

import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The rows of a result in a fixed order: by dataset, target, estimator, lambda ({@link
 * LambdaOrder}), source. The order is total, because a run has one row for each such key, and does
 * not depend on the order in which the rows were computed.
 *
 * <p>Names are compared by Unicode code point, which is also the order of their UTF-8 bytes and so
 * that of {@code ORDER BY} in Spark; {@link String#compareTo} differs beyond the basic plane.
 */
public final class ScoreTable {
  public static final Comparator<String> BY_CODE_POINT = ScoreTable::compareCodePoints;

  static final Comparator<ScoreRow> ORDER =
      Comparator.comparing(ScoreRow::dataset, BY_CODE_POINT)
          .thenComparing(ScoreRow::target, BY_CODE_POINT)
          .thenComparing(row -> row.score().estimator(), BY_CODE_POINT)
          .thenComparing(row -> row.score().lambda(), new LambdaOrder())
          .thenComparing(ScoreRow::source, BY_CODE_POINT);

  private final List<ScoreRow> rows;

  private ScoreTable(List<ScoreRow> rows) {
    this.rows = rows;
  }

  /**
   * Sorts the rows.
   *
   * @throws IllegalArgumentException if two rows have the same key
   */
  public static ScoreTable of(List<ScoreRow> rows) {
    List<ScoreRow> sorted = rows.stream().sorted(ORDER).toList();
    for (int i = 1; i < sorted.size(); i++) {
      if (ORDER.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        throw new IllegalArgumentException(
            "Cannot order scores: expected one row for each key, found two like " + sorted.get(i));
      }
    }
    return new ScoreTable(sorted);
  }

  /** The same table without the outputs of columns with lists. */
  public ScoreTable ofColumns() {
    return rows.stream().anyMatch(ScoreRow::isOutput)
        ? new ScoreTable(rows.stream().filter(row -> !row.isOutput()).toList())
        : this;
  }

  /**
   * The same table with the largest possible R2 of each target.
   *
   * @param ofRow gives it for a row; NaN if it is unknown
   */
  public ScoreTable withCeilings(ToDoubleFunction<ScoreRow> ofRow) {
    return new ScoreTable(
        rows.stream().map(row -> row.withCeiling(ofRow.applyAsDouble(row))).toList());
  }

  /** The rows in order, unmodifiable. */
  public List<ScoreRow> rows() {
    return rows;
  }

  private static int compareCodePoints(String a, String b) {
    int i = 0;
    while (i < a.length() && i < b.length()) {
      int x = a.codePointAt(i);
      int y = b.codePointAt(i);
      if (x != y) {
        return Integer.compare(x, y);
      }
      i += Character.charCount(x);
    }
    return Integer.compare(a.length(), b.length());
  }
}
