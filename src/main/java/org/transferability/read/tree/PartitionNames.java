package org.transferability.read.tree;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.transferability.study.InputException;

/** Folders named {@code name=value}, as in Hive. */
public final class PartitionNames {
  /** The value for null in a partition column. */
  static final String NULL = "__HIVE_DEFAULT_PARTITION__";

  private PartitionNames() {}

  /**
   * The partitions of a path below a root, unescaped.
   *
   * @param names of the folders and of the file
   * @throws InputException if one is named twice
   */
  static Map<String, String> of(String root, String[] names) {
    Map<String, String> partitions = new TreeMap<>();
    for (int i = 0; i < names.length - 1; i++) {
      int equals = names[i].indexOf('=');
      if (equals > 0) {
        String name = unescape(names[i].substring(0, equals));
        if (partitions.put(name, unescape(names[i].substring(equals + 1))) != null) {
          throw new InputException(
              "Cannot list %s: expected each folder %s= once in a path, found two (%s)"
                  .formatted(root, name, String.join("/", names)));
        }
      }
    }
    return partitions;
  }

  /**
   * Writers escape characters of a file name as % and two hexadecimal digits for each byte of its
   * UTF-8: Spark escapes only those that a file name cannot contain; DuckDB, pyarrow and Polars
   * escape all except letters, digits and some signs. A % that does not begin such an escape is
   * kept, and so are escapes of bytes that are not UTF-8.
   */
  public static String unescape(String name) {
    if (name.indexOf('%') < 0) {
      return name;
    }
    StringBuilder text = new StringBuilder(name.length());
    int at = 0;
    while (at < name.length()) {
      int end = at;
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      for (int value = escaped(name, end); value >= 0; value = escaped(name, end)) {
        bytes.write(value);
        end += 3;
      }
      if (end == at) {
        text.append(name.charAt(at++));
      } else {
        text.append(decoded(bytes.toByteArray(), name, at));
        at = end;
      }
    }
    return text.toString();
  }

  /** The byte whose escape begins at an index, or -1. */
  private static int escaped(String name, int at) {
    if (at + 2 >= name.length() || name.charAt(at) != '%') {
      return -1;
    }
    int high = Character.digit(name.charAt(at + 1), 16);
    int low = Character.digit(name.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : 16 * high + low;
  }

  /** Bytes as text; those that are not UTF-8 as their original escapes. */
  private static String decoded(byte[] bytes, String name, int at) {
    StringBuilder text = new StringBuilder();
    int from = 0;
    while (from < bytes.length) {
      int length = characterBytes(bytes, from);
      if (length == 0) {
        text.append(name, at + 3 * from, at + 3 * from + 3);
        from++;
      } else {
        text.append(new String(bytes, from, length, StandardCharsets.UTF_8));
        from += length;
      }
    }
    return text.toString();
  }

  /** Bytes of the UTF-8 character at an index, 0 if there is none. */
  private static int characterBytes(byte[] bytes, int from) {
    for (int length = 1; length <= 4 && from + length <= bytes.length; length++) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, length));
        return length;
      } catch (CharacterCodingException e) {
        // not complete yet, or not a character
      }
    }
    return 0;
  }
}
