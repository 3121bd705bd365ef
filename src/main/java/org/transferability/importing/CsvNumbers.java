package org.transferability.importing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.transferability.study.InputException;

/** Chosen columns of a CSV file, one number each; an empty cell, NA or NaN is a missing value. */
final class CsvNumbers implements NumberRows {
  private final CsvTable table;
  private final int[] at;
  private final List<NumberColumn> columns;

  CsvNumbers(ArrayBytes bytes, Selection selection) throws IOException {
    this.table = new CsvTable(bytes);
    List<String> chosen = selection.choose(table.names(), bytes.name());
    this.at = chosen.stream().mapToInt(table.names()::indexOf).toArray();
    this.columns = new ArrayList<>();
    chosen.forEach(name -> columns.add(new NumberColumn(name, 1)));
  }

  @Override
  public List<NumberColumn> columns() {
    return columns;
  }

  @Override
  public int width() {
    return at.length;
  }

  @Override
  public boolean fitsFloat() {
    return false;
  }

  @Override
  public String describe() {
    return "CSV, " + at.length + " of " + table.names().size() + " columns";
  }

  @Override
  public int read(double[] block, int most) throws IOException {
    int rows = 0;
    while (rows < most) {
      String[] cells = table.next();
      if (cells == null) {
        break;
      }
      for (int j = 0; j < at.length; j++) {
        block[rows * at.length + j] = number(cells[at[j]], j);
      }
      rows++;
    }
    return rows;
  }

  private double number(String cell, int column) {
    String text = cell.strip();
    if (text.isEmpty() || text.equals("NA") || text.equalsIgnoreCase("nan")) {
      return Double.NaN;
    }
    char last = text.charAt(text.length() - 1);
    if (last < 'A') { // Java also takes 1f, 1d and 0x1p3
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        // told below
      }
    }
    throw new InputException(
        "Cannot read column '%s': expected a number or an empty cell, found '%s' (%s); choose columns after #, as in data.csv#f*"
            .formatted(columns.get(column).name(), cell, table.place()));
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
