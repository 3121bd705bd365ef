package org.transferability.importing.arrow;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.importing.source.CellRows;
import org.transferability.importing.source.LeftOut;
import org.transferability.importing.source.Selection;
import org.transferability.study.InputException;

/** Selected columns of an Arrow table: one column per number, lists, lists of lists, structs. */
public final class ArrowNumbers extends CellRows {
  private final ArrowTable table;
  private final ArrowCell[] cells;
  private final Chosen chosen;

  /** The selected columns, and those that are not. */
  private record Chosen(List<Field> fields, List<LeftOut> leftOut) {
    List<String> names() {
      return fields.stream().map(Field::getName).toList();
    }
  }

  private ArrowNumbers(String file, ArrowTable table, Chosen chosen, ArrowCell... cells) {
    super("Arrow", file, chosen.names(), cells);
    this.table = table;
    this.chosen = chosen;
    this.cells = cells;
  }

  /** Opens a file, or the bytes of one. */
  public static ArrowNumbers open(ArrayBytes bytes, Selection selection) throws IOException {
    String file = bytes.name();
    ArrowTable table = ArrowTable.open(bytes);
    try {
      Chosen chosen = chosen(file, table.fields(), selection);
      ArrowCell[] cells =
          chosen.names().stream().map(name -> new ArrowCell(name, file)).toArray(ArrowCell[]::new);
      ArrowNumbers numbers = new ArrowNumbers(file, table, chosen, cells);
      numbers.findWidths();
      return numbers;
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static Chosen chosen(String file, List<Field> all, Selection selection) {
    List<String> numeric = new ArrayList<>();
    List<LeftOut> others = new ArrayList<>();
    for (Field field : all) {
      if (ArrowCell.isNumeric(field)) {
        numeric.add(field.getName());
      } else {
        others.add(new LeftOut(field.getName(), typeName(field)));
      }
    }
    Selection.Choice choice = selection.choose(numeric, others, file);
    List<Field> fields =
        all.stream().filter(field -> choice.columns().contains(field.getName())).toList();
    Chosen chosen = new Chosen(fields, choice.leftOut());
    requireOneList(file, chosen, selection);
    return chosen;
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

  private static void requireOneList(String file, Chosen chosen, Selection selection) {
    List<String> nested =
        chosen.fields().stream()
            .filter(field -> !ArrowCell.isScalar(field))
            .map(Field::getName)
            .toList();
    if (selection.text() == null && !nested.isEmpty() && chosen.fields().size() > 1) {
      throw new InputException(
          "Cannot read %s: expected one list or struct, or plain numbers only, found %s; select one after #, as in data.arrow#%s"
              .formatted(file, String.join(", ", chosen.names()), nested.get(0)));
    }
  }

  @Override
  protected boolean advance() throws IOException {
    int at = table.next();
    try {
      for (int c = 0; at >= 0 && c < cells.length; c++) {
        cells[c].read(table.column(cells[c].name()), at);
      }
    } catch (IndexOutOfBoundsException e) {
      throw table.damaged(e);
    }
    return at >= 0;
  }

  @Override
  public List<LeftOut> leftOut() {
    return chosen.leftOut();
  }

  @Override
  public boolean fitsFloat() {
    return chosen.fields().stream().allMatch(ArrowCell::fitsFloat);
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
