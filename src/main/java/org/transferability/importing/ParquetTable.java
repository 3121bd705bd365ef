package org.transferability.importing;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.transferability.study.InputException;

/** Some columns of a Parquet file, row by row, into converters that keep the row they are in. */
final class ParquetTable implements Closeable {
  private final String file;
  private final ParquetFileReader reader;
  private MessageType projection;
  private Map<String, ? extends Converter> converters;
  private RecordReader<Boolean> records;
  private long left;

  ParquetTable(Configuration conf, Path path) {
    this.file = path.toString();
    try {
      this.reader =
          ParquetFileReader.open(
              HadoopInputFile.fromPath(path, conf),
              ParquetReadOptions.builder().usePageChecksumVerification(true).build());
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          "Cannot read %s: expected a whole Parquet file, found: %s".formatted(file, detail(e)), e);
    }
  }

  MessageType schema() {
    return reader.getFileMetaData().getSchema();
  }

  /** Says what is read, and into what; once, before the first row. */
  <C extends Converter> void project(MessageType columns, Map<String, C> into) {
    projection = columns;
    converters = into;
    reader.setRequestedSchema(columns);
  }

  /** Feeds the converters the next row; false at the end. */
  boolean next() {
    try {
      while (left == 0) {
        PageReadStore group = reader.readNextRowGroup();
        if (group == null) {
          return false;
        }
        MessageColumnIO columns = new ColumnIOFactory().getColumnIO(projection);
        records = columns.getRecordReader(group, new Row());
        left = group.getRowCount();
      }
      records.read();
      left--;
      return true;
    } catch (IOException | RuntimeException e) {
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InputException input) {
          throw input;
        }
      }
      throw new InputException(
          "Cannot read %s: expected a whole Parquet file, found damaged data (%s)"
              .formatted(file, detail(e)),
          e);
    }
  }

  private static String detail(Throwable error) {
    Throwable cause = error;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }

  /** The root: one converter a column. */
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
