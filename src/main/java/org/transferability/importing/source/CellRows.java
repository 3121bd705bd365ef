package org.transferability.importing.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.transferability.study.InputException;

/**
 * Rows of a table whose cells may be lists: the first row in which every column has a value sets
 * the widths, and the rows before it are missing values.
 */
public abstract class CellRows implements NumberRows {
  private static final int NAMES = 3;

  private final String format;
  private final String file;
  private final Chosen chosen;
  private final Closeable table;
  private final Cell[] cells;
  private final List<NumberColumn> columns = new ArrayList<>();
  private int width;
  private long row; // of the rows that were returned
  private long waiting; // rows before the first one with all values, which are returned as NaN
  private boolean held; // whether the cells contain a row that was not returned

  /**
   * A column of the file.
   *
   * @param other why it is left out; null: it contains numbers
   * @param scalar whether it has one number a row, not a list or struct
   * @param fitsFloat whether all its values are floats exactly
   */
  public record Column(String name, LeftOut other, boolean scalar, boolean fitsFloat) {}

  /** The selected columns, and those that are not. */
  public record Chosen(List<Column> columns, List<LeftOut> leftOut) {
    public List<String> names() {
      return columns.stream().map(Column::name).toList();
    }
  }

  /**
   * @param format for the manifest, such as Parquet
   * @param table what is read, which is closed with this
   * @param cells one for each column
   */
  protected CellRows(String format, String file, Chosen chosen, Closeable table, Cell... cells) {
    this.format = format;
    this.file = file;
    this.chosen = chosen;
    this.table = table;
    this.cells = cells;
  }

  /**
   * Chooses columns of plain numbers, or one list or struct.
   *
   * @param ending of the name of the file, for messages
   */
  protected static Chosen choose(
      String file, String ending, List<Column> all, Selection selection) {
    List<LeftOut> others = all.stream().map(Column::other).filter(Objects::nonNull).toList();
    Selection.Choice choice = selection.choose(numeric(all), others, file);
    List<Column> columns =
        all.stream().filter(column -> choice.columns().contains(column.name())).toList();
    Chosen chosen = new Chosen(columns, choice.leftOut());
    Optional<Column> nested = columns.stream().filter(column -> !column.scalar()).findFirst();
    if (selection.text() == null && nested.isPresent() && columns.size() > 1) {
      throw new InputException(
          "Cannot read %s: expected one list or struct, or plain numbers only, found %s; select one after #, as in data.%s#%s"
              .formatted(file, String.join(", ", chosen.names()), ending, nested.get().name()));
    }
    return chosen;
  }

  /** The names of the columns with numbers. */
  protected static List<String> numeric(List<Column> all) {
    return all.stream().filter(column -> column.other() == null).map(Column::name).toList();
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
                .formatted(file, String.join(", ", chosen.names())));
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
  public final List<LeftOut> leftOut() {
    return chosen.leftOut();
  }

  @Override
  public final boolean fitsFloat() {
    return chosen.columns().stream().allMatch(Column::fitsFloat);
  }

  @Override
  public final void close() throws IOException {
    table.close();
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
