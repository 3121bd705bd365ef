package org.transferability.importing.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.BadConfigurationException;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.MessageColumnIO;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.transferability.read.page.NewerTypes;
import org.transferability.study.InputException;

/** Reads columns of a Parquet file, row by row, into converters that keep the current row. */
public final class ParquetTable implements Closeable {
  private final String file;
  private final Configuration conf;
  private final ParquetFileReader reader;
  private MessageType projection;
  private Map<String, ? extends Converter> converters;
  private RecordReader<Boolean> records;
  private long left;

  public ParquetTable(Configuration conf, Path path) {
    this.file = path.toString();
    this.conf = conf;
    try {
      this.reader =
          NewerTypes.open(
              HadoopInputFile.fromPath(path, conf),
              ParquetReadOptions.builder().usePageChecksumVerification(true).build());
    } catch (IOException | RuntimeException e) {
      throw new InputException(
          "Cannot read %s: expected a complete Parquet file, found: %s".formatted(file, detail(e)),
          e);
    }
  }

  public MessageType schema() {
    return reader.getFileMetaData().getSchema();
  }

  /** Sets the columns and their converters; must be called once, before the first row. */
  <C extends Converter> void project(MessageType columns, Map<String, C> into) {
    projection = columns;
    converters = into;
    reader.setRequestedSchema(columns);
    CodecFactory codecs = new CodecFactory(conf, 0);
    codecsInUse().forEach(codec -> requireCodec(codecs, codec));
    codecs.release();
  }

  /** The codecs of the columns that are read. */
  private Set<CompressionCodecName> codecsInUse() {
    Set<CompressionCodecName> names = new LinkedHashSet<>();
    for (BlockMetaData group : reader.getRowGroups()) {
      for (ColumnChunkMetaData chunk : group.getColumns()) {
        if (projection.containsField(chunk.getPath().toArray()[0])) {
          names.add(chunk.getCodec());
        }
      }
    }
    return names;
  }

  /** A missing codec is not an error in the file. */
  private void requireCodec(CodecFactory codecs, CompressionCodecName name) {
    try {
      codecs.getDecompressor(name);
    } catch (BadConfigurationException e) {
      throw new InputException(
          "Cannot read %s: expected a compression that can be read here (none, snappy, gzip, zstd, lz4_raw), found %s; write the file again with one of these, or put the class %s on the class path (-- --jars)"
              .formatted(file, name, name.getHadoopCompressionCodecClassName()),
          e);
    }
  }

  /** Passes the next row to the converters; false at the end. */
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
      boolean lz4 = codecsInUse().contains(CompressionCodecName.LZ4);
      throw new InputException(
          lz4
              ? "Cannot read %s: expected pages compressed as Hadoop's LZ4, found others (%s); write the file again with lz4_raw, zstd or snappy"
                  .formatted(file, detail(e))
              : "Cannot read %s: expected a complete Parquet file, found damaged data (%s)"
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
