package org.transferability.read;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** What a column holds, told from its Parquet type alone. */
sealed interface ColumnKind {
  /** Leaf columns to fetch. */
  List<ColumnDescriptor> leaves();

  /** One number a row. */
  record Scalar(ColumnDescriptor leaf) implements ColumnKind {
    @Override
    public List<ColumnDescriptor> leaves() {
      return List.of(leaf);
    }
  }

  /**
   * A list of numbers a row. At definition level {@code listLevel} the list is there but empty,
   * below it is null, above it has an element, which is a value at the leaf's highest level only.
   */
  record NumberList(ColumnDescriptor leaf, int listLevel) implements ColumnKind {
    @Override
    public List<ColumnDescriptor> leaves() {
      return List.of(leaf);
    }
  }

  /** MLlib's vector: struct of type (0 sparse, 1 dense), size, indices, values. */
  record MlVector(Scalar type, Scalar size, NumberList indices, NumberList values)
      implements ColumnKind {
    @Override
    public List<ColumnDescriptor> leaves() {
      return List.of(type.leaf(), size.leaf(), indices.leaf(), values.leaf());
    }
  }

  /** Packed little-endian float32. */
  record Packed(ColumnDescriptor leaf) implements ColumnKind {
    @Override
    public List<ColumnDescriptor> leaves() {
      return List.of(leaf);
    }
  }

  /** UTF-8 text. */
  record Text(ColumnDescriptor leaf) implements ColumnKind {
    @Override
    public List<ColumnDescriptor> leaves() {
      return List.of(leaf);
    }
  }

  /** Anything else; {@code type} as the schema writes it. */
  record Other(String type) implements ColumnKind {
    @Override
    public List<ColumnDescriptor> leaves() {
      return List.of();
    }
  }

  /** The kind of a top-level column that exists. */
  static ColumnKind of(MessageType schema, String name) {
    Type type = schema.getType(name);
    List<String> path = List.of(name);
    if (type.isPrimitive()) {
      return ofPrimitive(schema, type.asPrimitiveType());
    }
    ColumnKind list = listOrNull(schema, path, type.asGroupType());
    if (list == null) {
      list = vectorOrNull(schema, name, type.asGroupType());
    }
    return list == null ? new Other(text(type)) : list;
  }

  private static ColumnKind ofPrimitive(MessageType schema, PrimitiveType type) {
    ColumnDescriptor leaf = schema.getColumnDescription(new String[] {type.getName()});
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    if (isNumber(type)) {
      // A repeated number outside a list group is a list by itself, never null.
      return type.isRepetition(Type.Repetition.REPEATED)
          ? new NumberList(leaf, 0)
          : new Scalar(leaf);
    }
    if (type.isRepetition(Type.Repetition.REPEATED)) {
      return new Other(text(type));
    }
    boolean binary = type.getPrimitiveTypeName() == PrimitiveTypeName.BINARY;
    if (binary && annotation instanceof StringLogicalTypeAnnotation) {
      return new Text(leaf);
    }
    boolean bytes = binary || type.getPrimitiveTypeName() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY;
    return bytes && annotation == null ? new Packed(leaf) : new Other(text(type));
  }

  /**
   * A list under any names: a group with one repeated child that is the number itself (two levels)
   * or a group with the number as its only child (three).
   */
  private static NumberList listOrNull(MessageType schema, List<String> path, GroupType group) {
    if (group.getFieldCount() != 1 || group.isRepetition(Type.Repetition.REPEATED)) {
      return null;
    }
    Type repeated = group.getType(0);
    if (!repeated.isRepetition(Type.Repetition.REPEATED)) {
      return null;
    }
    List<String> leaf = new ArrayList<>(path);
    leaf.add(repeated.getName());
    Type element = repeated;
    if (!repeated.isPrimitive()) {
      if (repeated.asGroupType().getFieldCount() != 1) {
        return null;
      }
      element = repeated.asGroupType().getType(0);
      if (element.isRepetition(Type.Repetition.REPEATED)) {
        return null;
      }
      leaf.add(element.getName());
    }
    if (!element.isPrimitive() || !isNumber(element.asPrimitiveType())) {
      return null;
    }
    return new NumberList(
        schema.getColumnDescription(leaf.toArray(String[]::new)),
        schema.getMaxDefinitionLevel(path.toArray(String[]::new)));
  }

  private static MlVector vectorOrNull(MessageType schema, String name, GroupType group) {
    for (String field : List.of("type", "size", "indices", "values")) {
      if (!group.containsField(field)) {
        return null;
      }
    }
    if (group.getFieldCount() != 4
        || group.isRepetition(Type.Repetition.REPEATED)
        || !isWhole(group.getType("type"))
        || !isWhole(group.getType("size"))
        || group.getType("indices").isPrimitive()
        || group.getType("values").isPrimitive()) {
      return null;
    }
    NumberList indices =
        listOrNull(schema, List.of(name, "indices"), group.getType("indices").asGroupType());
    NumberList values =
        listOrNull(schema, List.of(name, "values"), group.getType("values").asGroupType());
    if (indices == null || values == null) {
      return null;
    }
    return new MlVector(
        new Scalar(schema.getColumnDescription(new String[] {name, "type"})),
        new Scalar(schema.getColumnDescription(new String[] {name, "size"})),
        indices,
        values);
  }

  private static boolean isNumber(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE -> true;
      case INT32, INT64 -> isWhole(type);
      case FIXED_LEN_BYTE_ARRAY -> annotation instanceof Float16LogicalTypeAnnotation;
      default -> false;
    };
  }

  /** Not dates, times or decimals, which are whole numbers with another meaning. */
  private static boolean isWhole(Type type) {
    if (!type.isPrimitive() || type.isRepetition(Type.Repetition.REPEATED)) {
      return type.isPrimitive() && isWholePrimitive(type.asPrimitiveType());
    }
    return isWholePrimitive(type.asPrimitiveType());
  }

  private static boolean isWholePrimitive(PrimitiveType type) {
    PrimitiveTypeName name = type.getPrimitiveTypeName();
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return (name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64)
        && (annotation == null || annotation instanceof IntLogicalTypeAnnotation);
  }

  /** Whether a 32-bit column is to be read without a sign. */
  static boolean unsigned32(PrimitiveType type) {
    return type.getPrimitiveTypeName() == PrimitiveTypeName.INT32
        && type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation whole
        && !whole.isSigned();
  }

  private static String text(Type type) {
    return type.toString().replaceAll("\\s+", " ");
  }
}
