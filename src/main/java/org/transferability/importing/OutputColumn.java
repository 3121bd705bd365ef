package org.transferability.importing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;

/**
 * An output column of numbers.
 *
 * @param name of the column
 * @param places the positions of its numbers in the row's block
 * @param form how they are stored
 * @param narrow float32, else float64
 */
record OutputColumn(String name, int[] places, Form form, boolean narrow) {
  enum Form {
    LIST,
    /** A list; null if all its numbers are missing. */
    OPTIONAL_LIST,
    /** A number; null if it is missing. */
    OPTIONAL_NUMBER,
    PACKED
  }

  /** Of a number, for the manifest and messages. */
  String typeName() {
    return narrow ? "float32" : "float64";
  }

  Type type() {
    PrimitiveTypeName number = narrow ? PrimitiveTypeName.FLOAT : PrimitiveTypeName.DOUBLE;
    return switch (form) {
      case LIST -> Types.requiredList().requiredElement(number).named(name);
      case OPTIONAL_LIST -> Types.optionalList().requiredElement(number).named(name);
      case OPTIONAL_NUMBER -> Types.optional(number).named(name);
      case PACKED -> Types.required(PrimitiveTypeName.BINARY).named(name);
    };
  }

  void write(RecordConsumer out, int field, double[] block, int offset) {
    if (form != Form.LIST && form != Form.PACKED && missing(block, offset)) {
      return;
    }
    out.startField(name, field);
    switch (form) {
      case LIST, OPTIONAL_LIST -> writeList(out, block, offset);
      case OPTIONAL_NUMBER -> number(out, block[offset + places[0]]);
      case PACKED -> writePacked(out, block, offset);
    }
    out.endField(name, field);
  }

  /** Whether some of its numbers are missing. */
  boolean hasGap(double[] block, int offset) {
    for (int place : places) {
      if (Double.isNaN(block[offset + place])) {
        return true;
      }
    }
    return false;
  }

  private boolean missing(double[] block, int offset) {
    for (int place : places) {
      if (!Double.isNaN(block[offset + place])) {
        return false;
      }
    }
    return true;
  }

  private void writeList(RecordConsumer out, double[] block, int offset) {
    out.startGroup();
    out.startField("list", 0);
    for (int place : places) {
      out.startGroup();
      out.startField("element", 0);
      number(out, block[offset + place]);
      out.endField("element", 0);
      out.endGroup();
    }
    out.endField("list", 0);
    out.endGroup();
  }

  private void number(RecordConsumer out, double value) {
    if (narrow) {
      out.addFloat((float) value);
    } else {
      out.addDouble(value);
    }
  }

  private void writePacked(RecordConsumer out, double[] block, int offset) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * places.length).order(ByteOrder.LITTLE_ENDIAN);
    for (int place : places) {
      bytes.putFloat((float) block[offset + place]);
    }
    out.addBinary(Binary.fromConstantByteArray(bytes.array()));
  }
}
