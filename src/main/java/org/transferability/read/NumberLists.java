package org.transferability.read;

import java.util.Arrays;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ParquetDecodingException;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.Leaf;
import org.transferability.read.page.NumberValues;
import org.transferability.read.page.RowProblem;

/**
 * Lists of numbers, and lists of such lists, whose numbers are read in order. If the levels of a
 * row are those of a full list of the expected length, which is one vectorised comparison, rows are
 * copied in bulk without access to single values. All other rows (nulls, rows that span pages,
 * other lengths) are read entry by entry.
 */
final class NumberLists extends VectorColumn {
  private final Leaf<NumberValues> leaf;
  private final int[] listLevels;
  private final ShapeCounter counter;
  private byte[] fullRepetition = new byte[0];
  private byte[] fullDefinition = new byte[0];

  NumberLists(ColumnKind.NumberList kind) {
    leaf = new Leaf<>(kind.leaf(), new NumberValues(kind.leaf()));
    listLevels = kind.levels().stream().mapToInt(Integer::intValue).toArray();
    counter = kind.isNested() ? new ShapeCounter(listLevels.length) : null;
  }

  @Override
  boolean isNested() {
    return counter != null;
  }

  @Override
  void open(PageReadStore store) {
    leaf.start(store);
  }

  @Override
  int readBulk(int n, double[] destination, int offset, int stride, long rowInGroup) {
    int width = width();
    if (width == 0) {
      return 0;
    }
    prepare(width);
    int done = 0;
    boolean finite = true;
    while (done < n) {
      int rows = fullRows(Math.min(n - done, leaf.available(width) / width), width);
      if (rows == 0) {
        break;
      }
      int at = offset + done * stride;
      if (stride == width) {
        finite &= leaf.values.read(destination, at, rows * width);
      } else {
        for (int r = 0; r < rows; r++) {
          finite &= leaf.values.read(destination, at + r * stride, width);
        }
      }
      leaf.position += rows * width;
      done += rows;
    }
    bulkFinite(finite);
    return done;
  }

  private int fullRows(int most, int width) {
    int rows = 0;
    int at = leaf.position;
    while (rows < most
        && Arrays.mismatch(leaf.repetition, at, at + width, fullRepetition, 0, width) < 0
        && Arrays.mismatch(leaf.definition, at, at + width, fullDefinition, 0, width) < 0) {
      rows++;
      at += width;
    }
    return rows;
  }

  private void prepare(int width) {
    if (fullRepetition.length != width) {
      if (counter == null) {
        fullRepetition = new byte[width];
        Arrays.fill(fullRepetition, 1, width, (byte) 1);
      } else {
        fullRepetition = shape().repetitionLevels();
      }
      fullDefinition = new byte[width];
      Arrays.fill(fullDefinition, (byte) leaf.maxDefinition);
    }
  }

  @Override
  void readRow(RowValues into, long rowInGroup) {
    into.clear();
    if (!leaf.more()) {
      throw new ParquetDecodingException("fewer rows than the row group declares");
    }
    requireRowStart(rowInGroup);
    int first = leaf.definition[leaf.position];
    if (first <= listLevels[0]) {
      into.status = first < listLevels[0] ? RowValues.NULL : RowValues.PRESENT;
      leaf.position++;
      return;
    }
    if (counter != null) {
      counter.start();
    }
    do {
      readRun(into, rowInGroup);
    } while (leaf.more() && leaf.repetition[leaf.position] != 0);
    if (counter != null && into.status != RowValues.NULL) {
      into.shape = counter.finish(rowInGroup);
    }
  }

  /** The decoded entries of this row that are of the same kind: all values, or all null. */
  private void readRun(RowValues into, long rowInGroup) {
    int from = leaf.position;
    int to = from + 1;
    byte level = leaf.definition[from];
    while (to < leaf.limit && leaf.repetition[to] != 0 && leaf.definition[to] == level) {
      to++;
    }
    int n = to - from;
    if (counter != null && !count(from, to, into, rowInGroup)) {
      leaf.position = to;
      return;
    }
    into.reserve(n, rowInGroup);
    if (level == leaf.maxDefinition) {
      leaf.values.read(into.values, into.length, n);
    } else {
      Arrays.fill(into.values, into.length, into.length + n, Double.NaN);
      into.status = into.status == RowValues.NULL ? RowValues.NULL : RowValues.NULL_ELEMENT;
    }
    into.length += n;
    leaf.position = to;
  }

  /** Counts entries of the same kind for the shape; returns whether they are values or null. */
  private boolean count(int from, int to, RowValues into, long rowInGroup) {
    int empty = emptyList(leaf.definition[from]);
    if (empty < 0) {
      // A null in place of a list has no length, so its entries are missing from the row.
      into.status = RowValues.NULL;
      return false;
    }
    for (int i = from; i < to && into.status != RowValues.NULL; i++) {
      counter.entry(leaf.repetition[i], empty, rowInGroup);
    }
    return empty == listLevels.length;
  }

  /**
   * Depth, from 1, of the inner list that is empty at this definition level; the depth of all lists
   * if none is empty, -1 if one is null.
   */
  private int emptyList(int level) {
    for (int k = 1; k < listLevels.length; k++) {
      if (level <= listLevels[k]) {
        return level == listLevels[k] ? k : -1;
      }
    }
    return listLevels.length;
  }

  /** Entries that continue the previous row mean that it is longer than its width. */
  private void requireRowStart(long rowInGroup) {
    if (leaf.repetition[leaf.position] == 0) {
      return;
    }
    if (rowInGroup == 0) {
      throw new ParquetDecodingException("row group starts inside a row");
    }
    throw new RowProblem(
        rowInGroup - 1, expected(), counter == null ? longer() : longerShape(rowInGroup - 1));
  }

  private String longer() {
    long found = width();
    while (leaf.more() && leaf.repetition[leaf.position] != 0) {
      leaf.position++;
      found++;
    }
    return String.valueOf(found);
  }

  private String longerShape(long rowInGroup) {
    counter.resume(shape());
    while (leaf.more() && leaf.repetition[leaf.position] != 0) {
      int empty = emptyList(leaf.definition[leaf.position]);
      if (empty < 0) {
        return "these and a null list";
      }
      counter.entry(leaf.repetition[leaf.position], empty, rowInGroup);
      leaf.position++;
    }
    return counter.finish(rowInGroup).toString();
  }

  @Override
  void close(long rows) {
    if (leaf.more()) {
      requireRowStart(rows);
      leaf.requireEnd();
    }
  }
}
