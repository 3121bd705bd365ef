package org.transferability.read;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Byte strings, of one fixed length or each with its own. */
final class BytesValues extends PageValues {
  /** -1: every value carries its length. */
  private final int fixedLength;

  private ByteBuffer plain;
  private ValuesReader reader;

  BytesValues(ColumnDescriptor column) {
    super(column);
    fixedLength =
        column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
            ? column.getPrimitiveType().getTypeLength()
            : -1;
  }

  @Override
  void startPage(Encoding encoding, ByteBuffer data, int count) throws IOException {
    plain = null;
    reader = null;
    if (encoding == Encoding.PLAIN) {
      plain = littleEndian(data);
      plain.limit(0);
    } else {
      reader = reader(encoding, data, count);
    }
  }

  /** The next value, little-endian, between position and limit; valid until the next call. */
  ByteBuffer next() {
    if (plain == null) {
      return reader.readBytes().toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    plain.position(plain.limit()).limit(plain.capacity());
    int length = fixedLength >= 0 ? fixedLength : plain.getInt();
    if (length < 0 || length > plain.remaining()) {
      throw new ParquetDecodingException("value of " + length + " bytes in a shorter page");
    }
    plain.limit(plain.position() + length);
    return plain;
  }
}
