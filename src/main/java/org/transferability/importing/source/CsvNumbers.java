package org.transferability.importing.source;

import java.io.IOException;
import java.util.List;
import org.transferability.study.InputException;
import org.transferability.study.NumberText;

/**
 * Chosen columns of a CSV file, one number each, as {@link NumberText} reads them; an empty cell,
 * NA or NaN is a missing value.
 */
public final class CsvNumbers implements NumberRows {
  private final CsvTable table;
  private final int[] at;
  private final List<NumberColumn> columns;
  private final List<LeftOut> leftOut;

  public CsvNumbers(ArrayBytes bytes, Selection selection) throws IOException {
    this.table = CsvTable.open(bytes, selection.reading().csv());
    Selection.Choice choice = selection.choose(table.names(), List.of(), bytes.name());
    this.at = choice.columns().stream().mapToInt(table.names()::indexOf).toArray();
    this.columns = choice.columns().stream().map(NumberColumn::scalar).toList();
    this.leftOut = choice.leftOut();
  }

  @Override
  public List<NumberColumn> columns() {
    return columns;
  }

  @Override
  public boolean named() {
    return table.named();
  }

  @Override
  public List<LeftOut> leftOut() {
    return leftOut;
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
      String[] cells = table.lines().next();
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
    try {
      return NumberText.parse(text, table.format().decimal());
    } catch (NumberFormatException e) {
      throw new InputException(
          "Cannot read column '%s': expected %s%s or an empty cell, found '%s' (%s); %s"
              .formatted(
                  columns.get(column).name(),
                  e.getMessage(),
                  table.format().decimal() == ',' ? " with a decimal comma" : "",
                  cell,
                  table.place(),
                  advice(text)),
          e);
    }
  }

  private String advice(String text) {
    if (!table.named() && table.lines().row() == 1) {
      return "--no-header reads the first line as a row; import files with a header in a separate run";
    }
    char other = table.format().decimal() == '.' ? ',' : '.';
    return text.indexOf(other) >= 0 && NumberText.isNumber(text, other)
        ? "--decimal " + other + (other == ',' ? " reads decimal commas" : " reads decimal points")
        : "choose columns after #, as in data.csv#f*, use it as the id (--id-column), or as the dataset of each row (--dataset-column)";
  }

  @Override
  public void close() throws IOException {
    table.lines().close();
  }
}
