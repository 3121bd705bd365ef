package org.transferability.read;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.Type;

/** What the columns of a file hold, in words: for people who look at a tree. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * Each top-level column by name, in the order of the file: {@code list of float}, {@code MLlib
   * vector}, {@code packed float32}, {@code double}, {@code text}, {@code other}.
   *
   * @throws org.transferability.study.InputException if it is not a whole Parquet file
   * @throws IOException if the file system fails
   */
  public static Map<String, String> of(Configuration conf, DataFile file) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    try (ParquetSource source = new ParquetSource(conf, file)) {
      for (Type field : source.schema().getFields()) {
        types.put(field.getName(), words(source.kind(field.getName())));
      }
    }
    return types;
  }

  private static String words(ColumnKind kind) {
    if (kind instanceof ColumnKind.Scalar scalar) {
      return number(scalar.leaf());
    }
    if (kind instanceof ColumnKind.NumberList list) {
      return "list of " + number(list.leaf());
    }
    if (kind instanceof ColumnKind.MlVector) {
      return "MLlib vector";
    }
    if (kind instanceof ColumnKind.Packed) {
      return "packed float32";
    }
    return kind instanceof ColumnKind.Text ? "text" : "other";
  }

  private static String number(ColumnDescriptor leaf) {
    return switch (leaf.getPrimitiveType().getPrimitiveTypeName()) {
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case INT32 -> "int";
      case INT64 -> "long";
      default -> "float16";
    };
  }
}
