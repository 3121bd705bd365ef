package org.transferability.report.evaluation;

import java.util.ArrayList;
import java.util.List;

/**
 * One of the tables that an evaluation writes: the same rows as CSV, Parquet or JSON.
 *
 * @param columns names and kinds, in order
 * @param rows a {@code String}, {@code Integer} or {@code Double} for each column, none null
 */
record EvaluationTable(List<Column> columns, List<List<Object>> rows) {
  /** The type of a column. */
  enum Kind {
    TEXT,
    WHOLE,
    NUMBER
  }

  record Column(String name, Kind kind) {}

  EvaluationTable {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(
            "Cannot create table: expected %d cells, found %d"
                .formatted(columns.size(), row.size()));
      }
    }
  }

  /** Collects columns and rows. */
  static final class Builder {
    private final List<Column> columns = new ArrayList<>();
    private final List<List<Object>> rows = new ArrayList<>();

    Builder columns(Kind kind, String... names) {
      for (String name : names) {
        columns.add(new Column(name, kind));
      }
      return this;
    }

    Builder row(Object... cells) {
      rows.add(List.of(cells));
      return this;
    }

    EvaluationTable build() {
      return new EvaluationTable(columns, rows);
    }
  }
}
