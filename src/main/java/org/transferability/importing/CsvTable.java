package org.transferability.importing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import org.transferability.study.InputException;

/**
 * The lines of a CSV file: RFC 4180 in UTF-8, with or without a byte order mark, one header line
 * with the names of the columns. Blank lines do not count.
 */
final class CsvTable implements Closeable {
  private static final ObjectReader READER =
      new CsvMapper().readerFor(String[].class).with(CsvParser.Feature.WRAP_AS_ARRAY);

  private final String file;
  private final MappingIterator<String[]> lines;
  private final List<String> names;
  private long line;

  CsvTable(ArrayBytes bytes) throws IOException {
    this.file = bytes.name();
    this.lines = READER.readValues(bytes.open());
    String[] header = next();
    if (header == null) {
      throw new InputException(
          "Cannot read %s: expected a line with the names of the columns, found an empty file"
              .formatted(file));
    }
    this.names = List.of(header);
    if (names.stream().distinct().count() < names.size()) {
      throw new InputException(
          "Cannot read %s: expected each column once, found one twice (%s)"
              .formatted(file, String.join(", ", names)));
    }
  }

  List<String> names() {
    return names;
  }

  /** The next line that is not blank, or null. */
  String[] next() throws IOException {
    try {
      while (lines.hasNextValue()) {
        line = lines.getParser().currentLocation().getLineNr();
        String[] cells = lines.nextValue();
        if (cells.length == 1 && cells[0].isEmpty()) {
          continue;
        }
        if (names != null && cells.length != names.size()) {
          throw new InputException(
              "Cannot read %s: expected %d cells, as in the header, found %d (line %d)"
                  .formatted(file, names.size(), cells.length, line));
        }
        return cells;
      }
      return null;
    } catch (JsonProcessingException e) {
      throw new InputException(
          "Cannot read %s: expected CSV (RFC 4180 in UTF-8), found: %s (after line %d)"
              .formatted(file, e.getOriginalMessage(), line),
          e);
    }
  }

  /** Where the last line stands, for messages. */
  String place() {
    return file + ", line " + line;
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
