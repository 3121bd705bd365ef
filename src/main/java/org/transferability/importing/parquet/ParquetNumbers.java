package org.transferability.importing.parquet;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.transferability.importing.source.CellRows;
import org.transferability.importing.source.LeftOut;
import org.transferability.importing.source.Selection;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/**
 * Selected columns of a Parquet file of any shape: one column per number, structs, lists (also
 * large and of fixed size, which are all lists in Parquet), lists of lists.
 */
public final class ParquetNumbers extends CellRows {
  private final ParquetTable table;
  private final CellNumbers[] cells;

  private ParquetNumbers(String file, ParquetTable table, Chosen chosen, CellNumbers... cells) {
    super("Parquet", file, chosen, table, cells);
    this.table = table;
    this.cells = cells;
  }

  /** Opens a file. */
  public static ParquetNumbers open(Configuration conf, DataFile source, Selection selection)
      throws IOException {
    String file = source.path();
    ParquetTable table = new ParquetTable(conf, source);
    try {
      MessageType schema = table.schema();
      Chosen chosen = chosen(file, schema, selection);
      List<Type> types = chosen.names().stream().map(name -> schema.getType(name)).toList();
      CellNumbers[] cells = new CellNumbers[types.size()];
      Map<String, Converter> converters = new LinkedHashMap<>();
      for (int c = 0; c < cells.length; c++) {
        cells[c] = new CellNumbers(types.get(c), file);
        converters.put(types.get(c).getName(), cells[c].converter(types.get(c)));
      }
      table.project(new MessageType(schema.getName(), types), converters);
      ParquetNumbers numbers = new ParquetNumbers(file, table, chosen, cells);
      numbers.findWidths();
      return numbers;
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static Chosen chosen(String file, MessageType schema, Selection selection) {
    List<Column> columns = schema.getFields().stream().map(ParquetNumbers::column).toList();
    if (selection.reading().keys().containsAll(numeric(columns))) {
      String found =
          schema.getFields().stream()
              .map(ParquetNumbers::describe)
              .limit(12)
              .collect(Collectors.joining(", "));
      throw new InputException(
          "Cannot read %s: expected columns with numbers, lists or structs of numbers, found %s"
              .formatted(file, found.isEmpty() ? "no column" : found));
    }
    return choose(file, "parquet", columns, selection);
  }

  private static Column column(Type type) {
    String name = type.getName();
    LeftOut other =
        LeftOut.isIndex(name) ? LeftOut.index(name) : new LeftOut(name, TypeName.of(type));
    return new Column(
        name,
        CellNumbers.isNumeric(type) ? null : other,
        CellNumbers.isScalar(type),
        CellNumbers.fitsFloat(type));
  }

  private static String describe(Type type) {
    return !type.isPrimitive() && CellNumbers.isVector(type.asGroupType())
        ? type.getName() + " (an MLlib vector, which jobs/score reads directly)"
        : type.getName();
  }

  @Override
  protected boolean advance() throws IOException {
    for (CellNumbers cell : cells) {
      cell.clear();
    }
    return table.next();
  }
}
