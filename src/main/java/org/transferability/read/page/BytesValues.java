package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Byte strings. PLAIN values with a length each are read from the page directly. */
public final class BytesValues extends PageValues {
  private final boolean ownLength;
  private ByteBuffer plain;
  private ValuesReader reader;

  public BytesValues(ColumnDescriptor column) {
    super(column);
    ownLength = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
  }

  @Override
  void startPage(Encoding encoding, ByteBuffer data, int count) throws IOException {
    plain = null;
    reader = null;
    if (encoding == Encoding.PLAIN && ownLength) {
      plain = littleEndian(data);
      plain.limit(0);
    } else {
      reader = reader(encoding, data, count);
    }
  }

  @Override
  void skip(int n) {
    for (int i = 0; i < n; i++) {
      next();
    }
  }

  /** The next value, little-endian, between position and limit; valid until the next call. */
  public ByteBuffer next() {
    if (plain == null) {
      return reader.readBytes().toByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }
    plain.position(plain.limit()).limit(plain.capacity());
    int length = plain.getInt();
    if (length < 0 || length > plain.remaining()) {
      throw new ParquetDecodingException("value of " + length + " bytes in a shorter page");
    }
    plain.limit(plain.position() + length);
    return plain;
  }
}
