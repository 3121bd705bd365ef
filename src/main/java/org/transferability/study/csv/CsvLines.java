package org.transferability.study.csv;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.transferability.study.InputException;
import org.transferability.study.NumberText;
import org.transferability.study.Utf8Text;

/**
 * The rows of a CSV file: RFC 4180 in UTF-8, with or without a byte order mark, of any separator,
 * with names of columns in the first line or without. Cells are kept as they are, blanks included;
 * blanks around names are ignored. In a file of one column a blank line is a row without a value;
 * in other files it is ignored.
 */
public final class CsvLines implements Closeable {
  private static final int SAMPLE = 1 << 16;

  private final String file;
  private final CsvFormat format;
  private final char separator;
  private final CsvRecords records;
  private final Deque<CsvRecords.Cells> ahead = new ArrayDeque<>();
  private final List<String> names;
  private long line;
  private long row;

  private CsvLines(String file, CsvFormat format, char separator, CsvRecords records)
      throws IOException {
    this.file = file;
    this.format = format;
    this.separator = separator;
    this.records = records;
    this.names = format.header() == CsvFormat.Header.NONE ? numbered() : header();
  }

  /**
   * Reads the names, and detects the separator of the columns from the first lines.
   *
   * @param file what messages call it
   * @throws InputException if it is empty, not CSV, or without names
   */
  public static CsvLines open(InputStream in, String file, CsvFormat format) throws IOException {
    BufferedReader text = Utf8Text.reader(in, file);
    try {
      char separator = format.separator();
      String sample = sample(text);
      String first = sample.lines().findFirst().orElse("");
      long before = 0;
      if (first.matches("sep=[^\\p{Alnum}\"]") && sample.length() > first.length()) {
        text.readLine(); // what Excel writes and reads as the separator
        before = 1;
        separator = separator == CsvFormat.DETECT ? first.charAt(4) : separator;
      }
      if (separator == CsvFormat.DETECT) {
        separator = CsvSeparator.in(sample, sample.length() < SAMPLE, format, file);
      }
      return new CsvLines(file, format, separator, new CsvRecords(text, separator, before, file));
    } catch (CharacterCodingException e) {
      throw CsvRecords.notUtf8(file, e);
    }
  }

  private static String sample(BufferedReader text) throws IOException {
    char[] sample = new char[SAMPLE];
    text.mark(SAMPLE + 1);
    int count = 0;
    for (int read = 0; read >= 0 && count < SAMPLE; count += Math.max(0, read)) {
      read = text.read(sample, count, SAMPLE - count);
    }
    text.reset();
    return new String(sample, 0, count);
  }

  /** Names in the first line that is not blank. */
  private List<String> header() throws IOException {
    CsvRecords.Cells first = records.next();
    while (first != null && first.isBlank()) {
      first = records.next();
    }
    if (first == null) {
      throw new InputException(
          "Cannot read CSV: expected a line with the names of the columns, found an empty file ("
              + file
              + ")");
    }
    String[] found = Arrays.stream(first.cells()).map(String::strip).toArray(String[]::new);
    if (format.header() == CsvFormat.Header.DETECT && isNumbers(found) && !isNumberedTable(found)) {
      throw new InputException(
          "Cannot read CSV: expected a line with the names of the columns, found numbers only, %s%s (%s, line %d)%s"
              .formatted(
                  String.join(" ", Arrays.asList(found).subList(0, Math.min(3, found.length))),
                  found.length > 3 ? " ..." : "",
                  file,
                  first.line(),
                  format.options()
                      ? "; --no-header reads it as a row, --header as names"
                      : "; add a line with names"));
    }
    found[0] = found[0].replaceFirst("^# +", ""); // numpy.savetxt writes names as a comment
    Set<String> seen = new HashSet<>();
    for (String name : found) {
      if (!name.isEmpty() && !seen.add(name)) {
        throw new InputException(
            "Cannot read CSV: expected each column once, found '%s' twice (%s)"
                .formatted(name, file));
      }
    }
    return List.of(found);
  }

  /** Whether a line could be a row of data: numbers, some of which may be missing. */
  private static boolean isNumbers(String[] cells) {
    boolean number = false;
    for (String cell : cells) {
      boolean isNumber = NumberText.isNumber(cell, '.') || NumberText.isNumber(cell, ',');
      if (!isNumber && !NumberText.isMissing(cell)) {
        return false;
      }
      number |= isNumber;
    }
    return number;
  }

  /**
   * Whether columns and rows are both numbered from 0, as pandas writes a table without names: the
   * header is {@code ,0,1,2} and the rows begin with 0, 1 and 2.
   */
  private boolean isNumberedTable(String[] names) throws IOException {
    for (int i = 0; i < names.length; i++) {
      if (!names[i].equals(i == 0 ? "" : Integer.toString(i - 1))) {
        return false;
      }
    }
    while (ahead.size() < 3) {
      CsvRecords.Cells cells = records.next();
      if (cells == null) {
        break;
      }
      ahead.add(cells);
    }
    int row = 0;
    for (CsvRecords.Cells cells : ahead) {
      if (!cells.cells()[0].equals(Integer.toString(row++))) {
        return false;
      }
    }
    return row > 1;
  }

  /** Names for a file that has none: c0, c1, ... */
  private List<String> numbered() throws IOException {
    CsvRecords.Cells first = records.next();
    while (first != null) {
      ahead.add(first);
      if (!first.isBlank()) {
        return IntStream.range(0, first.cells().length).mapToObj(i -> "c" + i).toList();
      }
      first = records.next();
    }
    throw new InputException("Cannot read CSV: expected rows, found an empty file (" + file + ")");
  }

  /** The names of the columns; an empty one is a column without a name. */
  public List<String> names() {
    return names;
  }

  /** The next row, as wide as the names, or null at the end. */
  public String[] next() throws IOException {
    CsvRecords.Cells next = take();
    while (next != null && next.isBlank() && names.size() > 1) {
      next = take();
    }
    if (next == null) {
      return null;
    }
    row++;
    line = next.line();
    if (next.cells().length != names.size()) {
      throw new InputException(
          "Cannot read CSV: expected %d cells, as in the %s, found %d (%s, %s)%s"
              .formatted(
                  names.size(),
                  format.header() == CsvFormat.Header.NONE ? "first row" : "header",
                  next.cells().length,
                  file,
                  place(),
                  advice(next.cells())));
    }
    return next.cells();
  }

  private CsvRecords.Cells take() throws IOException {
    return ahead.isEmpty() ? records.next() : ahead.poll();
  }

  /** Too many cells, all of digits, may be halves of numbers with a decimal comma. */
  private String advice(String[] cells) {
    boolean halves =
        format.options()
            && separator == ','
            && cells.length > names.size()
            && Arrays.stream(cells).allMatch(cell -> cell.strip().matches("[-+]?\\d+"));
    return halves ? "; --decimal , reads decimal commas" : "";
  }

  /** The last row, counted from 1 without the header. */
  public long row() {
    return row;
  }

  /** {@code row 3, line 4}, for messages: the last row, counted from 1 without the header. */
  public String place() {
    return "row " + row + ", line " + line;
  }

  @Override
  public void close() throws IOException {
    records.close();
  }
}
