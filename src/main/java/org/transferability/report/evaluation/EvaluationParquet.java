package org.transferability.report.evaluation;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * A table as a directory with one Parquet file, written by Parquet's own record writer: starting
 * Spark would take longer than the whole evaluation. Texts are strings, whole numbers ints, other
 * numbers doubles (NaN stays NaN).
 */
final class EvaluationParquet {
  private static final String FILE = "part-00000.snappy.parquet";

  private EvaluationParquet() {}

  static void write(EvaluationTable table, Configuration conf, String directory)
      throws IOException {
    MessageType schema =
        new MessageType(
            "evaluation", table.columns().stream().map(EvaluationParquet::type).toList());
    SimpleGroupFactory groups = new SimpleGroupFactory(schema);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(
                HadoopOutputFile.fromPath(new Path(new Path(directory), FILE), conf))
            .withConf(conf)
            .withType(schema)
            .withCompressionCodec(CompressionCodecName.SNAPPY)
            .build()) {
      for (List<Object> row : table.rows()) {
        writer.write(filled(groups.newGroup(), table.columns(), row));
      }
    }
  }

  private static Type type(EvaluationTable.Column column) {
    return switch (column.kind()) {
      case TEXT ->
          Types.required(PrimitiveTypeName.BINARY)
              .as(LogicalTypeAnnotation.stringType())
              .named(column.name());
      case WHOLE -> Types.required(PrimitiveTypeName.INT32).named(column.name());
      case NUMBER -> Types.required(PrimitiveTypeName.DOUBLE).named(column.name());
    };
  }

  private static Group filled(Group group, List<EvaluationTable.Column> columns, List<Object> row) {
    for (int i = 0; i < row.size(); i++) {
      switch (columns.get(i).kind()) {
        case TEXT -> group.add(i, (String) row.get(i));
        case WHOLE -> group.add(i, (int) (Integer) row.get(i));
        case NUMBER -> group.add(i, (double) (Double) row.get(i));
      }
    }
    return group;
  }
}
