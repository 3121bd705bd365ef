package org.transferability.study.csv;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import org.transferability.study.InputException;

/** The records of a CSV file one by one, blank ones included. */
abstract sealed class CsvRecords implements Closeable {
  private final String file;

  private CsvRecords(String file) {
    this.file = file;
  }

  /** One record and the line where it begins, from 1. */
  record Cells(String[] cells, long line) {
    boolean isBlank() {
      return cells.length == 1 && cells[0].isBlank();
    }
  }

  /**
   * Reads from the current position of the characters.
   *
   * @param before the number of lines that were already read
   */
  static CsvRecords of(BufferedReader in, char separator, long before, String file)
      throws IOException {
    return separator == ' '
        ? new Blanks(in, before, file)
        : new Quoted(in, separator, before, file);
  }

  /** The next record, or null. */
  final Cells next() throws IOException {
    try {
      return read();
    } catch (JsonProcessingException e) {
      String line =
          e.getLocation() == null ? "" : ", line " + (before() + e.getLocation().getLineNr());
      throw new InputException(
          "Cannot read CSV: expected RFC 4180 in UTF-8, found: %s (%s%s)"
              .formatted(e.getOriginalMessage(), file, line),
          e);
    } catch (CharacterCodingException e) {
      throw notUtf8(file, e);
    }
  }

  static InputException notUtf8(String file, CharacterCodingException e) {
    return new InputException(
        "Cannot read CSV: expected RFC 4180 in UTF-8, found: Invalid UTF-8, as in a file of another encoding (%s)"
            .formatted(file),
        e);
  }

  /** The cells of a line; numpy.savetxt begins the names with # and a blank. */
  static String[] blankSeparated(String line, boolean first) {
    String text = first && line.startsWith("# ") ? line.substring(2) : line;
    return text.strip().split("\\s+");
  }

  abstract Cells read() throws IOException;

  abstract long before();

  /** RFC 4180 with any separator. */
  private static final class Quoted extends CsvRecords {
    private static final ObjectReader READER =
        new CsvMapper().readerFor(String[].class).with(CsvParser.Feature.WRAP_AS_ARRAY);

    private final MappingIterator<String[]> lines;
    private final long before;

    Quoted(BufferedReader in, char separator, long before, String file) throws IOException {
      super(file);
      this.lines =
          READER.with(CsvSchema.emptySchema().withColumnSeparator(separator)).readValues(in);
      this.before = before;
    }

    @Override
    Cells read() throws IOException {
      if (!lines.hasNextValue()) {
        return null;
      }
      // the parser is in the first cell of the record
      long line = before + lines.getParser().currentLocation().getLineNr();
      return new Cells(lines.nextValue(), line);
    }

    @Override
    long before() {
      return before;
    }

    @Override
    public void close() throws IOException {
      lines.close();
    }
  }

  /** Cells without quotes, separated by one blank or more, as numpy.savetxt writes them. */
  private static final class Blanks extends CsvRecords {
    private final BufferedReader in;
    private boolean first = true;
    private long line;

    Blanks(BufferedReader in, long before, String file) {
      super(file);
      this.in = in;
      this.line = before;
    }

    @Override
    Cells read() throws IOException {
      String text = in.readLine();
      if (text == null) {
        return null;
      }
      String[] cells = blankSeparated(text, first);
      first = false;
      return new Cells(cells, ++line);
    }

    @Override
    long before() {
      return 0;
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
