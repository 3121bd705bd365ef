package org.transferability.importing.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.transferability.study.csv.CsvFormat;
import org.transferability.study.csv.CsvLines;

/**
 * A CSV file.
 *
 * @param lines its rows
 * @param names of the columns; a column without a name gets the name that pandas gives it
 */
public record CsvTable(String file, CsvFormat format, CsvLines lines, List<String> names) {
  static CsvTable open(ArrayBytes bytes, CsvFormat format) throws IOException {
    CsvLines lines = CsvLines.open(bytes.open(), bytes.name(), format);
    return new CsvTable(bytes.name(), format, lines, named(lines.names()));
  }

  public static List<String> names(ArrayBytes bytes, CsvFormat format) throws IOException {
    CsvTable table = open(bytes, format);
    table.lines().close();
    return table.names();
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

  /** Whether the file contains the names. */
  boolean named() {
    return format.header() != CsvFormat.Header.NONE;
  }

  String place() {
    return file + ", " + lines.place();
  }
}
