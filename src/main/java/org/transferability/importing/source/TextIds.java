package org.transferability.importing.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.transferability.study.InputException;
import org.transferability.study.Utf8Text;

/** Ids from a text file, one per line. */
public final class TextIds implements IdRows {
  static final String EXPECTED =
      "a whole number, as in the first row (--text-ids reads all ids as text)";

  private final String file;
  private final BufferedReader lines;
  private Boolean whole; // null before the first line, if it determines the form
  private long line;

  public TextIds(ArrayBytes bytes, Id.Form form) throws IOException {
    this.whole = form == Id.Form.TEXT ? Boolean.FALSE : null;
    this.file = bytes.name();
    this.lines = Utf8Text.reader(bytes.open(), file);
  }

  @Override
  public Id next() throws IOException {
    String text = line();
    line++;
    if (text == null) {
      return null;
    }
    if (text.isEmpty()) {
      throw new InputException(
          "Cannot read ids: expected one per line, found a blank line (%s, line %d)"
              .formatted(file, line));
    }
    if (whole == null) {
      whole = isWhole(text);
    }
    if (whole && !isWhole(text)) {
      throw new InputException(
          "Cannot read ids: expected %s, found '%s' (%s, line %d)"
              .formatted(EXPECTED, text, file, line));
    }
    return whole ? new Id.Whole(Long.parseLong(text.strip())) : new Id.Text(text);
  }

  /** Whether it is in the canonical form of a number: 007 is a text. */
  static boolean isWhole(String cell) {
    String text = cell.strip();
    try {
      return Long.toString(Long.parseLong(text)).equals(text);
    } catch (NumberFormatException e) {
      return false;
    }
  }

  private String line() throws IOException {
    try {
      return lines.readLine();
    } catch (CharacterCodingException e) {
      throw new InputException(
          "Cannot read ids: expected text in UTF-8, found another encoding (%s, after line %d)"
              .formatted(file, line),
          e);
    }
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
