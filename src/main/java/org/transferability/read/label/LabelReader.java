package org.transferability.read.label;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.transferability.read.FeatureColumns;
import org.transferability.read.FileRange;
import org.transferability.read.LabelColumn;
import org.transferability.read.ListShape;
import org.transferability.read.RowColumns;
import org.transferability.read.VectorColumn;
import org.transferability.read.id.IdColumn;
import org.transferability.read.id.IdKind;
import org.transferability.read.id.IdStore;
import org.transferability.read.page.Decoding;
import org.transferability.read.page.ParquetSource;
import org.transferability.study.InputException;

/**
 * Reads label columns, each with its own width, which is that of its first row with a value. The
 * same reader can be used for several files and row groups.
 */
public final class LabelReader {
  /** Receives the labels of one column: rows of a row group in order, a batch at a time. */
  public interface Sink {
    /**
     * A batch of one column.
     *
     * @param column index of the column
     * @param firstRow number of the first row in its row group
     * @param values row-major rows x width, NaN = missing; width 0 if no row so far has a value
     */
    void accept(int column, int firstRow, int rows, double[] values, int width);
  }

  private static final int BATCH_VALUES = 1 << 14;

  private final List<String> names;
  private final int[] widths;

  /** The shapes of the lists of each column; null as long as they are unknown. */
  private final ListShape[] shapes;

  private double[] batch = new double[BATCH_VALUES];

  public LabelReader(List<String> names) {
    this.names = List.copyOf(names);
    this.widths = new int[names.size()];
    this.shapes = new ListShape[names.size()];
  }

  int width(int column) {
    return widths[column];
  }

  /** Columns and the widths found so far. */
  List<LabelColumn> columns() {
    LabelColumn[] columns = new LabelColumn[widths.length];
    Arrays.setAll(columns, c -> new LabelColumn(names.get(c), widths[c]));
    return List.of(columns);
  }

  /** Shapes found so far, null where no row has a value. */
  ListShape shape(int column) {
    return shapes[column];
  }

  /** Receives the ids of a row group before its labels are read. */
  public interface IdSink {
    void accept(IdStore ids, long firstRowInFile, int rows);
  }

  /**
   * Reads row groups.
   *
   * @param idColumn the id, or null: none
   * @throws InputException if the file, a column or a row cannot be read
   */
  public void read(Configuration conf, FileRange range, String idColumn, IdSink ids, Sink sink)
      throws IOException {
    if (!range.isWhole()) {
      throw new IllegalArgumentException("Cannot read labels of a part of a row group");
    }
    try (ParquetSource source = new ParquetSource(conf, range.file())) {
      LabelColumn[] labels = columns().toArray(LabelColumn[]::new);
      RowColumns columns =
          new RowColumns(source, new FeatureColumns(idColumn, null, null, List.of(labels)));
      long firstRow = 0;
      for (int g = 0; g < source.rowGroups().size(); g++) {
        long rows = source.rowGroups().get(g).getRowCount();
        boolean inRange =
            g >= range.firstRowGroup() && (range.endRowGroup() < 0 || g < range.endRowGroup());
        if (inRange && rows > 0) {
          if (rows > Integer.MAX_VALUE - 8) {
            throw new InputException(
                "Cannot read labels: expected row groups of less than 2^31 rows, found "
                    + rows
                    + " ("
                    + range.file().path()
                    + ")");
          }
          group(source, columns, g, (int) rows, firstRow, ids, sink);
        }
        firstRow += rows;
      }
    }
  }

  private void group(
      ParquetSource source,
      RowColumns columns,
      int group,
      int rows,
      long firstRow,
      IdSink idSink,
      Sink sink)
      throws IOException {
    try (PageReadStore store = source.fetch(group, columns.leaves())) {
      read(source, columns, store, rows, firstRow, idSink, sink);
    }
  }

  private void read(
      ParquetSource source,
      RowColumns columns,
      PageReadStore store,
      int rows,
      long firstRow,
      IdSink idSink,
      Sink sink) {
    IdStore ids = new IdStore(columns.id == null ? IdKind.NONE : columns.id.kind());
    Decoding decoding =
        new Decoding(
            source.file().path(), firstRow, row -> row < ids.rows() ? ids.text((int) row) : "");
    decoding.step(() -> readIds(columns.id, store, rows, ids, decoding));
    idSink.accept(ids, firstRow, rows);
    for (int c = 0; c < columns.labels.size(); c++) {
      int column = c;
      VectorColumn values = columns.labels.get(c).values();
      decoding.column(names.get(c));
      decoding.step(
          () -> {
            values.start(store);
            values.expectShape(shapes[column]);
            if (values.width() == 0 && values.findWidth() >= 0) {
              widths[column] = values.width();
            }
            readColumn(column, values, rows, sink);
            values.finish();
            shapes[column] = values.shape();
            return true;
          });
    }
  }

  private static boolean readIds(
      IdColumn column, PageReadStore store, int rows, IdStore ids, Decoding decoding) {
    if (column != null) {
      decoding.column(column.name());
      column.start(store);
      column.read(rows, ids);
      column.finish();
    }
    return true;
  }

  private void readColumn(int column, VectorColumn values, int rows, Sink sink) {
    int width = values.width();
    int most = Math.max(1, BATCH_VALUES / Math.max(1, width));
    if (batch.length < most * width) {
      batch = new double[most * width];
    }
    for (int done = 0; done < rows; done += most) {
      int n = Math.min(most, rows - done);
      values.readLabels(n, batch, 0, width, done);
      sink.accept(column, done, n, batch, width);
    }
  }
}
