package org.transferability.read.table;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.transferability.read.RowReader;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.Damage;
import org.transferability.read.page.DataFile;
import org.transferability.read.page.ParquetSource;

/**
 * Rows of a small Parquet file, read by Parquet's own record assembly (a few microseconds a row);
 * {@link RowReader} reads large feature files. Columns are texts or numbers.
 */
final class ParquetRows {
  private final ParquetSource source;
  private final SmallTable.Layout layout;

  /** The requested columns that the file has, in the requested order. */
  private final List<Type> types = new ArrayList<>();

  /** For each requested column its field among {@link #types}; -1: not in the file. */
  private final int[] field;

  private ParquetRows(ParquetSource source, SmallTable.Layout layout) {
    this.source = source;
    this.layout = layout;
    this.field = new int[layout.wanted().size()];
    MessageType schema = source.schema();
    SmallTable.requireColumns(
        source.file(), layout, schema.getFields().stream().map(Type::getName).toList());
    for (int i = 0; i < field.length; i++) {
      TableColumn column = layout.wanted().get(i);
      field[i] = -1;
      if (schema.containsField(column.name())) {
        field[i] = types.size();
        types.add(checked(schema.getType(column.name())));
      }
    }
  }

  static void read(Configuration conf, DataFile file, SmallTable.Layout layout, List<TableRow> rows)
      throws IOException {
    try (ParquetSource source = new ParquetSource(conf, file)) {
      new ParquetRows(source, layout).addTo(rows);
    }
  }

  private void addTo(List<TableRow> rows) throws IOException {
    MessageType schema = source.schema();
    MessageType projected = new MessageType(schema.getName(), types);
    List<ColumnDescriptor> leaves =
        types.stream().map(type -> schema.getColumnDescription(path(type))).toList();
    long row = 0;
    for (int g = 0; g < source.rowGroups().size(); g++) {
      long end = row + source.rowGroups().get(g).getRowCount();
      PageReadStore pages = source.fetch(g, leaves);
      try {
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(projected)
                .getRecordReader(pages, new GroupRecordConverter(projected));
        while (row < end) {
          row++;
          String[] cells = cells(records.read());
          rows.add(new TableRow(source.file().path(), "row " + row, Arrays.asList(cells)));
        }
      } catch (RuntimeException e) {
        throw Damage.inPages(source.file().path(), "row " + row, e);
      }
    }
  }

  private String[] cells(Group group) {
    String[] cells = new String[field.length];
    for (int i = 0; i < cells.length; i++) {
      if (field[i] < 0) {
        cells[i] = layout.partitions().getOrDefault(layout.wanted().get(i).name(), "");
      } else {
        boolean present = group.getFieldRepetitionCount(field[i]) > 0;
        cells[i] = present ? text(group, field[i]) : "";
      }
    }
    return cells;
  }

  private String text(Group group, int at) {
    PrimitiveType type = types.get(at).asPrimitiveType();
    return switch (type.getPrimitiveTypeName()) {
      case DOUBLE -> Double.toString(group.getDouble(at, 0));
      case FLOAT -> Double.toString(group.getFloat(at, 0));
      case INT32 ->
          whole(type, BigInteger.valueOf(group.getInteger(at, 0) & ColumnKind.mask(type)));
      case INT64 ->
          ColumnKind.isUnsigned(type)
              ? Long.toUnsignedString(group.getLong(at, 0))
              : whole(type, BigInteger.valueOf(group.getLong(at, 0)));
      default ->
          isDecimal(type)
              ? whole(type, new BigInteger(group.getBinary(at, 0).getBytes()))
              : group.getBinary(at, 0).toStringUsingUTF8();
    };
  }

  private static String whole(PrimitiveType type, BigInteger unscaled) {
    return type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
        ? new BigDecimal(unscaled, decimal.getScale()).toString()
        : unscaled.toString();
  }

  private static boolean isDecimal(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation;
  }

  private Type checked(Type type) {
    if (type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED)) {
      LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
      boolean decimal = isDecimal(type.asPrimitiveType());
      boolean readable =
          switch (type.asPrimitiveType().getPrimitiveTypeName()) {
            case DOUBLE, FLOAT -> meaning == null;
            case INT32, INT64 ->
                meaning == null || decimal || meaning instanceof IntLogicalTypeAnnotation;
            case BINARY ->
                meaning == null
                    || decimal
                    || meaning instanceof StringLogicalTypeAnnotation
                    || meaning instanceof EnumLogicalTypeAnnotation;
            case FIXED_LEN_BYTE_ARRAY -> decimal;
            case BOOLEAN, INT96 -> false;
          };
      if (readable) {
        return type;
      }
    }
    throw source.wrongType(type.getName(), "a text or a number");
  }

  private static String[] path(Type type) {
    return new String[] {type.getName()};
  }
}
