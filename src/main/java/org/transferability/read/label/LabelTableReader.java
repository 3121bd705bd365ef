package org.transferability.read.label;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.transferability.read.FileRange;
import org.transferability.read.LabelColumn;
import org.transferability.read.id.IdIndex;
import org.transferability.read.id.IdStore;
import org.transferability.read.page.DataFile;
import org.transferability.read.tree.TargetFiles;
import org.transferability.study.InputException;

/** Builds a {@link LabelTable}: first by columns as they are read, then by rows. */
final class LabelTableReader implements LabelReader.Sink, LabelReader.IdSink {
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** Number of rows that are transposed at a time, so that they stay in the cache. */
  static final int BLOCK_ROWS = 256;

  private final TargetFiles files;
  private final String idColumn;
  private final String foldColumn;
  private final LabelReader reader;
  private final double[][] values;
  private final List<Integer> firstRowOfFile = new ArrayList<>();
  private IdStore ids;
  private int firstRowOfGroup;
  private String file;

  LabelTableReader(TargetFiles files, String idColumn, List<String> labels, String foldColumn) {
    this.files = files;
    this.idColumn = idColumn;
    this.foldColumn = foldColumn;
    this.reader = new LabelReader(labels);
    this.values = new double[labels.size()][0];
  }

  LabelTable read(Configuration conf) throws IOException {
    for (DataFile next : files.files()) {
      file = next.path();
      firstRowOfFile.add(rows());
      reader.read(conf, FileRange.all(next), idColumn, this, this);
    }
    if (rows() == 0) {
      throw new InputException(
          "Cannot read labels of "
              + files.dataset()
              + ": expected at least one row, found none in "
              + files.files().size()
              + " files"
              + (files.files().isEmpty() ? "" : " (" + files.files().get(0).path() + ")"));
    }
    IdStore trimmed = ids.trimmed();
    IdIndex index = new IdIndex(trimmed);
    if (index.duplicate() >= 0) {
      throw new InputException(
          "Cannot read labels of "
              + files.dataset()
              + ": expected each id once, found "
              + trimmed.text(index.duplicate())
              + " twice ("
              + where(index.original())
              + " and "
              + where(index.duplicate())
              + ")");
    }
    return new LabelTable(
        files.dataset(),
        reader.columns(),
        trimmed,
        sideBySide(),
        index,
        foldColumn == null ? null : foldHashes(conf));
  }

  /** A separate pass over the fold column, in the same order of rows. */
  private long[] foldHashes(Configuration conf) throws IOException {
    long[] hashes = new long[rows()];
    int[] next = {0};
    LabelReader keys = new LabelReader(List.of());
    for (DataFile each : files.files()) {
      keys.read(
          conf,
          FileRange.all(each),
          foldColumn,
          (group, firstRow, rows) -> {
            for (int row = 0; row < rows; row++) {
              hashes[next[0]++] = RowFolds.hash(group, row);
            }
          },
          (column, firstRow, rows, values, width) -> {});
    }
    return hashes;
  }

  private int rows() {
    return ids == null ? 0 : ids.rows();
  }

  @Override
  public void accept(IdStore groupIds, long firstRowInFile, int rows) {
    if (ids == null) {
      ids = new IdStore(groupIds.kind);
    } else {
      ids.kind.requireIn(file, groupIds.kind, files.files().get(0).path());
    }
    firstRowOfGroup = ids.rows();
    if (rows > LARGEST_ARRAY - ids.rows()) {
      throw tooLarge();
    }
    ids.append(groupIds);
  }

  @Override
  public void accept(int column, int firstRow, int rows, double[] batch, int width) {
    if (width == 0) {
      return;
    }
    long start = (long) (firstRowOfGroup + firstRow) * width;
    long end = start + (long) rows * width;
    if (end > LARGEST_ARRAY) {
      throw tooLarge();
    }
    double[] held = values[column];
    if (end > held.length) {
      // Rows before the first one with a value remain NaN.
      long ofGroup = (long) ids.rows() * width; // all row groups up to this one
      int length = (int) Math.min(LARGEST_ARRAY, Math.max(ofGroup, 2L * held.length));
      double[] grown = Arrays.copyOf(held, length);
      Arrays.fill(grown, held.length, length, Double.NaN);
      values[column] = grown;
    }
    System.arraycopy(batch, 0, values[column], (int) start, rows * width);
  }

  private InputException tooLarge() {
    return new InputException(
        "Cannot read labels of "
            + files.dataset()
            + ": expected less than 2^31 of them, found more"
            + " ("
            + file
            + ")");
  }

  /** Row-major rows x Q. */
  private double[] sideBySide() {
    int rows = rows();
    long total = (long) rows * reader.columns().stream().mapToInt(LabelColumn::width).sum();
    if (total > LARGEST_ARRAY) {
      throw tooLarge();
    }
    int outputs = (int) (total / rows);
    double[] labels = new double[(int) total];
    for (int first = 0; first < rows; first += BLOCK_ROWS) {
      int end = Math.min(rows, first + BLOCK_ROWS);
      int at = 0;
      for (int c = 0; c < values.length; c++) {
        int width = reader.width(c);
        if (width == 1) {
          copyNumbers(values[c], first, end, labels, at, outputs);
        }
        for (int r = first; r < end && width > 1; r++) {
          System.arraycopy(values[c], r * width, labels, r * outputs + at, width);
        }
        at += width;
      }
    }
    Arrays.fill(values, null);
    return labels;
  }

  private static void copyNumbers(
      double[] column, int first, int end, double[] labels, int output, int outputs) {
    for (int r = first; r < end; r++) {
      labels[r * outputs + output] = column[r];
    }
  }

  private String where(int row) {
    int f = firstRowOfFile.size() - 1;
    while (f > 0 && firstRowOfFile.get(f) > row) {
      f--;
    }
    return files.files().get(f).path() + ", row " + (row - firstRowOfFile.get(f));
  }
}
