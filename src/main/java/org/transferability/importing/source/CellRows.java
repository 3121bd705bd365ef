package org.transferability.importing.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.transferability.study.InputException;

/**
 * Rows of a table whose cells may be lists: the first row in which every column has a value sets
 * the widths, and the rows before it are missing values.
 */
public abstract class CellRows implements NumberRows {
  private static final int NAMES = 3;

  private final String format;
  private final String file;
  private final List<String> names;
  private final Cell[] cells;
  private final List<NumberColumn> columns = new ArrayList<>();
  private int width;
  private long row; // of the rows that were returned
  private long waiting; // rows before the first one with all values, which are returned as NaN
  private boolean held; // whether the cells contain a row that was not returned

  /**
   * @param format for the manifest, such as Parquet
   * @param names of the columns, for messages
   * @param cells one for each column
   */
  protected CellRows(String format, String file, List<String> names, Cell... cells) {
    this.format = format;
    this.file = file;
    this.names = List.copyOf(names);
    this.cells = cells;
  }

  /** Reads the next row into the cells; false at the end. */
  protected abstract boolean advance() throws IOException;

  /** Reads up to the first row in which every column has a value; call it once, first. */
  protected final void findWidths() throws IOException {
    boolean complete = false;
    while (!complete) {
      if (!advance()) {
        throw new InputException(
            "Cannot read %s: expected a row with values in %s, found none"
                .formatted(file, String.join(", ", names)));
      }
      waiting++;
      complete = Arrays.stream(cells).allMatch(Cell::setsWidth);
    }
    waiting--;
    held = true;
    for (Cell cell : cells) {
      columns.add(cell.keep(file, waiting));
    }
    width = width();
  }

  @Override
  public final List<NumberColumn> columns() {
    return columns;
  }

  @Override
  public final String describe() {
    return format
        + ", "
        + String.join(
            ", ", columns.stream().limit(NAMES).map(c -> c.name() + " x " + c.width()).toList())
        + (columns.size() > NAMES ? ", ... (" + columns.size() + " columns)" : "");
  }

  @Override
  public final int read(double[] block, int most) throws IOException {
    int rows = 0;
    while (rows < most) {
      if (waiting > 0) {
        waiting--;
        Arrays.fill(block, rows * width, (rows + 1) * width, Double.NaN);
      } else if (held || advance()) {
        held = false;
        copyRow(block, rows * width);
      } else {
        break;
      }
      row++;
      rows++;
    }
    return rows;
  }

  private void copyRow(double[] block, int offset) {
    int at = offset;
    for (int c = 0; c < cells.length; c++) {
      int expected = columns.get(c).width();
      if (cells[c].count() == 0) { // null or empty
        Arrays.fill(block, at, at + expected, Double.NaN);
      } else if (cells[c].count() == expected && cells[c].isKept()) {
        cells[c].copyTo(block, at);
      } else {
        throw new InputException(
            "Cannot read column '%s': expected %s numbers a row, as in the first, found %s (%s, row %d)"
                .formatted(columns.get(c).name(), cells[c].kept(), cells[c].shape(), file, row));
      }
      at += expected;
    }
  }
}
