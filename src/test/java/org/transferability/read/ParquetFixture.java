package org.transferability.read;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.transferability.read.page.DataFile;

/** Writes small Parquet files row by row with Parquet's example writer. */
public final class ParquetFixture {
  public static final Configuration CONF = new Configuration();

  static final String FLOAT_LIST =
      "optional group features (LIST) { repeated group list { optional float element; } }";

  /** Fills in row i. */
  public interface Row {
    void fill(Group row, int i);
  }

  private ParquetFixture() {}

  public static DataFile write(Path file, String fields, int rows, Row row) throws IOException {
    return write(file, fields, rows, row, builder -> builder);
  }

  public static DataFile write(
      Path file,
      String fields,
      int rows,
      Row row,
      UnaryOperator<ExampleParquetWriter.Builder> options)
      throws IOException {
    MessageType schema = MessageTypeParser.parseMessageType("message m { " + fields + " }");
    ExampleParquetWriter.Builder builder =
        ExampleParquetWriter.builder(new org.apache.hadoop.fs.Path(file.toUri()))
            .withConf(CONF)
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.UNCOMPRESSED);
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer = options.apply(builder).build()) {
      for (int i = 0; i < rows; i++) {
        Group group = groups.newGroup();
        row.fill(group, i);
        writer.write(group);
      }
    }
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    return dataFile(file);
  }

  public static DataFile dataFile(Path file) throws IOException {
    return new DataFile(
        file.toUri().toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis());
  }

  /** Adds a three-level list under Spark's names. */
  public static void addList(Group row, String field, double... values) {
    Group list = row.addGroup(field);
    for (double value : values) {
      Group element = list.addGroup("list");
      if (list.getType()
          .getType("list")
          .asGroupType()
          .getType("element")
          .toString()
          .contains("float")) {
        element.add("element", (float) value);
      } else {
        element.add("element", value);
      }
    }
  }

  /** Features of row i: floats, some of them zero. */
  static double[] vector(int i, int width) {
    double[] values = new double[width];
    for (int j = 0; j < width; j++) {
      values[j] = (i + j) % 5 == 0 ? 0 : (float) Math.sin(1 + i * 31 + j * 0.7);
    }
    return values;
  }
}
