package org.transferability.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/** One Parquet file of rows {@code id, lists or numbers}, written without an object a value. */
final class BenchFileWriter implements AutoCloseable {
  /** A row: its id, and all its values side by side. */
  private record Row(long id, float[] values) {}

  private final ParquetWriter<Row> writer;

  private BenchFileWriter(ParquetWriter<Row> writer) {
    this.writer = writer;
  }

  /** A file with columns id and features. */
  static BenchFileWriter features(Path file, BenchShape shape) throws IOException {
    boolean snappy = shape.encoding() == BenchShape.Encoding.SNAPPY;
    return open(
        file,
        new Columns(List.of("features"), shape.width()),
        snappy ? CompressionCodecName.SNAPPY : CompressionCodecName.UNCOMPRESSED,
        snappy);
  }

  /** A file with columns id and y00000, y00001, ... */
  static BenchFileWriter labels(Path file, BenchShape shape) throws IOException {
    List<String> names = new ArrayList<>();
    for (int t = 0; t < shape.targets(); t++) {
      names.add("y%05d".formatted(t));
    }
    return open(file, new Columns(names, shape.outputs()), CompressionCodecName.SNAPPY, true);
  }

  private static BenchFileWriter open(
      Path file, Columns columns, CompressionCodecName codec, boolean dictionary)
      throws IOException {
    Files.createDirectories(file.getParent());
    return new BenchFileWriter(
        new Builder(new LocalOutputFile(file), columns)
            .withCompressionCodec(codec)
            .withDictionaryEncoding(dictionary)
            .withRowGroupSize(BenchShape.ROW_GROUP)
            .withWriterVersion(ParquetProperties.WriterVersion.PARQUET_1_0)
            .withWriteMode(ParquetFileWriter.Mode.OVERWRITE)
            .build());
  }

  void write(long id, float[] values) throws IOException {
    writer.write(new Row(id, values));
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }

  /** Columns of {@code each} numbers: plain ones if that is one, else lists. */
  private record Columns(List<String> names, int each) {
    MessageType schema() {
      List<Type> fields = new ArrayList<>();
      fields.add(Types.required(PrimitiveTypeName.INT64).named("id"));
      for (String name : names) {
        if (each == 1) {
          fields.add(Types.required(PrimitiveTypeName.FLOAT).named(name));
        } else {
          Type element = Types.optional(PrimitiveTypeName.FLOAT).named("element");
          fields.add(
              Types.optionalGroup()
                  .as(LogicalTypeAnnotation.listType())
                  .addField(Types.repeatedGroup().addField(element).named("list"))
                  .named(name));
        }
      }
      return new MessageType("row", fields);
    }
  }

  private static final class Builder extends ParquetWriter.Builder<Row, Builder> {
    private final Columns columns;

    Builder(OutputFile file, Columns columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    protected WriteSupport<Row> getWriteSupport(Configuration conf) {
      return new Support(columns);
    }
  }

  private static final class Support extends WriteSupport<Row> {
    private final Columns columns;
    private RecordConsumer out;

    Support(Columns columns) {
      this.columns = columns;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    public WriteContext init(Configuration conf) {
      return new WriteContext(columns.schema(), Map.of());
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
      out = consumer;
    }

    @Override
    public void write(Row row) {
      out.startMessage();
      out.startField("id", 0);
      out.addLong(row.id());
      out.endField("id", 0);
      for (int c = 0; c < columns.names().size(); c++) {
        String name = columns.names().get(c);
        out.startField(name, c + 1);
        if (columns.each() == 1) {
          out.addFloat(row.values()[c]);
        } else {
          list(row.values(), c * columns.each(), columns.each());
        }
        out.endField(name, c + 1);
      }
      out.endMessage();
    }

    private void list(float[] values, int from, int count) {
      out.startGroup();
      out.startField("list", 0);
      for (int i = 0; i < count; i++) {
        out.startGroup();
        out.startField("element", 0);
        out.addFloat(values[from + i]);
        out.endField("element", 0);
        out.endGroup();
      }
      out.endField("list", 0);
      out.endGroup();
    }
  }
}
