package org.transferability.importing;

import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.transferability.study.InputException;

/**
 * The numbers in one cell of a Parquet column of any shape, flattened in the order of the schema: a
 * number, a list, a list of lists, a struct of numbers. A field or element that is null is NaN; of
 * a struct's fields the plain numbers come before the nested ones.
 */
final class CellNumbers {
  private static final long LARGEST_EXACT = 1L << 53;

  private final String place;
  private double[] values = new double[16];
  private int count;

  /**
   * @param place the column and the file, for messages
   */
  CellNumbers(String place) {
    this.place = place;
  }

  void clear() {
    count = 0;
  }

  int count() {
    return count;
  }

  void copyTo(double[] block, int offset) {
    System.arraycopy(values, 0, block, offset, count);
  }

  /** Whether all leaves are numbers, under lists and structs. */
  static boolean isNumeric(Type type) {
    if (type.isPrimitive()) {
      return isNumber(type.asPrimitiveType());
    }
    return !(type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation)
        && !isVector(type.asGroupType())
        && type.asGroupType().getFields().stream().allMatch(CellNumbers::isNumeric);
  }

  /** MLlib's own struct, which the jobs read as it is: its fields are not the features. */
  static boolean isVector(GroupType type) {
    return type.getFieldCount() == 4
        && type.containsField("type")
        && type.containsField("size")
        && type.containsField("indices")
        && type.containsField("values");
  }

  /** Whether all values are floats exactly. */
  static boolean fitsFloat(Type type) {
    if (!type.isPrimitive()) {
      return type.asGroupType().getFields().stream().allMatch(CellNumbers::fitsFloat);
    }
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.asPrimitiveType().getPrimitiveTypeName()) {
      case FLOAT, BOOLEAN, FIXED_LEN_BYTE_ARRAY -> true;
      case INT32 ->
          annotation instanceof IntLogicalTypeAnnotation whole && whole.getBitWidth() < 32;
      default -> false;
    };
  }

  private static boolean isNumber(PrimitiveType type) {
    LogicalTypeAnnotation annotation = type.getLogicalTypeAnnotation();
    return switch (type.getPrimitiveTypeName()) {
      case FLOAT, DOUBLE, BOOLEAN -> true;
      case INT32, INT64 -> annotation == null || annotation instanceof IntLogicalTypeAnnotation;
      case FIXED_LEN_BYTE_ARRAY -> annotation instanceof Float16LogicalTypeAnnotation;
      default -> false;
    };
  }

  /** What takes the values of a column of this type. */
  Converter converter(Type type) {
    if (!type.isPrimitive()) {
      return new Group(type.asGroupType());
    }
    return new Leaf(unsigned(type)) {
      @Override
      void put(double value) {
        append(value);
      }
    };
  }

  private static boolean unsigned(Type type) {
    return type.getLogicalTypeAnnotation() instanceof IntLogicalTypeAnnotation whole
        && !whole.isSigned();
  }

  private void append(double value) {
    if (count == values.length) {
      if (count >= 1 << 20) {
        throw new InputException(
            "Cannot read %s: expected at most 2^20 numbers a row, found more".formatted(place));
      }
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  /** A struct or a list: its plain numbers get their places at the start, NaN until they come. */
  private final class Group extends GroupConverter {
    private final Converter[] fields;
    private final int numbers;
    private int start;

    Group(GroupType type) {
      fields = new Converter[type.getFieldCount()];
      int found = 0;
      for (int f = 0; f < fields.length; f++) {
        Type field = type.getType(f);
        if (field.isPrimitive() && !field.isRepetition(Type.Repetition.REPEATED)) {
          int place = found++;
          fields[f] =
              new Leaf(unsigned(field)) {
                @Override
                void put(double value) {
                  values[start + place] = value;
                }
              };
        } else {
          fields[f] = converter(field);
        }
      }
      numbers = found;
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      start = count;
      for (int i = 0; i < numbers; i++) {
        append(Double.NaN);
      }
    }

    @Override
    public void end() {}
  }

  /** One number of any type. */
  private abstract class Leaf extends PrimitiveConverter {
    private final boolean unsigned;

    Leaf(boolean unsigned) {
      this.unsigned = unsigned;
    }

    abstract void put(double value);

    @Override
    public void addFloat(float value) {
      put(value);
    }

    @Override
    public void addDouble(double value) {
      put(value);
    }

    @Override
    public void addBoolean(boolean value) {
      put(value ? 1 : 0);
    }

    @Override
    public void addInt(int value) {
      put(unsigned ? (double) Integer.toUnsignedLong(value) : value);
    }

    @Override
    public void addLong(long value) {
      if (value > LARGEST_EXACT || value < -LARGEST_EXACT) {
        throw new InputException(
            "Cannot read %s: expected whole numbers up to 2^53, which a double holds exactly, found %s"
                .formatted(place, unsigned ? Long.toUnsignedString(value) : value));
      }
      put((double) value);
    }

    @Override
    public void addBinary(Binary value) {
      byte[] bytes = value.getBytesUnsafe();
      put(NpyType.half((short) ((bytes[0] & 0xff) | (bytes[1] << 8))));
    }
  }
}
