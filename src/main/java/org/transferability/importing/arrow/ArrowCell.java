package org.transferability.importing.arrow;

import java.util.Arrays;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.ValueVector;
import org.apache.arrow.vector.complex.BaseListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.transferability.importing.source.Cell;
import org.transferability.importing.source.NumberColumn;
import org.transferability.read.page.NumberValues;
import org.transferability.study.InputException;

/**
 * The numbers in one cell of an Arrow column, flattened in the order of the schema: a number, a
 * list (also large or of fixed size), a list of lists, a struct of numbers. A null number is NaN.
 */
final class ArrowCell implements Cell {
  private static final long LARGEST_EXACT = 1L << 53;
  private static final int WIDEST = 1 << 20;

  private final String name;
  private final String place;
  private double[] values = new double[16];
  private int count;
  private int[] lists = new int[8]; // the lengths of the lists, an outer one before its inner ones
  private int listCount;
  private int[] first; // the lengths in the first cell
  private String kept;

  /**
   * @param name of the column
   * @param file for messages
   */
  ArrowCell(String name, String file) {
    this.name = name;
    this.place = "column '" + name + "' of " + file;
  }

  /** Whether all leaves are numbers, under lists and structs. */
  static boolean isNumeric(Field field) {
    if (field.getDictionary() != null) {
      return false;
    }
    return switch (field.getType().getTypeID()) {
      case Int, FloatingPoint, Bool -> true;
      case List, LargeList, FixedSizeList, Struct ->
          !field.getChildren().isEmpty()
              && field.getChildren().stream().allMatch(ArrowCell::isNumeric);
      default -> false;
    };
  }

  static boolean isScalar(Field field) {
    return field.getChildren().isEmpty();
  }

  /** Whether all values are floats exactly. */
  static boolean fitsFloat(Field field) {
    ArrowType type = field.getType();
    if (type instanceof ArrowType.FloatingPoint number) {
      return number.getPrecision() != FloatingPointPrecision.DOUBLE;
    }
    if (type instanceof ArrowType.Int whole) {
      return whole.getBitWidth() < 32;
    }
    return field.getChildren().stream().allMatch(ArrowCell::fitsFloat);
  }

  String name() {
    return name;
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public boolean setsWidth() {
    return count > 0;
  }

  @Override
  public void copyTo(double[] block, int offset) {
    System.arraycopy(values, 0, block, offset, count);
  }

  /** Reads a cell; a null list or struct has no numbers. */
  void read(FieldVector column, int row) {
    count = 0;
    listCount = 0;
    if (!column.isNull(row) || isScalar(column.getField())) {
      append(column, row);
    }
  }

  @Override
  public NumberColumn keep(String file, long row) {
    first = Arrays.copyOf(lists, listCount);
    kept = shape();
    return new NumberColumn(name, count, axes());
  }

  @Override
  public String kept() {
    return kept;
  }

  @Override
  public String shape() {
    String axes = axes();
    return axes.isEmpty() ? Integer.toString(count) : axes;
  }

  @Override
  public boolean isKept() {
    return Arrays.equals(lists, 0, listCount, first, 0, first.length);
  }

  /** {@code 2 x 3} for two lists of three, the lengths if they differ; empty for one list. */
  private String axes() {
    if (listCount < 2) {
      return "";
    }
    int inner = lists[1];
    boolean table = listCount == lists[0] + 1;
    for (int i = 1; i < listCount; i++) {
      table &= lists[i] == inner;
    }
    return table
        ? lists[0] + " x " + inner
        : count + " in lists of " + Arrays.toString(Arrays.copyOf(lists, Math.min(8, listCount)));
  }

  private void append(ValueVector vector, int row) {
    boolean nested = vector instanceof BaseListVector || vector instanceof StructVector;
    if (nested && vector.isNull(row)) { // below it are numbers that mean nothing
      throw new InputException(
          "Cannot read %s: expected lists and structs without null ones inside, found null"
              .formatted(place));
    }
    if (vector instanceof BaseListVector list) {
      int start = list.getElementStartIndex(row);
      int end = list.getElementEndIndex(row);
      if (start < 0 || end < start) {
        throw new IndexOutOfBoundsException("a list from " + start + " to " + end);
      }
      addList(end - start);
      append(list.getChildrenFromFields().get(0), start, end);
    } else if (vector instanceof StructVector struct) {
      for (FieldVector field : struct.getChildrenFromFields()) {
        append(field, row);
      }
    } else {
      reserve(1);
      values[count++] = vector.isNull(row) ? Double.NaN : number(vector, row);
    }
  }

  private void append(FieldVector elements, int start, int end) {
    if (elements instanceof Float4Vector floats) {
      reserve(end - start);
      for (int i = start; i < end; i++) {
        values[count++] = floats.isNull(i) ? Double.NaN : floats.get(i);
      }
      return;
    }
    for (int i = start; i < end; i++) {
      append(elements, i);
    }
  }

  private void addList(int length) {
    if (listCount == lists.length) {
      lists = Arrays.copyOf(lists, 2 * lists.length);
    }
    lists[listCount++] = length;
  }

  private void reserve(int more) {
    if (count + (long) more > WIDEST) {
      throw new InputException(
          "Cannot read %s: expected at most 2^20 numbers a row, found more".formatted(place));
    }
    if (count + more > values.length) {
      values = Arrays.copyOf(values, Math.max(count + more, 2 * values.length));
    }
  }

  private double number(ValueVector vector, int row) {
    return switch (vector.getMinorType()) {
      case FLOAT4 -> ((Float4Vector) vector).get(row);
      case FLOAT8 -> ((Float8Vector) vector).get(row);
      case FLOAT2 -> NumberValues.half(((Float2Vector) vector).get(row));
      case BIT -> ((BitVector) vector).get(row);
      default -> {
        long value = whole(vector, row);
        boolean unsigned = vector instanceof UInt8Vector;
        if (value > LARGEST_EXACT || value < (unsigned ? 0 : -LARGEST_EXACT)) {
          throw new InputException(
              "Cannot read %s: expected whole numbers up to 2^53, which a double holds exactly, found %s"
                  .formatted(place, unsigned ? Long.toUnsignedString(value) : value));
        }
        yield value;
      }
    };
  }

  /** A whole number; an unsigned 64-bit number from 2^63 on is negative. */
  static long whole(ValueVector vector, int row) {
    return switch (vector.getMinorType()) {
      case TINYINT -> ((TinyIntVector) vector).get(row);
      case SMALLINT -> ((SmallIntVector) vector).get(row);
      case INT -> ((IntVector) vector).get(row);
      case BIGINT -> ((BigIntVector) vector).get(row);
      case UINT1 -> Byte.toUnsignedLong(((UInt1Vector) vector).get(row));
      case UINT2 -> ((UInt2Vector) vector).get(row);
      case UINT4 -> Integer.toUnsignedLong(((UInt4Vector) vector).get(row));
      case UINT8 -> ((UInt8Vector) vector).get(row);
      default -> throw new IllegalStateException("no whole number: " + vector.getField());
    };
  }
}
