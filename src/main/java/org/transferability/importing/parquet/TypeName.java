package org.transferability.importing.parquet;

import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** The type of a Parquet column without numbers, in words. */
final class TypeName {
  private TypeName() {}

  static String of(Type type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (!type.isPrimitive()) {
      if (annotation instanceof MapLogicalTypeAnnotation) {
        return "a map";
      }
      return CellNumbers.isVector(type.asGroupType())
          ? "an MLlib vector, which jobs/score reads directly"
          : "a list or struct of " + first(type);
    }
    if (annotation instanceof StringLogicalTypeAnnotation
        || annotation instanceof EnumLogicalTypeAnnotation) {
      return "text";
    }
    if (annotation instanceof DateLogicalTypeAnnotation) {
      return "dates";
    }
    if (annotation instanceof TimestampLogicalTypeAnnotation
        || type.asPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.INT96) {
      return "timestamps";
    }
    if (annotation instanceof TimeLogicalTypeAnnotation) {
      return "times";
    }
    return annotation == null ? "bytes" : annotation.toString();
  }

  /** The first of its fields that is not a number. */
  private static String first(Type type) {
    return type.asGroupType().getFields().stream()
        .filter(field -> !CellNumbers.isNumeric(field))
        .findFirst()
        .map(field -> field.isPrimitive() ? of(field) : first(field))
        .orElse("no numbers");
  }
}
