package org.transferability.importing.source;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.transferability.study.csv.CsvFormat;
import org.transferability.study.csv.CsvLines;

/** The rows of a CSV file; a column without a name gets the name that pandas gives it. */
final class CsvTable implements Closeable {
  private final String file;
  private final CsvFormat format;
  private final CsvLines lines;
  private final List<String> names;

  CsvTable(ArrayBytes bytes, CsvFormat format) throws IOException {
    this.file = bytes.name();
    this.format = format;
    this.lines = CsvLines.open(bytes.open(), file, format);
    this.names = named(lines.names());
  }

  private static List<String> named(List<String> header) {
    List<String> names = new ArrayList<>(header);
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).isEmpty()) {
        String name = LeftOut.nameOf(i);
        while (names.contains(name)) {
          name += ".1";
        }
        names.set(i, name);
      }
    }
    return List.copyOf(names);
  }

  List<String> names() {
    return names;
  }

  /** Whether the file contains the names. */
  boolean named() {
    return format.header() != CsvFormat.Header.NONE;
  }

  /** The decimal separator. */
  char decimal() {
    return format.decimal();
  }

  /** The next row, or null. */
  String[] next() throws IOException {
    return lines.next();
  }

  /** Whether the last row was the first one. */
  boolean isFirstRow() {
    return lines.row() == 1;
  }

  /** The position of the last row, for messages. */
  String place() {
    return file + ", " + lines.place();
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
