package org.transferability.read;

import java.util.Arrays;
import org.apache.parquet.column.page.PageReadStore;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.RowProblem;

/**
 * MLlib vectors, dense and sparse mixed. Four leaf columns are read together; runs of dense rows
 * read their values in bulk.
 */
final class MlVectors extends VectorColumn {
  private static final int CHUNK = 1024;
  private static final double DENSE = 1;
  private static final double SPARSE = 0;

  private final Numbers types;
  private final Numbers sizes;
  private final NumberLists indices;
  private final NumberLists values;

  private final double[] type = new double[CHUNK];
  private int typeAt;
  private int typeLimit;
  private long typesLeft;

  private final RowValues size = new RowValues();
  private final RowValues index = new RowValues();
  private final RowValues value = new RowValues();

  MlVectors(ColumnKind.MlVector kind) {
    types = new Numbers(kind.type());
    types.expectWidth(1);
    sizes = new Numbers(kind.size());
    indices = new NumberLists(kind.indices());
    values = new NumberLists(kind.values());
  }

  @Override
  void open(PageReadStore store) {
    types.start(store);
    sizes.start(store);
    indices.start(store);
    values.start(store);
    typesLeft = store.getRowCount();
    typeAt = 0;
    typeLimit = 0;
  }

  /** The vector types of the rows ahead, read a chunk at a time. */
  private int typesReady() {
    if (typeAt == typeLimit && typesLeft > 0) {
      typeLimit = (int) Math.min(CHUNK, typesLeft);
      types.read(typeLimit, type, 0, 1);
      typesLeft -= typeLimit;
      typeAt = 0;
    }
    return typeLimit - typeAt;
  }

  @Override
  int readBulk(int n, double[] destination, int offset, int stride, long rowInGroup) {
    int done = 0;
    values.expectWidth(width());
    while (done < n) {
      int dense = 0;
      int most = Math.min(n - done, typesReady());
      while (dense < most && type[typeAt + dense] == DENSE) {
        dense++;
      }
      long row = rowInGroup + done;
      int rows = values.readBulk(dense, destination, offset + done * stride, stride, row);
      for (int r = 0; r < rows; r++) {
        sizes.readRow(size, row + r);
        indices.readRow(index, row + r);
      }
      typeAt += rows;
      done += rows;
      if (rows == 0 || rows < dense) {
        return done;
      }
    }
    return done;
  }

  @Override
  void readRow(RowValues into, long rowInGroup) {
    into.clear();
    if (typesReady() == 0) {
      throw new IllegalStateException("read past the row group");
    }
    double rowType = type[typeAt];
    boolean isNull = types.status(typeAt) == RowValues.NULL;
    typeAt++;
    sizes.readRow(size, rowInGroup);
    indices.readRow(index, rowInGroup);
    if (isNull) {
      values.readRow(value, rowInGroup);
      into.status = RowValues.NULL;
    } else if (rowType == DENSE) {
      values.readRow(into, rowInGroup);
    } else if (rowType == SPARSE) {
      values.readRow(value, rowInGroup);
      scatter(into, rowInGroup);
    } else {
      throw new RowProblem(rowInGroup, "vector type 0 or 1", String.valueOf((long) rowType));
    }
  }

  private void scatter(RowValues into, long rowInGroup) {
    if (size.length != 1 || index.length != value.length) {
      throw new RowProblem(
          rowInGroup,
          "a sparse vector with a size and as many indices as values",
          index.length
              + " indices, "
              + value.length
              + " values"
              + (size.length == 1 ? "" : ", no size"));
    }
    double n = size.values[0];
    if (n < 0 || n > RowValues.MAX_LENGTH) {
      throw new RowProblem(
          rowInGroup, "a vector size up to " + RowValues.MAX_LENGTH, String.valueOf((long) n));
    }
    into.reserve((int) n, rowInGroup);
    into.length = (int) n;
    into.status = value.status;
    Arrays.fill(into.values, 0, into.length, 0);
    for (int i = 0; i < index.length; i++) {
      double at = index.values[i];
      // Also false for NaN, a null index.
      if (!(at >= 0 && at < n)) {
        throw new RowProblem(rowInGroup, "indices in [0, " + (int) n + ")", String.valueOf(at));
      }
      into.values[(int) at] = value.values[i];
    }
  }

  @Override
  void close(long rows) {
    types.close(rows);
    sizes.close(rows);
    indices.close(rows);
    values.close(rows);
  }
}
