package org.transferability.importing.arrow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.importing.source.LeftOut;
import org.transferability.importing.source.NumberColumn;
import org.transferability.importing.source.NumberRows;
import org.transferability.importing.source.Selection;
import org.transferability.study.InputException;

/** Selected columns of an Arrow table: one column per number, lists, lists of lists, structs. */
public final class ArrowNumbers implements NumberRows {
  private final String file;
  private final ArrowTable table;
  private final List<Field> fields = new ArrayList<>();
  private final ArrowCell[] cells;
  private final List<NumberColumn> columns = new ArrayList<>();
  private final List<LeftOut> leftOut;
  private long row; // of the rows that were returned
  private long waiting; // rows before the first one with all values, which are returned as NaN
  private boolean held; // whether the cells contain a row that was not returned

  public ArrowNumbers(ArrayBytes bytes, Selection selection) throws IOException {
    this.file = bytes.name();
    this.table = ArrowTable.open(bytes);
    try {
      Selection.Choice choice = choose(selection);
      this.leftOut = choice.leftOut();
      for (Field field : table.fields()) {
        if (choice.columns().contains(field.getName())) {
          fields.add(field);
        }
      }
      requireOneList(selection);
      this.cells = new ArrowCell[fields.size()];
      Arrays.setAll(
          cells, c -> new ArrowCell("column '" + fields.get(c).getName() + "' of " + file));
      findWidths();
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private Selection.Choice choose(Selection selection) {
    List<String> numeric = new ArrayList<>();
    List<LeftOut> others = new ArrayList<>();
    for (Field field : table.fields()) {
      if (ArrowCell.isNumeric(field)) {
        numeric.add(field.getName());
      } else {
        others.add(new LeftOut(field.getName(), typeName(field)));
      }
    }
    return selection.choose(numeric, others, file);
  }

  private static String typeName(Field field) {
    if (field.getDictionary() != null) {
      return "a dictionary";
    }
    return switch (field.getType().getTypeID()) {
      case Utf8, LargeUtf8 -> "text";
      case List, LargeList, FixedSizeList, Struct -> "a list or struct without numbers only";
      default -> field.getType().getTypeID().name().toLowerCase(Locale.ROOT);
    };
  }

  private void requireOneList(Selection selection) {
    List<String> nested =
        fields.stream().filter(field -> !ArrowCell.isScalar(field)).map(Field::getName).toList();
    if (selection.text() == null && !nested.isEmpty() && fields.size() > 1) {
      throw new InputException(
          "Cannot read %s: expected one list or struct, or plain numbers only, found %s; select one after #, as in data.arrow#%s"
              .formatted(
                  file,
                  String.join(", ", fields.stream().map(Field::getName).toList()),
                  nested.get(0)));
    }
  }

  /** Reads up to the first row in which every column has a value. */
  private void findWidths() throws IOException {
    boolean complete = false;
    while (!complete) {
      if (!advance()) {
        throw new InputException(
            "Cannot read %s: expected a row with values in %s, found none"
                .formatted(file, String.join(", ", fields.stream().map(Field::getName).toList())));
      }
      waiting++;
      complete = true;
      for (ArrowCell cell : cells) {
        complete &= cell.count() > 0;
      }
    }
    waiting--;
    held = true;
    for (int c = 0; c < cells.length; c++) {
      cells[c].keep();
      columns.add(new NumberColumn(fields.get(c).getName(), cells[c].count(), cells[c].shape()));
    }
  }

  private boolean advance() throws IOException {
    int at = table.next();
    try {
      for (int c = 0; at >= 0 && c < cells.length; c++) {
        cells[c].read(table.column(fields.get(c).getName()), at);
      }
    } catch (IndexOutOfBoundsException e) {
      throw table.damaged(e);
    }
    return at >= 0;
  }

  @Override
  public List<NumberColumn> columns() {
    return columns;
  }

  @Override
  public List<LeftOut> leftOut() {
    return leftOut;
  }

  @Override
  public boolean fitsFloat() {
    return fields.stream().allMatch(ArrowCell::fitsFloat);
  }

  @Override
  public String describe() {
    return "Arrow, "
        + String.join(
            ", ", columns.stream().limit(3).map(c -> c.name() + " x " + c.width()).toList())
        + (columns.size() > 3 ? ", ... (" + columns.size() + " columns)" : "");
  }

  @Override
  public int read(double[] block, int most) throws IOException {
    int width = width();
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
                .formatted(
                    columns.get(c).name(),
                    shown(columns.get(c).shape(), expected),
                    shown(cells[c].shape(), cells[c].count()),
                    file,
                    row));
      }
      at += expected;
    }
  }

  private static String shown(String shape, int count) {
    return shape.isEmpty() ? Integer.toString(count) : shape;
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
