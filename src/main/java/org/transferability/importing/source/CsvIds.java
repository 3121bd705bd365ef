package org.transferability.importing.source;

import java.io.IOException;
import org.transferability.study.InputException;
import org.transferability.study.csv.CsvFormat;

/** One column of a CSV file as ids, or as the names of datasets. */
public final class CsvIds implements IdRows {
  private final CsvTable table;
  private final int at;
  private Boolean whole; // null before the first row, if it determines the form

  /**
   * @param column its name, or null: the only column
   */
  public CsvIds(ArrayBytes bytes, String column, CsvFormat format, Id.Form form)
      throws IOException {
    this.whole = form == Id.Form.TEXT ? Boolean.FALSE : null;
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
      whole = TextIds.isWhole(text);
    }
    if (text.isBlank() || (whole && !TextIds.isWhole(text))) {
      throw new InputException(
          "Cannot read column '%s': expected %s, found '%s' (%s)"
              .formatted(
                  table.names().get(at),
                  whole ? TextIds.EXPECTED : "a text in every row",
                  text,
                  table.place()));
    }
    return whole ? new Id.Whole(Long.parseLong(text.strip())) : new Id.Text(text);
  }

  @Override
  public void close() throws IOException {
    table.lines().close();
  }
}
