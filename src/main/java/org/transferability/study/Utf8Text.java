package org.transferability.study;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads text files in UTF-8, with or without a byte order mark. A mark of another encoding, or a
 * byte that is not UTF-8, is an error that names the encoding.
 */
public final class Utf8Text {
  private static final int LONGEST_MARK = 4;

  private Utf8Text() {}

  /**
   * The same bytes without a UTF-8 byte order mark at the beginning.
   *
   * @param file the name of the text in messages
   * @throws InputException if they begin as UTF-16 or UTF-32 does
   */
  public static InputStream withoutMark(InputStream in, String file) throws IOException {
    PushbackInputStream bytes = new PushbackInputStream(in, LONGEST_MARK);
    while (true) {
      byte[] start = bytes.readNBytes(LONGEST_MARK);
      String other = otherEncoding(start);
      if (other != null) {
        throw new InputException(
            "Cannot read %s: expected text in UTF-8, found %s; save it as UTF-8"
                .formatted(file, other));
      }
      boolean marked =
          start.length >= 3
              && start[0] == (byte) 0xef
              && start[1] == (byte) 0xbb
              && start[2] == (byte) 0xbf;
      int mark = marked ? 3 : 0;
      bytes.unread(start, mark, start.length - mark);
      if (!marked) { // a file that was saved twice may have two
        return bytes;
      }
    }
  }

  /** Characters without the mark. A byte that is not UTF-8 causes a CharacterCodingException. */
  public static BufferedReader reader(InputStream in, String file) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            withoutMark(in, file),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /** The encoding that the first bytes show, or null for UTF-8. */
  private static String otherEncoding(byte[] start) {
    int a = at(start, 0);
    int b = at(start, 1);
    int c = at(start, 2);
    int d = at(start, 3);
    if (a == 0xff && b == 0xfe) {
      return c == 0 && d == 0 ? "UTF-32 (little endian)" : "UTF-16 (little endian)";
    }
    if (a == 0xfe && b == 0xff) {
      return "UTF-16 (big endian)";
    }
    if (a == 0 && b == 0 && c == 0xfe && d == 0xff) {
      return "UTF-32 (big endian)";
    }
    if (a > 0 && b == 0) {
      return "a zero byte, as in UTF-16 (little endian) without a mark";
    }
    return a == 0 ? "a zero byte, as in UTF-16 (big endian) without a mark" : null;
  }

  private static int at(byte[] bytes, int index) {
    return index < bytes.length ? bytes[index] & 0xff : -1;
  }
}
