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
import java.io.LineNumberReader;
import java.nio.charset.CharacterCodingException;
import org.apache.commons.lang3.function.FailableSupplier;
import org.transferability.study.InputException;

/** The records of a CSV file one by one, blank ones included. */
final class CsvRecords implements Closeable {
  private static final ObjectReader READER =
      new CsvMapper().readerFor(String[].class).with(CsvParser.Feature.WRAP_AS_ARRAY);

  private final BufferedReader in;
  private final FailableSupplier<Cells, IOException> source;
  private final long before;
  private final String file;

  /** One record and the line where it begins, from 1. */
  record Cells(String[] cells, long line) {
    boolean isBlank() {
      return cells.length == 1 && cells[0].isBlank();
    }
  }

  /** Reads from the current position of the text, where {@code before} lines were already read. */
  CsvRecords(BufferedReader in, char separator, long before, String file) throws IOException {
    this.in = in;
    this.before = before;
    this.file = file;
    this.source = separator == ' ' ? blankSeparated() : quoted(separator);
  }

  /** RFC 4180 with any separator. */
  private FailableSupplier<Cells, IOException> quoted(char separator) throws IOException {
    CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(separator);
    MappingIterator<String[]> lines = READER.with(schema).readValues(in);
    return () -> {
      if (!lines.hasNextValue()) {
        return null;
      }
      // the parser is in the first cell of the record
      long line = before + lines.getParser().currentLocation().getLineNr();
      return new Cells(lines.nextValue(), line);
    };
  }

  /** Cells without quotes, separated by one blank or more, as numpy.savetxt writes them. */
  private FailableSupplier<Cells, IOException> blankSeparated() {
    LineNumberReader lines = new LineNumberReader(in);
    return () -> {
      boolean first = lines.getLineNumber() == 0;
      String text = lines.readLine();
      return text == null
          ? null
          : new Cells(blankSeparated(text, first), before + lines.getLineNumber());
    };
  }

  Cells next() throws IOException {
    try {
      return source.get();
    } catch (JsonProcessingException e) {
      String line =
          e.getLocation() == null ? "" : ", line " + (before + e.getLocation().getLineNr());
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

  @Override
  public void close() throws IOException {
    in.close();
  }
}
