package org.transferability.read;

import java.nio.ByteBuffer;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ParquetDecodingException;
import org.transferability.read.page.BytesValues;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.Float16Check;
import org.transferability.read.page.Leaf;
import org.transferability.read.page.RowProblem;

/** Byte strings that are packed little-endian float32. */
final class PackedFloats extends VectorColumn {
  private final Leaf<BytesValues> leaf;
  private final Float16Check float16 = new Float16Check();
  private float[] floats = new float[0];

  PackedFloats(ColumnKind.Packed kind) {
    leaf = new Leaf<>(kind.leaf(), new BytesValues(kind.leaf()));
  }

  @Override
  void open(PageReadStore store) {
    leaf.start(store);
  }

  @Override
  int readBulk(int n, double[] destination, int offset, int stride, long rowInGroup) {
    int done = 0;
    int width = width();
    while (done < n
        && leaf.more()
        && leaf.definition[leaf.position] == leaf.maxDefinition
        && width > 0) {
      ByteBuffer bytes = leaf.values.next();
      if (bytes.remaining() != 4 * width) {
        throw new RowProblem(
            rowInGroup + done,
            width + " values (" + 4 * width + " bytes)",
            bytes.remaining() + " bytes");
      }
      requireFloat32(bytes, rowInGroup + done);
      widen(bytes, destination, offset + done * stride, width);
      leaf.position++;
      done++;
    }
    return done;
  }

  private void requireFloat32(ByteBuffer bytes, long rowInGroup) {
    if (!float16.isDecided() && float16.add(bytes)) {
      throw new RowProblem(rowInGroup, "packed float32", Float16Check.FOUND, Float16Check.ADVICE);
    }
  }

  private void widen(ByteBuffer bytes, double[] destination, int offset, int n) {
    if (floats.length < n) {
      floats = new float[n];
    }
    bytes.asFloatBuffer().get(floats, 0, n);
    for (int i = 0; i < n; i++) {
      destination[offset + i] = floats[i];
    }
  }

  @Override
  void readRow(RowValues into, long rowInGroup) {
    into.clear();
    if (!leaf.more()) {
      throw new ParquetDecodingException("fewer rows than the row group declares");
    }
    if (leaf.definition[leaf.position++] < leaf.maxDefinition) {
      into.status = RowValues.NULL;
      return;
    }
    ByteBuffer bytes = leaf.values.next();
    if (bytes.remaining() % 4 != 0) {
      throw new RowProblem(
          rowInGroup, "packed float32 (a multiple of 4 bytes)", bytes.remaining() + " bytes");
    }
    requireFloat32(bytes, rowInGroup);
    int n = bytes.remaining() / 4;
    into.reserve(n, rowInGroup);
    widen(bytes, into.values, 0, n);
    into.length = n;
  }

  @Override
  void close(long rows) {
    leaf.requireEnd();
  }
}
