package org.transferability.importing.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/**
 * Selected columns of a Parquet file of any shape: one column per number, structs, lists (also
 * large and of fixed size, which are all lists in Parquet), lists of lists.
 */
public final class ParquetNumbers implements NumberRows {
  private final String file;
  private final ParquetTable table;
  private final List<Type> types;
  private final CellNumbers[] cells;
  private final List<NumberColumn> columns = new ArrayList<>();
  private List<LeftOut> leftOut;
  private final int width;
  private long row; // of the rows that were returned
  private long waiting; // rows before the first one with all values, which are returned as NaN
  private boolean held; // whether the cells contain a row that was not returned

  public ParquetNumbers(Configuration conf, DataFile source, Selection selection)
      throws IOException {
    this.file = source.path();
    this.table = new ParquetTable(conf, source);
    this.types = chosen(selection);
    this.cells = new CellNumbers[types.size()];
    Map<String, Converter> converters = new LinkedHashMap<>();
    for (int c = 0; c < cells.length; c++) {
      Type type = types.get(c);
      cells[c] = new CellNumbers("column '" + type.getName() + "' of " + file);
      converters.put(type.getName(), cells[c].converter(type));
    }
    table.project(new MessageType(table.schema().getName(), types), converters);
    findWidths();
    this.width = width();
  }

  private List<Type> chosen(Selection selection) {
    MessageType schema = table.schema();
    List<String> numeric = new ArrayList<>();
    List<LeftOut> others = new ArrayList<>();
    for (Type type : schema.getFields()) {
      if (CellNumbers.isNumeric(type)) {
        numeric.add(type.getName());
      } else {
        others.add(
            LeftOut.isIndex(type.getName())
                ? LeftOut.index(type.getName())
                : new LeftOut(type.getName(), TypeName.of(type)));
      }
    }
    if (selection.reading().keys().containsAll(numeric)) {
      throw new InputException(
          "Cannot read %s: expected columns with numbers, lists or structs of numbers, found %s"
              .formatted(file, describe(schema)));
    }
    Selection.Choice choice = selection.choose(numeric, others, file);
    List<Type> chosen = choice.columns().stream().map(name -> schema.getType(name)).toList();
    List<String> nested =
        chosen.stream().filter(type -> !isScalar(type)).map(Type::getName).toList();
    if (selection.text() == null && !nested.isEmpty() && chosen.size() > 1) {
      throw new InputException(
          "Cannot read %s: expected one list or struct, or plain numbers only, found %s; select one after #, as in data.parquet#%s"
              .formatted(file, String.join(", ", choice.columns()), nested.get(0)));
    }
    leftOut = choice.leftOut();
    return chosen;
  }

  private static String describe(GroupType schema) {
    return schema.getFields().stream()
        .map(
            type ->
                type.getName()
                    + (!type.isPrimitive() && CellNumbers.isVector(type.asGroupType())
                        ? " (an MLlib vector, which jobs/score reads directly)"
                        : ""))
        .limit(12)
        .reduce((a, b) -> a + ", " + b)
        .orElse("no column");
  }

  /** Reads up to the first row in which every column has a value. */
  private void findWidths() throws IOException {
    boolean complete = false;
    while (!complete) {
      if (!advance()) {
        throw new InputException(
            "Cannot read %s: expected a row with values in %s, found none"
                .formatted(file, String.join(", ", types.stream().map(Type::getName).toList())));
      }
      waiting++;
      complete = true;
      for (int c = 0; c < cells.length; c++) {
        complete &= cells[c].count() > 0 || isScalar(types.get(c));
      }
    }
    waiting--;
    held = true;
    for (int c = 0; c < cells.length; c++) {
      String name = types.get(c).getName();
      CellShape shape = cells[c].shape();
      if (isScalar(types.get(c))) {
        columns.add(NumberColumn.scalar(name));
        continue;
      }
      if (shape.hasGaps()) {
        throw new InputException(
            "Cannot read column '%s': expected lists and structs without null or empty ones inside, found %s (%s, row %d)"
                .formatted(name, shape.describe(cells[c].count()), file, waiting));
      }
      shape.keep();
      columns.add(new NumberColumn(name, cells[c].count(), shape.axes(cells[c].count())));
    }
  }

  private static boolean isScalar(Type type) {
    return type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
  }

  private boolean advance() throws IOException {
    for (CellNumbers cell : cells) {
      cell.clear();
    }
    return table.next();
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
    return types.stream().allMatch(CellNumbers::fitsFloat);
  }

  @Override
  public String describe() {
    return "Parquet, "
        + String.join(
            ", ", columns.stream().limit(3).map(c -> c.name() + " x " + c.width()).toList())
        + (columns.size() > 3 ? ", ... (" + columns.size() + " columns)" : "");
  }

  @Override
  public int read(double[] block, int most) throws IOException {
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
      } else if (cells[c].count() == expected
          && (isScalar(types.get(c)) || cells[c].shape().isKept())) {
        cells[c].copyTo(block, at);
      } else {
        CellShape shape = cells[c].shape();
        throw new InputException(
            "Cannot read column '%s': expected %s numbers a row, as in the first, found %s (%s, row %d)"
                .formatted(
                    columns.get(c).name(),
                    shape.describeKept(expected),
                    shape.describe(cells[c].count()),
                    file,
                    row));
      }
      at += expected;
    }
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
