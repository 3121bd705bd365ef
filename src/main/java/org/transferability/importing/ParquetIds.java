package org.transferability.importing;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.transferability.study.InputException;
import org.transferability.study.NearestName;

/** One column of a Parquet file as ids: whole numbers or text. */
final class ParquetIds implements IdRows {
  private final String file;
  private final String column;
  private final ParquetTable table;
  private Id id;
  private long row;

  /**
   * @param column its name, or null: the only one
   */
  ParquetIds(Configuration conf, Path path, String column) {
    this.file = path.toString();
    this.table = new ParquetTable(conf, path);
    MessageType schema = table.schema();
    List<String> names = schema.getFields().stream().map(Type::getName).toList();
    this.column = column == null && names.size() == 1 ? names.get(0) : column;
    if (!names.contains(this.column)) {
      throw new InputException(
          "Cannot read ids from %s: no column '%s'; %s"
              .formatted(file, column, NearestName.expected(String.valueOf(column), names)));
    }
    Type type = schema.getType(this.column);
    if (!isId(type)) {
      throw new InputException(
          "Cannot read ids from column '%s': expected whole numbers or text, found %s (%s)"
              .formatted(this.column, type.toString().replaceAll("\\s+", " "), file));
    }
    table.project(new MessageType(schema.getName(), type), Map.of(this.column, new Value()));
  }

  private static boolean isId(Type type) {
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    PrimitiveType primitive = type.asPrimitiveType();
    return switch (primitive.getPrimitiveTypeName()) {
      case INT32, INT64 ->
          type.getLogicalTypeAnnotation() == null
              || type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation;
      case BINARY -> true;
      default -> false;
    };
  }

  @Override
  public Id next() {
    id = null;
    if (!table.next()) {
      return null;
    }
    if (id == null) {
      throw new InputException(
          "Cannot read ids from column '%s': expected one in every row, found null (%s, row %d)"
              .formatted(column, file, row));
    }
    row++;
    return id;
  }

  @Override
  public void close() throws IOException {
    table.close();
  }

  private final class Value extends PrimitiveConverter {
    @Override
    public void addInt(int value) {
      id = new Id.Whole(value);
    }

    @Override
    public void addLong(long value) {
      id = new Id.Whole(value);
    }

    @Override
    public void addBinary(Binary value) {
      id = new Id.Text(value.toStringUsingUTF8());
    }
  }
}
