package org.transferability.importing.parquet;

import java.util.Arrays;
import java.util.function.DoubleConsumer;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.transferability.importing.source.Cell;
import org.transferability.importing.source.NumberColumn;
import org.transferability.read.page.ColumnKind;
import org.transferability.read.page.Decimals;
import org.transferability.read.page.NumberValues;
import org.transferability.study.InputException;

/**
 * The numbers in one cell of a Parquet column of any shape, flattened in the order of the schema: a
 * number, a list, a list of lists, a struct of numbers. A field or element that is null is NaN;
 * among the fields of a struct, plain numbers come before nested ones.
 */
final class CellNumbers implements Cell {
  private static final long LARGEST_EXACT = 1L << 53;

  private final String name;
  private final String place;
  private final boolean scalar;
  private final CellShape shape = new CellShape();
  private double[] values = new double[16];
  private int count;
  private int keptCount;

  /**
   * @param type of the column
   * @param file for messages
   */
  CellNumbers(Type type, String file) {
    this.name = type.getName();
    this.place = "column '" + name + "' of " + file;
    this.scalar = isScalar(type);
  }

  static boolean isScalar(Type type) {
    return type.isPrimitive() && !type.isRepetition(Type.Repetition.REPEATED);
  }

  void clear() {
    count = 0;
    shape.clear();
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean setsWidth() {
    return count > 0 || scalar;
  }

  @Override
  public NumberColumn keep(String file, long row) {
    if (scalar) {
      return NumberColumn.scalar(name);
    }
    if (shape.hasGaps()) {
      throw new InputException(
          "Cannot read column '%s': expected lists and structs without null or empty ones inside, found %s (%s, row %d)"
              .formatted(name, shape.describe(count), file, row));
    }
    shape.keep();
    keptCount = count;
    return new NumberColumn(name, count, shape.axes(count));
  }

  @Override
  public boolean isKept() {
    return scalar || shape.isKept();
  }

  @Override
  public String kept() {
    return shape.describeKept(keptCount);
  }

  @Override
  public String shape() {
    return shape.describe(count);
  }

  @Override
  public void copyTo(double[] block, int offset) {
    System.arraycopy(values, 0, block, offset, count);
  }

  /** Whether all leaves are numbers, under lists and structs. */
  static boolean isNumeric(Type type) {
    if (type.isPrimitive()) {
      return ColumnKind.isNumber(type.asPrimitiveType());
    }
    return !(type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation)
        && !isVector(type.asGroupType())
        && type.asGroupType().getFields().stream().allMatch(CellNumbers::isNumeric);
  }

  /** MLlib's struct, which the jobs read directly; its fields are not the features. */
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
      case FLOAT, BOOLEAN -> true;
      case FIXED_LEN_BYTE_ARRAY -> annotation instanceof Float16LogicalTypeAnnotation;
      case INT32 ->
          annotation instanceof IntLogicalTypeAnnotation whole && whole.getBitWidth() < 32;
      default -> false;
    };
  }

  Converter converter(Type type) {
    if (!type.isPrimitive()) {
      return new Group(type.asGroupType(), () -> {});
    }
    return new Leaf(type, this::append);
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

  /** A struct or a list: its plain numbers have positions at the start, NaN until they are read. */
  private final class Group extends GroupConverter {
    private final Converter[] fields;
    private final int[] places; // for a list: the position of its length; else -1
    private final int[] counts; // the number of values of each field
    private final int numbers;
    private final Runnable started;
    private int start;

    Group(GroupType type, Runnable started) {
      this.started = started;
      fields = new Converter[type.getFieldCount()];
      places = new int[fields.length];
      counts = new int[fields.length];
      int found = 0;
      for (int f = 0; f < fields.length; f++) {
        Type field = type.getType(f);
        boolean list = field.isRepetition(Type.Repetition.REPEATED);
        places[f] = list ? shape.place() : -1;
        int index = f;
        if (field.isPrimitive()) {
          int place = list ? -1 : found++;
          fields[f] = new Leaf(field, value -> put(index, place, value));
        } else {
          fields[f] = new Group(field.asGroupType(), () -> counts[index]++);
        }
      }
      numbers = found;
    }

    private void put(int field, int place, double value) {
      counts[field]++;
      if (place < 0) {
        append(value);
      } else {
        values[start + place] = value;
      }
    }

    @Override
    public Converter getConverter(int field) {
      return fields[field];
    }

    @Override
    public void start() {
      started.run();
      Arrays.fill(counts, 0);
      start = count;
      for (int i = 0; i < numbers; i++) {
        append(Double.NaN);
      }
    }

    @Override
    public void end() {
      for (int f = 0; f < fields.length; f++) {
        if (places[f] >= 0) {
          shape.add(places[f], counts[f]);
        } else if (counts[f] == 0 && fields[f] instanceof Group) {
          shape.addNull();
        }
      }
    }
  }

  private final class Leaf extends PrimitiveConverter {
    private final boolean unsigned;
    private final int scale; // digits after the point of a DECIMAL, else -1
    private final DoubleConsumer put;

    Leaf(Type type, DoubleConsumer put) {
      this.unsigned = ColumnKind.isUnsigned(type.asPrimitiveType());
      this.scale =
          type.getLogicalTypeAnnotation() instanceof DecimalLogicalTypeAnnotation decimal
              ? decimal.getScale()
              : -1;
      this.put = put;
    }

    @Override
    public void addFloat(float value) {
      put.accept(value);
    }

    @Override
    public void addDouble(double value) {
      put.accept(value);
    }

    @Override
    public void addBoolean(boolean value) {
      put.accept(value ? 1 : 0);
    }

    @Override
    public void addInt(int value) {
      addLong(unsigned ? Integer.toUnsignedLong(value) : value);
    }

    @Override
    public void addLong(long value) {
      if (scale >= 0) {
        put.accept(Decimals.value(value, scale));
        return;
      }
      if (value > LARGEST_EXACT || value < (unsigned ? 0 : -LARGEST_EXACT)) {
        throw new InputException(
            "Cannot read %s: expected whole numbers up to 2^53, which a double holds exactly, found %s"
                .formatted(place, unsigned ? Long.toUnsignedString(value) : value));
      }
      put.accept((double) value);
    }

    @Override
    public void addBinary(Binary value) {
      byte[] bytes = value.getBytesUnsafe();
      put.accept(
          scale >= 0
              ? Decimals.value(bytes, scale)
              : NumberValues.half((short) ((bytes[0] & 0xff) | (bytes[1] << 8))));
    }
  }
}
