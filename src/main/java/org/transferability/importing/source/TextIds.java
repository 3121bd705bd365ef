package org.transferability.importing.source;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.transferability.study.InputException;
import org.transferability.study.Utf8Text;

/** Ids from a text file, one per line. */
final class TextIds implements IdRows {
  private final String file;
  private final BufferedReader lines;
  private long line;

  TextIds(ArrayBytes bytes) throws IOException {
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
    return new Id.Text(text);
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
