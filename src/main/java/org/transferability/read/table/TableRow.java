package org.transferability.read.table;

import java.util.List;

/**
 * One row of a {@link SmallTable}.
 *
 * @param file its file
 * @param place the row in the file, for messages: {@code row 3} or, in a CSV file, {@code row 3,
 *     line 4}; rows count from 1 without the header
 * @param cells the requested columns in their order; a number from Parquet with all its digits, a
 *     missing value empty
 */
public record TableRow(String file, String place, List<String> cells) {
  public TableRow {
    cells = List.copyOf(cells);
  }

  public String cell(int column) {
    return cells.get(column);
  }

  /** File and row, for the end of a message. */
  public String where() {
    return file + ", " + place;
  }
}
