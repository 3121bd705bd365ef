package org.transferability.read.page;

import java.util.Map;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;

/**
 * Consecutive rows of a row group. The pages of its columns may contain rows before the first one,
 * which {@link Leaf} passes over, and rows after the last one.
 *
 * @param pages the pages of the columns
 * @param rowsBefore for each column the rows before the first one in its pages
 * @param rows number of rows
 * @param goesOn whether the row group has more rows after the last one
 */
record RowGroupPart(
    PageReadStore pages, Map<ColumnDescriptor, Long> rowsBefore, long rows, boolean goesOn)
    implements PageReadStore {

  /** Pages of columns by column. */
  record Pages(Map<ColumnDescriptor, PagesFromRow> columns, long rows) implements PageReadStore {
    @Override
    public PageReader getPageReader(ColumnDescriptor column) {
      return columns.get(column);
    }

    @Override
    public long getRowCount() {
      return rows;
    }

    @Override
    public void close() {
      columns.values().forEach(PagesFromRow::close);
    }
  }

  @Override
  public PageReader getPageReader(ColumnDescriptor column) {
    return pages.getPageReader(column);
  }

  @Override
  public long getRowCount() {
    return rows;
  }

  @Override
  public void close() {
    pages.close();
  }
}
