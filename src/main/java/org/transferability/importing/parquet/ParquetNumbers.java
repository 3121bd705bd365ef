package org.transferability.importing.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.schema.GroupType;
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
  private final Chosen chosen;

  /** The selected columns, and those that are not. */
  private record Chosen(List<Type> types, List<LeftOut> leftOut) {}

  private ParquetNumbers(String file, ParquetTable table, Chosen chosen, CellNumbers... cells) {
    super("Parquet", file, chosen.types().stream().map(Type::getName).toList(), cells);
    this.table = table;
    this.chosen = chosen;
    this.cells = cells;
  }

  /** Opens a file. */
  public static ParquetNumbers open(Configuration conf, DataFile source, Selection selection)
      throws IOException {
    String file = source.path();
    ParquetTable table = new ParquetTable(conf, source);
    try {
      Chosen chosen = chosen(file, table.schema(), selection);
      CellNumbers[] cells = new CellNumbers[chosen.types().size()];
      Map<String, Converter> converters = new LinkedHashMap<>();
      for (int c = 0; c < cells.length; c++) {
        Type type = chosen.types().get(c);
        cells[c] = new CellNumbers(type, file);
        converters.put(type.getName(), cells[c].converter(type));
      }
      table.project(new MessageType(table.schema().getName(), chosen.types()), converters);
      ParquetNumbers numbers = new ParquetNumbers(file, table, chosen, cells);
      numbers.findWidths();
      return numbers;
    } catch (IOException | RuntimeException e) {
      table.close();
      throw e;
    }
  }

  private static Chosen chosen(String file, MessageType schema, Selection selection) {
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
        chosen.stream().filter(type -> !CellNumbers.isScalar(type)).map(Type::getName).toList();
    if (selection.text() == null && !nested.isEmpty() && chosen.size() > 1) {
      throw new InputException(
          "Cannot read %s: expected one list or struct, or plain numbers only, found %s; select one after #, as in data.parquet#%s"
              .formatted(file, String.join(", ", choice.columns()), nested.get(0)));
    }
    return new Chosen(chosen, choice.leftOut());
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

  @Override
  protected boolean advance() throws IOException {
    for (CellNumbers cell : cells) {
      cell.clear();
    }
    return table.next();
  }

  @Override
  public List<LeftOut> leftOut() {
    return chosen.leftOut();
  }

  @Override
  public boolean fitsFloat() {
    return chosen.types().stream().allMatch(CellNumbers::fitsFloat);
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
