package org.transferability.importing.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.DataFile;
import org.transferability.study.InputException;

/** One column of a Parquet file as ids: whole numbers or text. */
public final class ParquetIds implements IdRows {
  private final String file;
  private final String column;
  private final ParquetTable table;
  private final boolean unsigned;
  private Id id;
  private long row;

  /**
   * @param column its name, or null: the only one
   */
  public ParquetIds(Configuration conf, DataFile source, String column) throws IOException {
    this.file = source.path();
    this.table = new ParquetTable(conf, source);
    MessageType schema = table.schema();
    List<String> names = schema.getFields().stream().map(Type::getName).toList();
    this.column = IdRows.column(column, names, file);
    Type type = schema.getType(this.column);
    if (!isId(type)) {
      throw new InputException(
          "Cannot read ids from column '%s': expected whole numbers or text, found %s (%s)"
              .formatted(this.column, type.toString().replaceAll("\\s+", " "), file));
    }
    this.unsigned = ColumnKind.isUnsigned(type.asPrimitiveType());
    table.project(new MessageType(schema.getName(), type), Map.of(this.column, new Value()));
  }

  private static boolean isId(Type type) {
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      return false;
    }
    PrimitiveType primitive = type.asPrimitiveType();
    return switch (primitive.getPrimitiveTypeName()) {
      case INT32, INT64 -> ColumnKind.isWhole(type);
      case BINARY -> {
        LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
        yield annotation == null
            || annotation instanceof StringLogicalTypeAnnotation
            || annotation instanceof EnumLogicalTypeAnnotation;
      }
      default -> false;
    };
  }

  @Override
  public Id next() throws IOException {
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
      id = new Id.Whole(unsigned ? Integer.toUnsignedLong(value) : value);
    }

    @Override
    public void addLong(long value) {
      if (unsigned && value < 0) {
        throw new InputException(
            "Cannot read ids from column '%s': expected numbers below 2^63, found %s (%s, row %d)"
                .formatted(column, Long.toUnsignedString(value), file, row));
      }
      id = new Id.Whole(value);
    }

    @Override
    public void addBinary(Binary value) {
      try {
        ByteBuffer bytes = value.toByteBuffer().duplicate();
        id = new Id.Text(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
      } catch (CharacterCodingException e) {
        throw new InputException(
            "Cannot read ids from column '%s': expected text in UTF-8, found other bytes (%s, row %d)"
                .formatted(column, file, row),
            e);
      }
    }
  }
}
