package org.transferability.importing.source;

import java.io.IOException;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/** One column of a CSV file as ids: numbers if the first is a number, else text. */
final class CsvIds implements IdRows {
  private final CsvTable table;
  private final int at;
  private Boolean whole; // null before the first row

  /**
   * @param column its name, or null: the only column
   */
  CsvIds(ArrayBytes bytes, String column, CsvFormat format) throws IOException {
    this.table = CsvTable.open(bytes, format);
    this.at = table.names().indexOf(IdRows.column(column, table.names(), bytes.name()));
  }

  @Override
  public Id next() throws IOException {
    String[] cells = table.lines().next();
    if (cells == null) {
      return null;
    }
    String text = cells[at];
    if (whole == null) {
      whole = isWhole(text);
    }
    if (text.isBlank() || (whole && !isWhole(text))) {
      throw new InputException(
          "Cannot read ids: expected %s, found '%s' (%s)"
              .formatted(
                  whole ? "a whole number, as in the first row" : "a text", text, table.place()));
    }
    return whole ? new Id.Whole(Long.parseLong(text.strip())) : new Id.Text(text);
  }

  /** Whether it is in the canonical form of a number: 007 is a text. */
  private static boolean isWhole(String cell) {
    String text = cell.strip();
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    table.lines().close();
  }
}
