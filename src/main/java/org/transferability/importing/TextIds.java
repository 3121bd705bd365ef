package org.transferability.importing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.transferability.study.InputException;

/** Ids from a text file, one a line. */
final class TextIds implements IdRows {
  private final String file;
  private final BufferedReader lines;
  private long line;

  TextIds(ArrayBytes bytes) throws IOException {
    this.file = bytes.name();
    this.lines = new BufferedReader(new InputStreamReader(bytes.open(), StandardCharsets.UTF_8));
  }

  @Override
  public Id next() throws IOException {
    String text = lines.readLine();
    line++;
    if (text == null) {
      return null;
    }
    if (text.isEmpty()) {
      throw new InputException(
          "Cannot read ids: expected one a line, found a blank line (%s, line %d)"
              .formatted(file, line));
    }
    return new Id.Text(text);
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
