package org.transferability.importing;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.transferability.study.CsvFormat;
import org.transferability.study.CsvLines;

/** The rows of a CSV file; a column without a name has the one that pandas gives it. */
final class CsvTable implements Closeable {
  private final String file;
  private final CsvFormat format;
  private final CsvLines lines;
  private final List<String> names;

  CsvTable(ArrayBytes bytes, CsvFormat format) throws IOException {
    this.file = bytes.name();
    this.format = format;
    this.lines = CsvLines.open(bytes.open(), file, format);
    List<String> header = lines.names();
    this.names =
        IntStream.range(0, header.size())
            .mapToObj(i -> header.get(i).isEmpty() ? LeftOut.nameOf(i) : header.get(i))
            .toList();
  }

  List<String> names() {
    return names;
  }

  /** Whether the names stand in the file. */
  boolean named() {
    return format.header() != CsvFormat.Header.NONE;
  }

  /** What stands before the fraction of a number. */
  char decimal() {
    return format.decimal();
  }

  /** The next row, or null. */
  String[] next() throws IOException {
    return lines.next();
  }

  /** Where the last row stands, for messages. */
  String place() {
    return file + ", " + lines.place();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
