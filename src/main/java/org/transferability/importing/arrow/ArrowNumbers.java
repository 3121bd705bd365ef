package org.transferability.importing.arrow;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.Field;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.importing.source.CellRows;
import org.transferability.importing.source.LeftOut;
import org.transferability.importing.source.Selection;

/** Selected columns of an Arrow table: one column per number, lists, lists of lists, structs. */
public final class ArrowNumbers extends CellRows {
  private final ArrowTable table;
  private final ArrowCell[] cells;

  private ArrowNumbers(String file, ArrowTable table, Chosen chosen, ArrowCell... cells) {
    super("Arrow", file, chosen, table, cells);
    this.table = table;
    this.cells = cells;
  }

  /** Opens a file, or the bytes of one. */
  public static ArrowNumbers open(ArrayBytes bytes, Selection selection) throws IOException {
    String file = bytes.name();
    ArrowTable table = ArrowTable.open(bytes);
    try {
      List<Column> columns = table.fields().stream().map(ArrowNumbers::column).toList();
      Chosen chosen = choose(file, "arrow", columns, selection);
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

  private static Column column(Field field) {
    String name = field.getName();
    LeftOut other = ArrowCell.isNumeric(field) ? null : new LeftOut(name, typeName(field));
    return new Column(name, other, ArrowCell.isScalar(field), ArrowCell.fitsFloat(field));
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
}
