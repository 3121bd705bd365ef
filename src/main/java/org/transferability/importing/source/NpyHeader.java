package org.transferability.importing.source;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.transferability.study.InputException;

/**
 * The header of a .npy file (NumPy Enhancement Proposal 1): the magic bytes, a version, the length
 * of a text, and that text, a Python dictionary of type, order and shape. It is used only after it
 * was checked against the length of the file.
 *
 * @param type of an element
 * @param fortran whether the first index varies fastest (column-major), else the last
 * @param shape the axes, outermost first
 * @param offset the start of the elements
 */
public record NpyHeader(NpyType type, boolean fortran, long[] shape, int offset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

  /** numpy refuses headers above 10,000 characters. */
  private static final int LONGEST = 1 << 16;

  private static final int MOST_AXES = 8;

  /** More numbers in a row are refused, because their Gram matrix would not fit into memory. */
  private static final long WIDEST = 1 << 20;

  private static final Pattern DESCRIPTION =
      Pattern.compile("['\"]descr['\"]\\s*:\\s*(['\"])(.*?)\\1");
  private static final Pattern STRUCTURE = Pattern.compile("['\"]descr['\"]\\s*:\\s*\\[");
  private static final Pattern ORDER =
      Pattern.compile("['\"]fortran_order['\"]\\s*:\\s*(True|False)\\b");
  private static final Pattern SHAPE =
      Pattern.compile("['\"]shape['\"]\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  /** A header from elsewhere, checked against the number of bytes of the elements. */
  public static NpyHeader of(NpyType type, long[] shape, long length, String file) {
    requireAxes(shape, file);
    NpyHeader header = new NpyHeader(type, false, shape, 0);
    header.requireLength(length, file);
    return header;
  }

  private static void requireAxes(long[] axes, String file) {
    if (axes.length == 0 || axes.length > MOST_AXES) {
      throw wrong(
          file,
          "an array of rows, n x d",
          axes.length == 0 ? "a single value" : axes.length + " axes");
    }
  }

  /** Reads the header and checks it against the length of the file. */
  static NpyHeader read(ArrayBytes bytes) throws IOException {
    String file = bytes.name();
    try (DataInputStream in = new DataInputStream(bytes.open())) {
      if (!Arrays.equals(in.readNBytes(MAGIC.length), MAGIC)) {
        throw wrong(file, "the bytes \\x93NUMPY at its beginning", "others");
      }
      int version = in.readUnsignedByte();
      in.readUnsignedByte(); // the minor version
      if (version < 1 || version > 3) {
        throw wrong(file, "format version 1 to 3", "version " + version);
      }
      long size =
          version == 1
              ? Short.toUnsignedLong(Short.reverseBytes(in.readShort()))
              : Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      if (size > LONGEST) {
        throw wrong(file, "a header of at most " + LONGEST + " bytes", size + " bytes");
      }
      byte[] text = in.readNBytes((int) size);
      if (text.length < size) {
        throw wrong(
            file, "a header of " + size + " bytes", "the end of the file after " + text.length);
      }
      NpyHeader header =
          parse(
              new String(text, version == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1),
              MAGIC.length + 2 + (version == 1 ? Short.BYTES : Integer.BYTES) + (int) size,
              file);
      header.requireLength(bytes.length(), file);
      return header;
    } catch (EOFException e) {
      throw new InputException(
          "Cannot read %s: expected a .npy header, found the end of the file".formatted(file), e);
    }
  }

  private static NpyHeader parse(String text, int offset, String file) {
    Matcher description = DESCRIPTION.matcher(text);
    Matcher order = ORDER.matcher(text);
    Matcher shape = SHAPE.matcher(text);
    if (STRUCTURE.matcher(text).find()) {
      throw wrong(
          file,
          "one number per element",
          "a structured array (records); save each field separately");
    }
    if (!description.find() || !order.find() || !shape.find()) {
      throw wrong(file, "a header with descr, fortran_order and shape", "'" + shown(text) + "'");
    }
    long[] axes = axes(shape.group(1), file);
    requireAxes(axes, file);
    return new NpyHeader(
        NpyType.parse(description.group(2), file), order.group(1).equals("True"), axes, offset);
  }

  private static long[] axes(String shape, String file) {
    try {
      return Arrays.stream(shape.replace("L", "").split(",", -1))
          .map(String::strip)
          .filter(axis -> !axis.isEmpty())
          .mapToLong(Long::parseLong)
          .toArray();
    } catch (NumberFormatException e) {
      throw wrong(file, "a shape that a file can have", "(" + shape + ")");
    }
  }

  private void requireLength(long found, String file) {
    if (width() > WIDEST) {
      throw wrong(file, "at most " + WIDEST + " numbers a row", describe());
    }
    long expected;
    try {
      expected =
          Math.addExact(
              offset, Math.multiplyExact(Math.multiplyExact(rows(), width()), type.size()));
    } catch (ArithmeticException e) {
      throw new InputException(
          "Cannot read %s: expected a shape that a file can have, found %s"
              .formatted(file, describe()),
          e);
    }
    if (expected != found) {
      throw wrong(
          file,
          "%d bytes according to its header (%s)".formatted(expected, describe()),
          found
              + (found < expected ? ": the file is truncated" : ": other bytes follow the array"));
    }
  }

  public long rows() {
    return shape[0];
  }

  /** d: the numbers of a row, over all axes but the first. */
  public long width() {
    long width = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      if (shape[axis] != 0 && width > WIDEST / shape[axis]) {
        return Long.MAX_VALUE;
      }
      width *= shape[axis];
    }
    return width;
  }

  /** {@code float32 1500 x 128, C order}. */
  public String describe() {
    StringBuilder text = new StringBuilder(type.toString());
    for (int axis = 0; axis < shape.length; axis++) {
      text.append(axis == 0 ? " " : " x ").append(shape[axis]);
    }
    return text + (fortran ? ", Fortran order" : ", C order");
  }

  private static String shown(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= 80 ? line : line.substring(0, 80) + "...";
  }

  private static InputException wrong(String file, String expected, String found) {
    return new InputException(
        "Cannot read %s: expected %s, found %s".formatted(file, expected, found));
  }
}
