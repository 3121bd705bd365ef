package org.transferability.ml;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.catalyst.util.AttributeNameParser$;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.transferability.study.InputException;
import scala.jdk.javaapi.CollectionConverters;

/**
 * A column that a Param names: the whole name of a column, dots and all, or as Spark's SQL writes
 * it, {@code a.b} for a field of a struct, {@code `a.b`} for a name with a dot. Capitals matter
 * where {@code spark.sql.caseSensitive} says so.
 */
record NamedColumn(Column column, DataType type) {
  /**
   * Finds a column.
   *
   * @throws InputException if there is none, or more than one
   */
  static NamedColumn of(StructType schema, String name) {
    List<StructField> whole = fields(schema, name);
    if (whole.size() == 1) {
      String quoted = "`" + whole.get(0).name().replace("`", "``") + "`";
      return new NamedColumn(functions.col(quoted), whole.get(0).dataType());
    }
    DataType type = schema;
    for (String part : parts(name)) {
      List<StructField> found =
          type instanceof StructType struct ? fields(struct, part) : List.of();
      if (found.size() != 1) {
        throw new InputException(
            "Cannot use column '%s': expected one column of that name, found %s in %s"
                .formatted(name, found.isEmpty() ? "none" : found.size(), schema.simpleString()));
      }
      type = found.get(0).dataType();
    }
    return new NamedColumn(functions.col(name), type);
  }

  private static List<String> parts(String name) {
    try {
      return CollectionConverters.asJava(AttributeNameParser$.MODULE$.parseAttributeName(name));
    } catch (Exception e) { // an error of analysis, which Scala does not declare
      throw new InputException(
          "Cannot use column '%s': expected a name, or names with dots between them, found a name with open backticks"
              .formatted(name),
          e);
    }
  }

  /**
   * The schema with one more column.
   *
   * @throws InputException if there is one of that name
   */
  static StructType add(StructType schema, String name, DataType type) {
    if (!fields(schema, name).isEmpty()) {
      throw new InputException(
          "Cannot add column '%s': expected a new name (predictionCol), found one that exists (%s)"
              .formatted(name, fields(schema, name).get(0).name()));
    }
    return schema.add(name, type);
  }

  private static List<StructField> fields(StructType schema, String name) {
    boolean exact = SQLConf.get().caseSensitiveAnalysis();
    return Arrays.stream(schema.fields())
        .filter(field -> exact ? field.name().equals(name) : field.name().equalsIgnoreCase(name))
        .toList();
  }
}
