package org.transferability.importing.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.commons.lang3.StringUtils;
import org.transferability.study.InputException;

/** Ids from a numpy array of whole numbers or of text (U, S), one a row. */
public final class NpyIds implements IdRows {
  private final String file;
  private final NpyHeader header;
  private final InputStream in;
  private final byte[] bytes;
  private long row;

  public NpyIds(ArrayBytes array) throws IOException {
    this(array, NpyHeader.read(array));
  }

  public NpyIds(RowBytes array, NpyHeader header) throws IOException {
    this.file = array.name();
    this.header = header;
    if (header.width() != 1 || !(header.type().isWhole() || header.type().isText())) {
      throw new InputException(
          "Cannot read ids from %s: expected one whole number or text a row, found %s"
              .formatted(file, header.describe()));
    }
    this.bytes = new byte[header.type().size()];
    this.in = array.open();
    in.skipNBytes(header.offset());
  }

  @Override
  public Id next() throws IOException {
    if (row == header.rows()) {
      return null;
    }
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw new InputException(
          "Cannot read %s: expected %s, found the end after row %d"
              .formatted(file, header.describe(), row));
    }
    row++;
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.type().order());
    if (header.type().isWhole()) {
      long value = header.type().nextWhole(buffer);
      if (value < 0 && header.type().kind() == 'u') {
        throw new InputException(
            "Cannot read ids from %s: expected numbers below 2^63, found more in row %d"
                .formatted(file, row - 1));
      }
      return new Id.Whole(value);
    }
    return new Id.Text(text(buffer));
  }

  /** A text, without the zeros with which numpy pads it. */
  private String text(ByteBuffer buffer) {
    if (header.type().kind() == 'S') {
      return StringUtils.stripEnd(new String(bytes, StandardCharsets.UTF_8), "\0");
    }
    StringBuilder text = new StringBuilder();
    while (buffer.hasRemaining()) {
      int character = buffer.getInt();
      if (!Character.isValidCodePoint(character)) {
        throw new InputException(
            "Cannot read ids from %s: expected Unicode text, found character %d in row %d"
                .formatted(file, character, row - 1));
      }
      text.appendCodePoint(character);
    }
    return StringUtils.stripEnd(text.toString(), "\0");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
