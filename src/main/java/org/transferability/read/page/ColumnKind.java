package org.transferability.read.page;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/** The kind of a column, determined from its Parquet type alone. */
public sealed interface ColumnKind {
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
   * A list of numbers a row, or a list of such lists to any depth.
   *
   * <p>{@code levels} contains a definition level for each list, from the outermost inwards: at
   * this level the list is empty, below it is null, above it has an element. The innermost element
   * is a value at the leaf's highest level only.
   */
  record NumberList(ColumnDescriptor leaf, List<Integer> levels) implements ColumnKind {
    public NumberList {
      levels = List.copyOf(levels);
    }

    public boolean isNested() {
      return levels.size() > 1;
    }

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

  /** Any other kind; {@code type} is its text in the schema. */
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
      // A repeated number outside a list group is a list and never null.
      return type.isRepetition(Type.Repetition.REPEATED)
          ? new NumberList(leaf, List.of(0))
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
   * or a group with the number as its only child (three). If there is a list instead of the number,
   * it is a list of lists; the repeated group of the outer list may be the inner one (two levels,
   * nested).
   */
  private static NumberList listOrNull(MessageType schema, List<String> path, GroupType group) {
    List<String> at = new ArrayList<>(path);
    List<Integer> levels = new ArrayList<>();
    Type list = group;
    while (list != null && isList(list.asGroupType(), levels.size())) {
      levels.add(schema.getMaxDefinitionLevel(at.toArray(String[]::new)));
      Type element = list.asGroupType().getType(0);
      at.add(element.getName());
      if (!element.isPrimitive() && element.asGroupType().getFieldCount() == 1) {
        Type only = element.asGroupType().getType(0);
        if (only.isRepetition(Type.Repetition.REPEATED)) {
          list = element;
          continue;
        }
        element = only;
        at.add(element.getName());
      }
      if (element.isPrimitive()) {
        return isNumber(element.asPrimitiveType())
            ? new NumberList(schema.getColumnDescription(at.toArray(String[]::new)), levels)
            : null;
      }
      list = element;
    }
    return null;
  }

  /** Whether a group has one repeated child, and is not repeated unless it is a nested list. */
  private static boolean isList(GroupType group, int depth) {
    LogicalTypeAnnotation annotation = group.getLogicalTypeAnnotation();
    return group.getFieldCount() == 1
        && group.getType(0).isRepetition(Type.Repetition.REPEATED)
        && (annotation == null || annotation instanceof ListLogicalTypeAnnotation)
        && (depth > 0 || !group.isRepetition(Type.Repetition.REPEATED));
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
    if (indices == null || values == null || indices.isNested() || values.isNested()) {
      return null;
    }
    return new MlVector(
        new Scalar(schema.getColumnDescription(new String[] {name, "type"})),
        new Scalar(schema.getColumnDescription(new String[] {name, "size"})),
        indices,
        values);
  }

  /** Whether its values are numbers; not dates, times or other whole numbers with a meaning. */
  static boolean isNumber(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE, BOOLEAN -> true;
      case INT32, INT64 -> isWhole(type) || isDecimal(type);
      case FIXED_LEN_BYTE_ARRAY ->
          annotation instanceof Float16LogicalTypeAnnotation || isDecimal(type);
      case BINARY -> isDecimal(type);
      case INT96 -> false;
    };
  }

  /** Whole numbers, except dates, times and decimals, which have another meaning. */
  static boolean isWhole(Type type) {
    if (!type.isPrimitive()) {
      return false;
    }
    PrimitiveTypeName name = type.asPrimitiveType().getPrimitiveTypeName();
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return (name == PrimitiveTypeName.INT32 || name == PrimitiveTypeName.INT64)
        && (annotation == null || annotation instanceof IntLogicalTypeAnnotation);
  }

  static boolean isDecimal(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation;
  }

  /** Whether whole numbers are unsigned. */
  static boolean isUnsigned(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation whole
        && !whole.isSigned();
  }

  /** The used bits of a 32-bit column: all if signed, or the lowest 8, 16 or 32 if unsigned. */
  static long mask(PrimitiveType type) {
    return type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation whole
            && !whole.isSigned()
        ? (1L << Math.min(32, whole.getBitWidth())) - 1
        : -1L;
  }

  private static String text(Type type) {
    return type.toString().replaceAll("\\s+", " ");
  }
}
