package org.transferability.read.page;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Whole numbers of 32 or 64 bits, as longs; unsigned 64-bit numbers keep their bits. */
public final class LongValues extends PageValues {
  private final boolean wide;
  private final long mask;
  private LongBuffer plain;
  private ValuesReader reader;

  public LongValues(ColumnDescriptor column) {
    super(column);
    wide = column.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT64;
    mask = ColumnKind.mask(column.getPrimitiveType());
  }

  @Override
  void startPage(Encoding encoding, ByteBuffer data, int count) throws IOException {
    plain = null;
    reader = null;
    if (wide && encoding == Encoding.PLAIN) {
      plain = littleEndian(data).asLongBuffer();
    } else {
      reader = reader(encoding, data, count);
    }
  }

  @Override
  void skip(int n) {
    read(new long[n], 0, n);
  }

  public void read(long[] destination, int offset, int n) {
    if (plain != null) {
      plain.get(destination, offset, n);
    } else if (wide) {
      for (int i = 0; i < n; i++) {
        destination[offset + i] = reader.readLong();
      }
    } else {
      for (int i = 0; i < n; i++) {
        destination[offset + i] = reader.readInteger() & mask;
      }
    }
  }
}
