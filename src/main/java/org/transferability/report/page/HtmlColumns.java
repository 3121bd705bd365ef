package org.transferability.report.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of report.html: arrays of little-endian numbers in base64, each in a separate element
 * that the page decodes when it is needed. In JSON a column is {@code {id, as, values?, scale?}}:
 * {@code as} names the array (f64, f32, u8, u16, u32); with {@code values} its numbers are indices
 * into that list; {@code scale} share is n/254 (255: NaN), decibel 10^((n-1)/10) (0: NaN, 255:
 * infinite).
 */
final class HtmlColumns {
  /** How numbers are stored. */
  enum Precision {
    /** All digits. */
    EXACT,
    /** Four bytes, or one if only the order of magnitude is relevant. */
    COMPACT
  }

  private static final int ABSENT_SHARE = 255;
  private static final int INFINITE = 255;

  private final Precision precision;
  private final List<String> columns = new ArrayList<>();
  private long characters;

  HtmlColumns(Precision precision) {
    this.precision = precision;
  }

  /** The packed columns; the id of each is {@code c} and its index. */
  List<String> packed() {
    return columns;
  }

  /** The number of characters of all of them. */
  long characters() {
    return characters;
  }

  /** The largest number of characters of a column of this kind, without its dictionary. */
  static long cost(HtmlField.Kind kind, long cells, Precision precision) {
    int bytes =
        switch (kind) {
          case NUMBER -> precision == Precision.EXACT ? Double.BYTES : Float.BYTES;
          case SHARE, DECIBEL -> precision == Precision.EXACT ? Double.BYTES : 1;
          case WHOLE, TEXT -> Short.BYTES;
        };
    return 4 * (cells * bytes / 3 + 1);
  }

  /** Packs numbers; null if all are NaN. */
  ObjectNode numbers(HtmlField.Kind kind, double[] cells) {
    if (Arrays.stream(cells).allMatch(Double::isNaN)) {
      return null;
    }
    if (kind == HtmlField.Kind.WHOLE) {
      Map<Double, Integer> codes = new LinkedHashMap<>();
      for (double cell : cells) {
        codes.putIfAbsent(cell, codes.size());
      }
      if (codes.size() <= 1 << Character.SIZE) {
        ArrayNode values = JsonNodeFactory.instance.arrayNode();
        codes.keySet().forEach(value -> addNumber(values, value));
        return dictionary(Arrays.stream(cells).mapToInt(codes::get).toArray(), values);
      }
    }
    if (precision == Precision.EXACT) {
      byte[] bytes = new byte[cells.length * Double.BYTES];
      ByteBuffer buffer = over(bytes);
      for (double cell : cells) {
        buffer.putDouble(cell);
      }
      return stored("f64", bytes);
    }
    return switch (kind) {
      case SHARE -> bytes(cells, "share");
      case DECIBEL -> bytes(cells, "decibel");
      default -> floats(cells);
    };
  }

  /** Packs texts, null for missing ones; null if all are missing or empty. */
  ObjectNode texts(String[] cells) {
    Map<String, Integer> codes = new LinkedHashMap<>();
    codes.put("", 0);
    int[] numbers = new int[cells.length];
    for (int i = 0; i < cells.length; i++) {
      String cell = cells[i] == null ? "" : cells[i];
      codes.putIfAbsent(cell, codes.size());
      numbers[i] = codes.get(cell);
    }
    if (codes.size() == 1) {
      return null;
    }
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    codes.keySet().forEach(values::add);
    return dictionary(numbers, values);
  }

  /** Packs whole numbers from 0 on, in as few bytes as the largest needs. */
  ObjectNode indexes(int[] cells) {
    int largest = Arrays.stream(cells).max().orElse(0);
    int width =
        largest < 1 << Byte.SIZE ? 1 : largest < 1 << Short.SIZE ? Short.BYTES : Integer.BYTES;
    byte[] bytes = new byte[cells.length * width];
    ByteBuffer buffer = over(bytes);
    for (int cell : cells) {
      switch (width) {
        case 1 -> buffer.put((byte) cell);
        case Short.BYTES -> buffer.putShort((short) cell);
        default -> buffer.putInt(cell);
      }
    }
    return stored("u" + width * Byte.SIZE, bytes);
  }

  private ObjectNode dictionary(int[] codes, ArrayNode values) {
    ObjectNode column = indexes(codes);
    column.set("values", values);
    return column;
  }

  private ObjectNode floats(double[] cells) {
    byte[] bytes = new byte[cells.length * Float.BYTES];
    ByteBuffer buffer = over(bytes);
    for (double cell : cells) {
      buffer.putFloat((float) cell);
    }
    return stored("f32", bytes);
  }

  private ObjectNode bytes(double[] cells, String scale) {
    byte[] bytes = new byte[cells.length];
    for (int i = 0; i < cells.length; i++) {
      bytes[i] = (byte) (scale.equals("share") ? share(cells[i]) : decibel(cells[i]));
    }
    ObjectNode column = stored("u8", bytes);
    column.put("scale", scale);
    return column;
  }

  private static int share(double cell) {
    if (Double.isNaN(cell)) {
      return ABSENT_SHARE;
    }
    int code = (int) Math.round(254 * cell);
    return cell > 0 ? Math.max(1, code) : code; // a positive probability must not become 0
  }

  private static int decibel(double cell) {
    if (Double.isNaN(cell)) {
      return 0;
    }
    if (Double.isInfinite(cell)) {
      return INFINITE;
    }
    return (int) Math.max(1, Math.min(INFINITE - 1, Math.round(10 * Math.log10(cell)) + 1));
  }

  private ObjectNode stored(String array, byte[] bytes) {
    String text = Base64.getEncoder().encodeToString(bytes);
    ObjectNode column = JsonNodeFactory.instance.objectNode();
    column.put("id", "c" + columns.size());
    column.put("as", array);
    columns.add(text);
    characters += text.length();
    return column;
  }

  private static void addNumber(ArrayNode values, double value) {
    if (Double.isNaN(value)) {
      values.addNull();
    } else if (value == Math.rint(value)) {
      values.add((long) value);
    } else {
      values.add(value);
    }
  }

  private static ByteBuffer over(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
