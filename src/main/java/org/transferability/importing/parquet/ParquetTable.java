package org.transferability.importing.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.transferability.read.page.Damage;
import org.transferability.read.page.DataFile;
import org.transferability.read.page.ParquetSource;

/** Reads columns of a Parquet file, row by row, into converters that keep the current row. */
public final class ParquetTable implements Closeable {
  private final ParquetSource source;
  private MessageType projection;
  private Map<String, ? extends Converter> converters;
  private PageReadStore pages; // null before the first row group
  private RecordReader<Boolean> records;
  private int nextGroup;
  private long left;
  private long row;

  public ParquetTable(Configuration conf, DataFile file) throws IOException {
    this.source = new ParquetSource(conf, file);
  }

  /** The names of the columns of a file. */
  public static List<String> names(Configuration conf, DataFile file) throws IOException {
    try (ParquetTable table = new ParquetTable(conf, file)) {
      return table.schema().getFields().stream().map(Type::getName).toList();
    }
  }

  public MessageType schema() {
    return source.schema();
  }

  /** Sets the columns and their converters; must be called once, before the first row. */
  <C extends Converter> void project(MessageType columns, Map<String, C> into) {
    projection = columns;
    converters = into;
  }

  /** Passes the next row to the converters; false at the end. */
  boolean next() throws IOException {
    while (left == 0) {
      if (nextGroup == source.rowGroups().size()) {
        return false;
      }
      openGroup(nextGroup++);
    }
    try {
      records.read();
    } catch (RuntimeException e) {
      throw Damage.inPages(source.file().path(), "row " + row, e);
    }
    left--;
    row++;
    return true;
  }

  private void openGroup(int group) throws IOException {
    left = source.rowGroups().get(group).getRowCount();
    if (left > 0) {
      closePages();
      pages = source.fetch(group, projection.getColumns());
      try {
        records = new ColumnIOFactory().getColumnIO(projection).getRecordReader(pages, new Row());
      } catch (RuntimeException e) {
        throw Damage.inPages(source.file().path(), "row " + row, e);
      }
    }
  }

  private void closePages() {
    if (pages != null) {
      pages.close();
      pages = null;
    }
  }

  @Override
  public void close() throws IOException {
    closePages();
    source.close();
  }

  /** The root, with one converter for each column. */
  private final class Row extends RecordMaterializer<Boolean> {
    @Override
    public Boolean getCurrentRecord() {
      return Boolean.TRUE;
    }

    @Override
    public GroupConverter getRootConverter() {
      return new GroupConverter() {
        @Override
        public Converter getConverter(int field) {
          return converters.get(projection.getFieldName(field));
        }

        @Override
        public void start() {}

        @Override
        public void end() {}
      };
    }
  }
}
