package org.transferability.sql;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.ShortType;

/**
 * Reads the numbers of one value in Spark's internal form, without an object per number.
 *
 * @param form how they are stored
 * @param element the type of a number
 */
record CatalystNumbers(Form form, DataType element) implements Serializable {
  private static final int VECTOR_FIELDS = 4;

  enum Form {
    NUMBER,
    ARRAY,
    /** An MLlib vector, dense or sparse. */
    VECTOR,
    /** Packed little-endian float32. */
    PACKED
  }

  /** How to read features of this type; empty if they cannot be. */
  static Optional<CatalystNumbers> features(DataType type) {
    return type instanceof BinaryType
        ? Optional.of(new CatalystNumbers(Form.PACKED, type))
        : labels(type).filter(numbers -> numbers.form != Form.NUMBER);
  }

  /** How to read labels of this type; empty if they cannot be. */
  static Optional<CatalystNumbers> labels(DataType type) {
    if (type instanceof NumericType) {
      return Optional.of(new CatalystNumbers(Form.NUMBER, type));
    }
    if (type instanceof ArrayType array && array.elementType() instanceof NumericType) {
      return Optional.of(new CatalystNumbers(Form.ARRAY, array.elementType()));
    }
    return type.equals(SQLDataTypes.VectorType())
        ? Optional.of(new CatalystNumbers(Form.VECTOR, type))
        : Optional.empty();
  }

  /** The number of numbers of a value; -1 for bytes that are not floats. */
  int width(Object value) {
    return switch (form) {
      case NUMBER -> 1;
      case ARRAY -> ((ArrayData) value).numElements();
      case PACKED -> {
        int bytes = ((byte[]) value).length;
        yield bytes % Float.BYTES == 0 ? bytes / Float.BYTES : -1;
      }
      case VECTOR -> {
        InternalRow vector = (InternalRow) value;
        yield isSparse(vector) ? vector.getInt(1) : vector.getArray(3).numElements();
      }
    };
  }

  boolean isPacked() {
    return form == Form.PACKED;
  }

  private static boolean isSparse(InternalRow vector) {
    return vector.getByte(0) == 0;
  }

  /** Copies the {@link #width} numbers of a value; NaN for an element that is null. */
  void copy(Object value, double[] into, int offset) {
    switch (form) {
      case NUMBER -> into[offset] = number(value, element);
      case ARRAY -> copyArray((ArrayData) value, into, offset);
      case PACKED -> {
        ByteBuffer bytes = ByteBuffer.wrap((byte[]) value).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; bytes.hasRemaining(); i++) {
          into[offset + i] = bytes.getFloat();
        }
      }
      case VECTOR -> copyVector((InternalRow) value, into, offset);
    }
  }

  /** The value in a row, which must not be null there. */
  Object of(InternalRow row, int ordinal) {
    return switch (form) {
      case NUMBER -> row.get(ordinal, element);
      case ARRAY -> row.getArray(ordinal);
      case VECTOR -> row.getStruct(ordinal, VECTOR_FIELDS);
      case PACKED -> row.getBinary(ordinal);
    };
  }

  boolean hasNull(Object value) {
    if (form == Form.ARRAY) {
      ArrayData array = (ArrayData) value;
      for (int i = 0; i < array.numElements(); i++) {
        if (array.isNullAt(i)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a label is missing: null or NaN. */
  boolean hasMissing(Object value) {
    if (form == Form.NUMBER) {
      return Double.isNaN(number(value, element));
    }
    double[] copy = new double[width(value)];
    copy(value, copy, 0);
    return Arrays.stream(copy).anyMatch(Double::isNaN);
  }

  private static void copyVector(InternalRow vector, double[] into, int offset) {
    ArrayData values = vector.getArray(3);
    if (!isSparse(vector)) {
      for (int i = 0; i < values.numElements(); i++) {
        into[offset + i] = values.getDouble(i);
      }
      return;
    }
    ArrayData indices = vector.getArray(2);
    Arrays.fill(into, offset, offset + vector.getInt(1), 0);
    for (int i = 0; i < indices.numElements(); i++) {
      into[offset + indices.getInt(i)] = values.getDouble(i);
    }
  }

  private void copyArray(ArrayData array, double[] into, int offset) {
    int width = array.numElements();
    for (int i = 0; i < width; i++) {
      into[offset + i] = array.isNullAt(i) ? Double.NaN : element(array, i);
    }
  }

  private double element(ArrayData array, int i) {
    if (element instanceof FloatType) {
      return array.getFloat(i);
    }
    if (element instanceof DoubleType) {
      return array.getDouble(i);
    }
    if (element instanceof IntegerType) {
      return array.getInt(i);
    }
    if (element instanceof LongType) {
      return array.getLong(i);
    }
    if (element instanceof ShortType) {
      return array.getShort(i);
    }
    if (element instanceof ByteType) {
      return array.getByte(i);
    }
    DecimalType decimal = (DecimalType) element;
    return array.getDecimal(i, decimal.precision(), decimal.scale()).toDouble();
  }

  /** A single number, boxed by Spark. */
  static double number(Object value, DataType type) {
    return type instanceof DecimalType
        ? ((Decimal) value).toDouble()
        : ((Number) value).doubleValue();
  }
}
