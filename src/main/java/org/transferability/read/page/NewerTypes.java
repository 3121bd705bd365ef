package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;
import org.apache.parquet.format.converter.ParquetMetadataConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;

/**
 * Opens files whose footers name logical types of a newer version of the format. Readers should
 * ignore those and read the values as they are stored; Parquet's own footer reader fails with a
 * NullPointerException.
 */
public final class NewerTypes {
  /** Length of the footer and Parquet's mark. */
  private static final int TAIL = 8;

  private NewerTypes() {}

  /** Opens a file with Parquet; if that fails on a newer type, opens it without that type. */
  public static ParquetFileReader open(InputFile input, ParquetReadOptions options)
      throws IOException {
    try {
      return ParquetFileReader.open(input, options);
    } catch (NullPointerException e) {
      FileMetaData footer = footer(input);
      if (!removeUnknown(footer.getSchema())) {
        throw e;
      }
      return ParquetFileReader.open(
          input,
          new ParquetMetadataConverter(options).fromParquetMetadata(footer),
          options,
          input.newStream());
    }
  }

  /** The footer; its length was checked before its schema was read. */
  private static FileMetaData footer(InputFile input) throws IOException {
    try (SeekableInputStream stream = input.newStream()) {
      ByteBuffer tail = ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN);
      stream.seek(input.getLength() - TAIL);
      stream.readFully(tail);
      ByteBuffer footer = ByteBuffer.allocate(tail.getInt(0));
      stream.seek(input.getLength() - TAIL - footer.capacity());
      stream.readFully(footer);
      return Util.readFileMetaData(ByteBufferInputStream.wrap(footer.flip()));
    }
  }

  /** Whether there was one. */
  private static boolean removeUnknown(List<SchemaElement> schema) {
    boolean found = false;
    for (SchemaElement element : schema) {
      LogicalType type = element.getLogicalType();
      if (type != null && type.getSetField() == null) {
        element.unsetLogicalType();
        found = true;
      }
    }
    return found;
  }
}
