package org.transferability.importing.hdf5;

import io.jhdf.object.datatype.CompoundDataType;
import io.jhdf.object.datatype.DataType;
import io.jhdf.object.datatype.EnumDataType;
import io.jhdf.object.datatype.FixedPoint;
import io.jhdf.object.datatype.FloatingPoint;
import io.jhdf.object.datatype.StringData;
import io.jhdf.object.datatype.VariableLength;
import java.nio.ByteOrder;
import java.util.Map;
import org.transferability.importing.source.NpyType;

/** The type of the elements of a dataset. */
sealed interface ElementType {
  /** Numbers, as numpy has them. */
  record Numbers(NpyType type) implements ElementType {}

  /**
   * Text of a fixed number of bytes.
   *
   * @param padding how shorter ones are filled
   */
  record FixedText(int bytes, StringData.PaddingType padding) implements ElementType {}

  /** Text of any length: its length, and its place in a heap. */
  record HeapText() implements ElementType {}

  /** Neither numbers nor text. */
  record Other(String name) implements ElementType {}

  /** For messages. */
  default String describe() {
    return this instanceof Numbers numbers
        ? numbers.type().toString()
        : this instanceof Other other ? other.name() : "text";
  }

  static ElementType of(DataType type) {
    if (type instanceof FixedPoint whole) {
      return whole(whole, whole.isSigned() ? 'i' : 'u');
    }
    if (type instanceof FloatingPoint number) {
      return floating(number);
    }
    if (type instanceof EnumDataType names) { // h5py writes numpy's bool so
      Map<Integer, String> bool = Map.of(0, "FALSE", 1, "TRUE");
      return names.getBaseType() instanceof FixedPoint base
              && base.getSize() == 1
              && names.getEnumMapping().equals(bool)
          ? whole(base, 'b')
          : new Other("an enumeration");
    }
    if (type instanceof StringData text) {
      return new FixedText(text.getSize(), text.getPaddingType());
    }
    if (type instanceof VariableLength list) {
      return list.isVariableLengthString() ? new HeapText() : new Other("lists of variable length");
    }
    return new Other(
        type instanceof CompoundDataType
            ? "records or complex numbers (a compound type)"
            : "a type that is neither numbers nor text");
  }

  private static ElementType whole(FixedPoint type, char kind) {
    int bits = 8 * type.getSize();
    boolean known = bits == 8 || bits == 16 || bits == 32 || bits == 64;
    return known && type.getBitPrecision() == bits && type.getBitOffset() == 0
        ? new Numbers(new NpyType(kind, type.getSize(), type.getByteOrder()))
        : new Other("whole numbers of %d bits in %d".formatted(type.getBitPrecision(), bits));
  }

  /** IEEE 754 of 2, 4 or 8 bytes, or bfloat16. */
  private static ElementType floating(FloatingPoint type) {
    ByteOrder order = type.getByteOrder();
    if (is(type, 2, 5, 15)) {
      return new Numbers(new NpyType('f', 2, order));
    }
    if (is(type, 4, 8, 127)) {
      return new Numbers(new NpyType('f', 4, order));
    }
    if (is(type, 8, 11, 1023)) {
      return new Numbers(new NpyType('f', 8, order));
    }
    if (is(type, 2, 8, 127)) {
      return new Numbers(new NpyType('B', 2, order));
    }
    return new Other("floating-point numbers of %d bits".formatted(type.getBitPrecision()));
  }

  /** Whether sign, exponent and mantissa fill the bytes in this order, with an implied one. */
  private static boolean is(FloatingPoint type, int bytes, int exponentBits, int bias) {
    int bits = 8 * bytes;
    int mantissaBits = bits - 1 - exponentBits;
    return type.getSize() == bytes
        && type.getBitOffset() == 0
        && type.getBitPrecision() == bits
        && type.getSignLocation() == bits - 1
        && type.getExponentLocation() == mantissaBits
        && type.getExponentSize() == exponentBits
        && type.getMantissaLocation() == 0
        && type.getMantissaSize() == mantissaBits
        && type.getMantissaNormalization() == 2
        && type.getExponentBias() == bias;
  }
}
