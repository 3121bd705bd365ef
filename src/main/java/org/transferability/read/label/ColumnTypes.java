package org.transferability.read.label;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.DataFile;
import org.transferability.read.page.ParquetSource;

/** Describes the types of the columns of a file in words. */
public final class ColumnTypes {
  private ColumnTypes() {}

  /**
   * Each top-level column by name, in the order of the file: {@code list of float}, {@code MLlib
   * vector}, {@code packed float32}, {@code double}, {@code decimal(18,6)}, {@code text}, {@code
   * date} and the like.
   *
   * @throws org.transferability.study.InputException if it is not a complete Parquet file
   * @throws IOException if the file system fails
   */
  public static Map<String, String> of(Configuration conf, DataFile file) throws IOException {
    Map<String, String> types = new LinkedHashMap<>();
    try (ParquetSource source = new ParquetSource(conf, file)) {
      for (Type field : source.schema().getFields()) {
        types.put(field.getName(), words(source.kind(field.getName()), field));
      }
    }
    return types;
  }

  static String words(ColumnKind kind, Type field) {
    if (kind instanceof ColumnKind.Scalar scalar) {
      return number(scalar.leaf().getPrimitiveType());
    }
    if (kind instanceof ColumnKind.NumberList list) {
      return "list of "
          + "lists of ".repeat(list.levels().size() - 1)
          + number(list.leaf().getPrimitiveType());
    }
    if (kind instanceof ColumnKind.MlVector) {
      return "MLlib vector";
    }
    if (kind instanceof ColumnKind.Packed) {
      return "packed float32";
    }
    return kind instanceof ColumnKind.Text ? "text" : other(field);
  }

  private static String number(PrimitiveType type) {
    if (ColumnKind.isDecimal(type)) {
      DecimalLogicalTypeAnnotation decimal =
          (DecimalLogicalTypeAnnotation) type.getLogicalTypeAnnotation();
      return "decimal(%d,%d)".formatted(decimal.getPrecision(), decimal.getScale());
    }
    String sign = ColumnKind.isUnsigned(type) ? "unsigned " : "";
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT -> "float";
      case DOUBLE -> "double";
      case BOOLEAN -> "boolean";
      case INT32 -> sign + "int";
      case INT64 -> sign + "long";
      default -> "float16";
    };
  }

  /** A type that is not a number or a text: its meaning if it has one, else its storage type. */
  private static String other(Type field) {
    LogicalTypeAnnotation meaning = field.getLogicalTypeAnnotation();
    if (meaning != null) {
      String name = meaning.toString().toLowerCase(Locale.ROOT);
      int details = name.indexOf('(');
      return switch (details < 0 ? name : name.substring(0, details)) {
        case "list" -> "list of values that are not numbers";
        case "map", "map_key_value" -> "map";
        case "unknown" -> "nulls only, without a type";
        case "enum" -> "text";
        default -> details < 0 ? name : name.substring(0, details);
      };
    }
    if (!field.isPrimitive()) {
      return field.isRepetition(Type.Repetition.REPEATED) ? "list of structs" : "struct";
    }
    return switch (field.asPrimitiveType().getPrimitiveTypeName()) {
      case INT96 -> "timestamp";
      default -> field.isRepetition(Type.Repetition.REPEATED) ? "list of bytes" : "bytes";
    };
  }
}
