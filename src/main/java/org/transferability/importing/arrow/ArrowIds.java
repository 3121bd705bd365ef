package org.transferability.importing.arrow;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VariableWidthFieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType.ArrowTypeID;
import org.apache.arrow.vector.types.pojo.Field;
import org.transferability.importing.source.ArrayBytes;
import org.transferability.importing.source.Id;
import org.transferability.importing.source.IdRows;
import org.transferability.study.InputException;

/** One column of an Arrow table as ids: whole numbers or text. */
public final class ArrowIds implements IdRows {
  private final String file;
  private final String column;
  private final ArrowTable table;
  private long row;

  /**
   * @param column its name, or null: the only one
   */
  public ArrowIds(ArrayBytes bytes, String column) throws IOException {
    this.file = bytes.name();
    this.table = ArrowTable.open(bytes);
    try {
      List<String> names = table.fields().stream().map(Field::getName).toList();
      this.column = IdRows.column(column, names, file);
      Field field = table.column(this.column).getField();
      ArrowTypeID type = field.getType().getTypeID();
      boolean plain = field.getDictionary() == null;
      if (!plain
          || !(type == ArrowTypeID.Int
              || type == ArrowTypeID.Utf8
              || type == ArrowTypeID.LargeUtf8)) {
        throw new InputException(
            "Cannot read ids from column '%s': expected whole numbers or text, found %s (%s)"
                .formatted(this.column, plain ? field.getType() : "a dictionary", file));
      }
    } catch (RuntimeException e) {
      table.close();
      throw e;
    }
  }

  @Override
  public Id next() throws IOException {
    int at = table.next();
    if (at < 0) {
      return null;
    }
    try {
      Id id = id(table.column(column), at);
      row++;
      return id;
    } catch (IndexOutOfBoundsException | NegativeArraySizeException e) {
      throw table.damaged(e);
    }
  }

  private Id id(FieldVector ids, int at) {
    if (ids.isNull(at)) {
      throw new InputException(
          "Cannot read ids from column '%s': expected one in every row, found null (%s, row %d)"
              .formatted(column, file, row));
    }
    return ids instanceof VariableWidthFieldVector texts
        ? new Id.Text(text(texts, at))
        : new Id.Whole(whole(ids, at));
  }

  private long whole(FieldVector ids, int at) {
    long value = ArrowCell.whole(ids, at);
    if (value < 0 && ids instanceof UInt8Vector) {
      throw new InputException(
          "Cannot read ids from column '%s': expected numbers below 2^63, found %s (%s, row %d)"
              .formatted(column, Long.toUnsignedString(value), file, row));
    }
    return value;
  }

  private String text(VariableWidthFieldVector texts, int at) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts.get(at))).toString();
    } catch (CharacterCodingException e) {
      throw new InputException(
          "Cannot read ids from column '%s': expected text in UTF-8, found other bytes (%s, row %d)"
              .formatted(column, file, row),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    table.close();
  }
}
