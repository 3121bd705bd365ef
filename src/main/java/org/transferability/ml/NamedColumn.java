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
 * A column that a Param names: the full name of a column, also with dots, or a name in Spark SQL
 * syntax, {@code a.b} for a field of a struct, {@code `a.b`} for a name with a dot. {@code
 * spark.sql.caseSensitive} decides whether case matters.
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
    } catch (Exception e) { // an analysis error, which Scala does not declare
      throw new InputException(
          "Cannot use column '%s': expected a name, or names separated by dots, found a name with unclosed backticks"
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
          "Cannot add column '%s': expected a new name (predictionCol), found an existing one (%s)"
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
