package org.transferability.read;

import java.util.Arrays;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ParquetDecodingException;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.Leaf;
import org.transferability.read.page.NumberValues;

/** One number a row: vectors of width 1. */
public final class Numbers extends VectorColumn {
  private static final int CHUNK = 4096;

  private final Leaf<NumberValues> leaf;

  /** As long as the longest read, because with a thousand columns of labels the buffers add up. */
  private byte[] full = new byte[0];

  private double[] chunk = new double[0];

  Numbers(ColumnKind.Scalar kind) {
    leaf = new Leaf<>(kind.leaf(), new NumberValues(kind.leaf()));
  }

  @Override
  void open(PageReadStore store) {
    leaf.start(store);
  }

  @Override
  int readBulk(int n, double[] destination, int offset, int stride, long rowInGroup) {
    int done = 0;
    while (done < n) {
      int most = Math.min(Math.min(n - done, CHUNK), leaf.available(1));
      reserve(most);
      int at = leaf.position;
      int same = Arrays.mismatch(leaf.definition, at, at + most, full, 0, most);
      int rows = same < 0 ? most : same;
      if (rows == 0) {
        return done;
      }
      copy(rows, destination, offset + done * stride, stride);
      leaf.position += rows;
      done += rows;
    }
    return done;
  }

  private void reserve(int rows) {
    if (full.length < rows) {
      full = new byte[rows];
      Arrays.fill(full, (byte) leaf.maxDefinition);
      chunk = new double[rows];
    }
  }

  private void copy(int rows, double[] destination, int offset, int stride) {
    if (stride == 1) {
      leaf.values.read(destination, offset, rows);
      return;
    }
    leaf.values.read(chunk, 0, rows);
    for (int r = 0; r < rows; r++) {
      destination[offset + r * stride] = chunk[r];
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
    leaf.values.read(into.values, 0, 1);
    into.length = 1;
  }

  @Override
  void close(long rows) {
    leaf.requireEnd();
  }
}
